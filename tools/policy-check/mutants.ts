/**
 * Copies of a set of policies with one thing taken away or widened. A claim table that fails for none of them does not know why that
 * thing is there.
 */
import { parseArn } from "../../modules/arn";
import type { Claim, ClaimPrincipal } from "../../presets/common/claims/claim";
import { grantChanges } from "./grants";
import type { AttachedPolicy, PolicySet, PolicyStatement } from "./policy-set";

export interface Mutant {
  /** `<address> <sid>: <what was changed>`. */
  readonly id: string;
  readonly policies: PolicySet;
  /** The policy before the change; a grant has a kind of its own, and no document. */
  readonly changed: Pick<AttachedPolicy, "address" | "attachedTo"> & {
    readonly kind: AttachedPolicy["kind"] | "grant";
    readonly document?: AttachedPolicy["document"];
  };
  /** Sid of the changed statement; of a grant, the name of its part that allows. */
  readonly sid: string;
  /** What the changed statement is about, before and after the change. Other requests cannot notice it. */
  readonly actions: readonly string[];
  /** The outcome that the change can turn into the other. */
  readonly endangers: Claim["expect"];
}

/** A statement's replacement; `undefined` takes the statement away. */
interface Change {
  readonly what: string;
  readonly statement: PolicyStatement | undefined;
  /** Whether the statement applies to fewer requests now, or to more. */
  readonly applies: "less" | "more";
  /** @default - those of both statements */
  readonly actions?: readonly string[];
}

/** One mutant for each change to each statement of the stack's own policies, and to each grant. */
export function mutantsOf(set: PolicySet): readonly Mutant[] {
  return [...policyMutants(set), ...grantMutants(set)];
}

function grantMutants(set: PolicySet): readonly Mutant[] {
  return set.grants.flatMap((old) =>
    grantChanges(old).map(({ what, grant, applies, operations }) => ({
      id: `${old.name} Operations: ${what}`,
      policies: { ...set, grants: set.grants.flatMap((each) => (each === old ? (grant ?? []) : each)) },
      changed: { kind: "grant", address: old.name, attachedTo: old.attachedTo },
      sid: "Operations",
      endangers: applies === "less" ? "allowed" : "denied",
      actions: operations.map((operation) => `kms:${operation}`),
    })),
  );
}

function policyMutants(set: PolicySet): readonly Mutant[] {
  return set.policies
    .filter(({ neighbour }) => neighbour !== true)
    .flatMap((policy) =>
      policy.document.Statement.flatMap((statement) =>
        changesOf(statement).map((change) => ({
          id: `${policy.address} ${statement.Sid}: ${change.what}`,
          policies: withChange(set, policy, statement, change),
          changed: policy,
          sid: statement.Sid,
          endangers: (statement.Effect === "Allow") === (change.applies === "less") ? "allowed" : "denied",
          actions: change.actions ?? [...(statement.Action ?? []), ...(change.statement?.Action ?? [])],
        })),
      ),
    );
}

/** The claims that a mutant can break: those about its actions and what its policy is attached to; likely ones first. */
export function claimsAffected(mutant: Mutant, claims: readonly Claim[]): readonly Claim[] {
  const affected = claims.filter((claim) => concerns(mutant, claim));
  const likely = [
    affected.filter(({ by }) => by === mutant.sid),
    affected.filter(({ principal }) => isNamedBy(mutant, principal)),
  ];
  return [...new Set([...likely.flat(), ...affected])];
}

/** Whether the changed statement names the principal, or its account. */
function isNamedBy({ changed, sid }: Mutant, principal: ClaimPrincipal): boolean {
  if (!("arn" in principal)) return false;
  const { Principal } = changed.document?.Statement.find((statement) => statement.Sid === sid) ?? {};
  const text = JSON.stringify(Principal ?? "");
  return text.includes(`"${principal.arn}"`) || text.includes(`:${parseArn(principal.arn)?.account}:root"`);
}

function concerns(
  { changed, actions, endangers }: Mutant,
  { action, resource, principal, expect }: Claim,
): boolean {
  const { attachedTo } = changed;
  return (
    endangers === expect &&
    actions.some((each) => each === action || each === `${action.split(":")[0]}:*`) &&
    (resource === attachedTo ||
      resource.startsWith(`${attachedTo}/`) ||
      ("arn" in principal && principal.arn === attachedTo))
  );
}

function withChange(
  set: PolicySet,
  policy: AttachedPolicy,
  old: PolicyStatement,
  { statement }: Change,
): PolicySet {
  const Statement = policy.document.Statement.flatMap((each) => (each === old ? (statement ?? []) : each));
  const changed = { ...policy, document: { ...policy.document, Statement } };
  return { ...set, policies: set.policies.map((each) => (each === policy ? changed : each)) };
}

function changesOf(statement: PolicyStatement): readonly Change[] {
  const widened = statement.Effect === "Allow" ? widenings(statement) : [];
  return [
    { what: "gone", statement: undefined, applies: "less" },
    ...shortened(statement),
    ...conditionChanges(statement),
    ...widened,
  ];
}

/** Lists with one item less. */
function shortened(statement: PolicyStatement): readonly Change[] {
  return (["Action", "Resource"] as const).flatMap((element) =>
    withoutEach(statement[element] ?? []).map(({ item, rest }) => ({
      what: `${element} without ${item}`,
      statement: { ...statement, [element]: rest },
      applies: "less",
      ...(element === "Action" ? { actions: [item] } : {}),
    })),
  );
}

function withoutEach(list: readonly string[]) {
  if (list.length < 2) return [];
  return list.map((item) => ({ item, rest: list.filter((other) => other !== item) }));
}

/** Operators whose list forbids each of its values. */
const NEGATED = /Not/;

/** Without each condition, and without each of a condition's values. */
function conditionChanges(statement: PolicyStatement): readonly Change[] {
  const { Condition: conditions = {} } = statement;
  return Object.entries(conditions).flatMap(([operator, values]) =>
    Object.entries(values).flatMap(([key, value]) => {
      const { [key]: _, ...others } = values;
      const set = (replaced: typeof values) => ({
        ...statement,
        Condition: { ...conditions, [operator]: replaced },
      });
      return [
        { what: `without ${operator} ${key}`, statement: set(others), applies: "more" as const },
        ...withoutEach(typeof value === "string" ? [] : value).map(({ item, rest }) => ({
          what: `${operator} ${key} without ${item}`,
          statement: set({ ...others, [key]: rest }),
          applies: NEGATED.test(operator) ? ("more" as const) : ("less" as const),
        })),
      ];
    }),
  );
}

/** For everything and everybody. In a key policy the resource is always everything. */
function widenings(statement: PolicyStatement): readonly Change[] {
  const { Action: actions = [], Resource: resources = [], Principal: principal } = statement;
  const services = [...new Set(actions.map((action) => `${action.split(":")[0]}:*`))];
  return [
    ...(actions.every((action) => action.endsWith("*"))
      ? []
      : [
          {
            what: "for every action",
            statement: { ...statement, Action: services },
            applies: "more" as const,
          },
        ]),
    ...(resources.length === 0 || resources.includes("*")
      ? []
      : [
          {
            what: "for every resource",
            statement: { ...statement, Resource: ["*"] },
            applies: "more" as const,
          },
        ]),
    ...(principal === undefined
      ? []
      : [{ what: "for everybody", statement: { ...statement, Principal: "*" }, applies: "more" as const }]),
  ];
}
