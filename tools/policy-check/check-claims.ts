/** Evaluates claim tables. */
import type { Decision } from "../../access";
import type { Claim } from "../../presets/common/claims/claim";
import { describeDecision, describeRequest } from "./describe-decision";
import { evaluate } from "./evaluate";
import type { PolicySet } from "./policy-set";

/** What is wrong with the outcome, in one paragraph; `undefined` when the claim holds. */
export function claimProblem(claim: Claim, decision: Decision): string | undefined {
  const { says, expect, by } = claim;
  const asExpected = decision.effect === expect;
  if (asExpected && (by === undefined || decision.decidedBy.some(({ sid }) => sid === by))) return undefined;
  const wanted = by === undefined ? expect : `${expect} by '${by}'`;
  return `${says}\n  expected: ${wanted}\n  got: ${describeDecision(decision)}\n  ${describeRequest(claim)}`;
}

/** Every claim that does not hold. */
export function brokenClaims(set: PolicySet, claims: readonly Claim[]): readonly string[] {
  return claims.flatMap((claim) => claimProblem(claim, evaluate(set, claim)) ?? []);
}

/** Whether a claim fails; stops at the first. */
export function breaksAnyClaim(set: PolicySet, claims: readonly Claim[]): boolean {
  return claims.some((claim) => claimProblem(claim, evaluate(set, claim)) !== undefined);
}
