/**
 * Copies of a set of policies with one thing taken away or widened. A claim table that fails for none of them does not know why that
 * thing is there.
 */
import { type Change, changesOf } from "../../access/mutants/changes";
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
  { statement }: Change<PolicyStatement>,
): PolicySet {
  const Statement = policy.document.Statement.flatMap((each) => (each === old ? (statement ?? []) : each));
  const changed = { ...policy, document: { ...policy.document, Statement } };
  return { ...set, policies: set.policies.map((each) => (each === policy ? changed : each)) };
}
