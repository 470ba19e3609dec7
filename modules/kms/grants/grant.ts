import { KmsGrant } from "@cdktf/provider-aws/lib/kms-grant";
import { Construct } from "constructs";
import { keyIdOrArn, region as regionForm } from "../../aws-formats";
import { ConfigError } from "../../config-error";
import type { Statement } from "../../iam";
import { statements } from "../../iam/policies/statement-shape";
import { flag, having, knownList, optional, type Shape, text, textMap, word } from "../../shape";
import { shown } from "../../show-value";
import { isToken } from "../../tokens";
import { assertProps, problemsOf, type Rule, unlessToken } from "../../validate";
import { constrainable, GRANT_OPERATIONS, type GrantOperation } from "../grant-operations";
import { type KeyType, keyType } from "../key-type";
import { GRANT_NAME_LENGTH } from "../limits";
import { KIND_NAMES } from "../policy/audiences";
import { principalProblem } from "../policy/principal-statements";
import { creationProblem } from "./creators";

/** What {@link Grant} needs. */
export interface GrantProps {
  /** The key: a `Key`, or anything with an id or ARN. Of a `Key` or `ReplicaKey`, the policy has to let somebody create the grant. */
  readonly key: {
    readonly keyId: string;
    readonly type?: KeyType;
    readonly policyStatements?: readonly Statement[];
  };
  /**
   * What kind of key it is.
   *
   * @default - that of `key`; else a symmetric encryption key
   */
  readonly keyType?: Pick<KeyType, "kind">;
  /** ARN of the principal that gets the permissions, in this account or another. */
  readonly granteePrincipal: string;
  /** What the principal may do, such as `Decrypt`. */
  readonly operations: readonly [GrantOperation, ...GrantOperation[]];
  /** Tells grants apart, and makes creating one idempotent: 1 to 256 letters, digits and `:/_-`. @default - none */
  readonly name?: string;
  /** ARN of the principal that may retire the grant. @default - only the grantee, and whoever may revoke it */
  readonly retiringPrincipal?: string;
  /** The encryption context must be exactly this. Only for symmetric encryption keys. @default - any */
  readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  /** The encryption context must contain this. Only for symmetric encryption keys; not with `encryptionContextEquals`. @default - any */
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
  /**
   * Whether deletion retires the grant in place of revoking it: what AWS asks of whoever is done with it. Only the retiring principal, and the grantee
   * where `RetireGrant` is among the operations, can.
   *
   * @default false
   */
  readonly retireOnDelete?: boolean;
  /** Region of the key. @default - the provider's */
  readonly region?: string;
}

const kind = word(Object.keys(KIND_NAMES));

/** Without the key, as in a `MultiRegionKey`. */
export const GRANT_OF_KEY: Shape<Omit<GrantProps, "key">> = {
  keyType: optional(having({ kind })),
  granteePrincipal: text,
  operations: knownList(text),
  name: optional(text),
  retiringPrincipal: optional(text),
  encryptionContextEquals: optional(textMap),
  encryptionContextSubset: optional(textMap),
  retireOnDelete: optional(flag),
  region: optional(regionForm),
};

const PROPS: Shape<GrantProps> = {
  ...GRANT_OF_KEY,
  key: having<GrantProps["key"]>(
    {
      keyId: keyIdOrArn,
      type: optional(having({ kind })),
      policyStatements: optional(statements),
    },
    "a key, or { keyId }",
  ),
};

const RULES: readonly Rule<GrantProps>[] = [
  ({ granteePrincipal }) => principalProblem("granteePrincipal", granteePrincipal),
  ({ granteePrincipal }) => noPattern("granteePrincipal", granteePrincipal),
  ({ retiringPrincipal }) =>
    retiringPrincipal === undefined ? undefined : principalProblem("retiringPrincipal", retiringPrincipal),
  ({ retiringPrincipal }) => noPattern("retiringPrincipal", retiringPrincipal),
  ({ name }) =>
    unlessToken(name, (given) =>
      /^[A-Za-z0-9:/_-]+$/.test(given) && given.length <= GRANT_NAME_LENGTH.max
        ? undefined
        : `name must be ${GRANT_NAME_LENGTH.min} to ${GRANT_NAME_LENGTH.max} letters, digits and ':/_-', got ${shown(given)}`,
    ),
  ({ operations }) => (operations.length === 0 ? "operations must name an operation" : undefined),
  ({ encryptionContextEquals, encryptionContextSubset }) =>
    encryptionContextEquals !== undefined && encryptionContextSubset !== undefined
      ? "only one of encryptionContextEquals and encryptionContextSubset must be given"
      : undefined,
];

/**
 * A grant: lets one principal use a key, without a change of the key policy.
 *
 * Whoever deploys it has to be let in by the key policy: `grantAdministrators` of the key, within bounds, before the grant is declared. Neither the account's root
 * nor key administrators create grants, unless the root statement is `full`.
 *
 * A grant takes up to five minutes to be known everywhere; the token, which makes it known at once, is not offered here.
 *
 * @throws {@link ConfigError} when the kind of key has no such operation, a constraint would bound nothing, or nobody may create the grant.
 */
export class Grant extends Construct {
  /** Id of the grant, for whoever retires or revokes it. */
  readonly grantId: string;

  constructor(scope: Construct, id: string, props: GrantProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    const { kind } = props.keyType ?? props.key.type ?? keyType({});
    const problems = [...problemsOf(props, RULES), ...kindProblems(props, kind), ...policyProblems(props)];
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    const { encryptionContextEquals, encryptionContextSubset } = props;
    const grant = new KmsGrant(this, "Default", {
      keyId: props.key.keyId,
      granteePrincipal: props.granteePrincipal,
      operations: [...props.operations],
      ...(props.name === undefined ? {} : { name: props.name }),
      ...(props.retiringPrincipal === undefined ? {} : { retiringPrincipal: props.retiringPrincipal }),
      ...(props.retireOnDelete === undefined ? {} : { retireOnDelete: props.retireOnDelete }),
      ...(props.region === undefined ? {} : { region: props.region }),
      ...(encryptionContextEquals === undefined
        ? {}
        : { constraints: [{ encryptionContextEquals: copied(encryptionContextEquals) }] }),
      ...(encryptionContextSubset === undefined
        ? {}
        : { constraints: [{ encryptionContextSubset: copied(encryptionContextSubset) }] }),
    });
    this.grantId = grant.grantId;
  }
}

/** Of a key of this app; what somebody else's key policy says is not known here. */
function policyProblems({ key, ...grant }: GrantProps): readonly string[] {
  const problem =
    key.policyStatements === undefined ? undefined : creationProblem(key.policyStatements, grant);
  return problem === undefined ? [] : [problem];
}

/** A copy of a token would be none. */
function copied(context: Readonly<Record<string, string>>): Record<string, string> {
  return isToken(context) ? context : { ...context };
}

function noPattern(prop: string, principal: string | undefined): string | undefined {
  return principal?.endsWith("*")
    ? `${prop} must be one ARN, got the pattern ${shown(principal)}`
    : undefined;
}

function kindProblems(props: GrantProps, kind: KeyType["kind"]): readonly string[] {
  const known: readonly string[] = GRANT_OPERATIONS[kind];
  const constrained = (["encryptionContextEquals", "encryptionContextSubset"] as const).filter(
    (prop) => props[prop] !== undefined,
  );
  return [
    ...props.operations
      .filter((operation) => !known.includes(operation))
      .map(
        (operation) =>
          `operation ${operation} is not one of a key for ${KIND_NAMES[kind]}: ${known.join(", ")}`,
      ),
    ...constrained.flatMap((prop) => {
      if (kind !== "symmetricEncryption")
        return [
          `${prop} makes no sense on a key for ${KIND_NAMES[kind]}: its requests carry no encryption context`,
        ];
      if (Object.keys(props[prop] ?? {}).length === 0) return [`${prop} must name a pair`];
      return constrainable(props.operations)
        ? []
        : [`${prop} bounds none of the operations ${props.operations.join(", ")}`];
    }),
  ];
}
