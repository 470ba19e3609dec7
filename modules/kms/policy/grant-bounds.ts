/** What bounds the creation of grants. Without bounds, who may create a grant may let anybody, himself included, do everything with the key. */

import type { Conditions, Statement } from "../../iam/policies/policy-document";
import { shownText } from "../../show-value";
import { GRANT_ACTION } from "../actions";
import { GRANT_OPERATIONS, type GrantOperation } from "../grant-operations";
import type { KeyKind } from "../key-spec";
import { principalProblem } from "./principal-statements";

/** How a grant can bind the encryption context; the words of KMS. */
export const GRANT_CONSTRAINT_TYPES = ["EncryptionContextEquals", "EncryptionContextSubset"] as const;
export type GrantConstraintType = (typeof GRANT_CONSTRAINT_TYPES)[number];

/** Which grants may be created; only for `grantAdministrators`, which need the first two. All of it must hold. */
export interface GrantBounds {
  /**
   * What the grants may allow, such as `Decrypt`. A grant may allow less. `CreateGrant` lets its grantee pass on what it has.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-operations
   */
  readonly grantOperations?: readonly GrantOperation[];
  /** ARNs of who may get a grant; a last `*` stands for any suffix. */
  readonly granteePrincipals?: readonly string[];
  /** ARNs of who may be named to retire a grant; a last `*` stands for any suffix. Each grant must then name one. @default - anybody, or nobody */
  readonly retiringPrincipals?: readonly string[];
  /** Grants must be bound to an encryption context, in one of these ways. @default - they need not */
  readonly grantConstraintTypes?: readonly GrantConstraintType[];
}

/** The conditions of `kms:CreateGrant` under bounds. */
export function boundConditions(bounds: GrantBounds): Conditions {
  const {
    grantOperations = [],
    granteePrincipals = [],
    retiringPrincipals = [],
    grantConstraintTypes = [],
  } = bounds;
  const equals: Record<string, readonly string[]> = {
    ...exactly("kms:GranteePrincipal", granteePrincipals),
    ...exactly("kms:RetiringPrincipal", retiringPrincipals),
    ...(grantConstraintTypes.length === 0 ? {} : { "kms:GrantConstraintType": grantConstraintTypes }),
  };
  const like: Record<string, readonly string[]> = {
    ...alike("kms:GranteePrincipal", granteePrincipals),
    ...alike("kms:RetiringPrincipal", retiringPrincipals),
  };
  return {
    "ForAllValues:StringEquals": { "kms:GrantOperations": grantOperations },
    // ForAllValues holds for a request without the key.
    Null: { "kms:GrantOperations": "false" },
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(Object.keys(like).length === 0 ? {} : { StringLike: like }),
  };
}

const isPattern = (principal: string) => principal.endsWith("*");

/** One key has to stand under one operator: two would both have to hold. */
function exactly(key: string, principals: readonly string[]) {
  return principals.length === 0 || principals.some(isPattern) ? {} : { [key]: principals };
}

function alike(key: string, principals: readonly string[]) {
  return principals.some(isPattern) ? { [key]: principals } : {};
}

/** A statement in two: creation under the bounds, and the rest, whose requests carry none of them. */
export function boundGrants(statement: Statement, bounds: GrantBounds): readonly Statement[] {
  const { actions = [], conditions = {}, sid } = statement;
  const create = actions.filter((action) => action === GRANT_ACTION);
  const others = actions.filter((action) => action !== GRANT_ACTION);
  const own = boundConditions(bounds);
  const operators = [...new Set([...Object.keys(conditions), ...Object.keys(own)])];
  const both = Object.fromEntries(
    operators.map((operator) => [operator, { ...conditions[operator], ...own[operator] }]),
  );
  return [
    { ...statement, actions: create, conditions: both },
    { ...statement, sid: `${sid}Manage`, actions: others },
  ];
}

const BOUNDS = [
  "grantOperations",
  "granteePrincipals",
  "retiringPrincipals",
  "grantConstraintTypes",
] as const;

/** What is wrong with bounds. @param takes whether the audience creates grants at all */
export function grantBoundProblems(
  what: string,
  takes: boolean,
  kind: KeyKind,
  bounds: GrantBounds,
): readonly string[] {
  const given = BOUNDS.filter((name) => bounds[name] !== undefined);
  if (!takes)
    return given.map((name) => `${name} of ${what} makes no sense: only grantAdministrators create grants`);
  const missing = (["grantOperations", "granteePrincipals"] as const).filter(
    (name) => bounds[name] === undefined,
  );
  const empty = given.filter((name) => bounds[name]?.length === 0);
  const known: readonly string[] = GRANT_OPERATIONS[kind];
  const operations = bounds.grantOperations ?? [];
  return [
    ...missing.map(
      (name) =>
        `${what} must be bounded by ${name}: a grant could let anybody do everything with the key otherwise`,
    ),
    ...empty.map((name) => `${name} of ${what} must not be empty`),
    ...operations
      .filter((operation) => !known.includes(operation))
      .map(
        (operation) =>
          `grantOperations of ${what} must be among ${known.join(", ")}, got ${shownText(operation)}`,
      ),
    ...(["granteePrincipals", "retiringPrincipals"] as const).flatMap((name) =>
      (bounds[name] ?? [])
        .map((principal) => principalProblem(`${name} of ${what}`, principal))
        .filter((problem) => problem !== undefined),
    ),
    ...(bounds.grantConstraintTypes ?? [])
      .filter((type) => !GRANT_CONSTRAINT_TYPES.includes(type))
      .map(
        (type) =>
          `grantConstraintTypes of ${what} must be among ${GRANT_CONSTRAINT_TYPES.join(", ")}, got ${shownText(type)}`,
      ),
    ...(bounds.grantConstraintTypes !== undefined && kind !== "symmetricEncryption"
      ? [`grantConstraintTypes of ${what} makes no sense: requests to such a key carry no encryption context`]
      : []),
  ];
}
