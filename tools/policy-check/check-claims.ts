/** Evaluates claim tables. */
import type { Claim } from "../../presets/common/claims/claim";
import { describeDecision, describeRequest } from "./describe-decision";
import { type Decision, evaluate } from "./evaluate";
import type { PolicySet } from "./policy-set";

/** What is wrong with the outcome, in one paragraph; `undefined` when the claim holds. */
export function claimProblem(claim: Claim, decision: Decision): string | undefined {
  const { says, expect, by } = claim;
  const asExpected = decision.allowed === (expect === "allowed");
  if (asExpected && (by === undefined || decision.decidedBy.some(({ sid }) => sid === by))) return undefined;
  const wanted = by === undefined ? expect : `${expect} by '${by}'`;
  return `${says}\n  expected: ${wanted}\n  got: ${describeDecision(decision)}\n  ${describeRequest(claim)}`;
}

/** Every claim that does not hold. */
export async function brokenClaims(set: PolicySet, claims: readonly Claim[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const claim of claims) {
    const problem = claimProblem(claim, await evaluate(set, claim));
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

/** Whether a claim fails; stops at the first. */
export async function breaksAnyClaim(set: PolicySet, claims: readonly Claim[]): Promise<boolean> {
  for (const claim of claims) if (claimProblem(claim, await evaluate(set, claim)) !== undefined) return true;
  return false;
}
