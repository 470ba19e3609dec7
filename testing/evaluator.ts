/** Claims are judged by `sealstack/access`, or by an evaluator that the user brings. */
import type { Claim, ClaimRequest } from "../presets/common/claims/claim";
import type { Answer } from "./answer";
import { ownAnswer } from "./own-evaluator";
import { StackTestError } from "./policy";
import { type Question, questionOf } from "./question";
import { StackPolicies } from "./stack-policies";

/** Says what AWS would. */
export type Evaluator = (question: Question) => Answer | Promise<Answer>;

let current: Evaluator | undefined;

/**
 * Sets what judges requests from now on; `undefined` goes back to the evaluator of this package. Call it once, in the set-up of the tests.
 *
 * @see {@link import("../access").decide}
 */
export function useEvaluator(evaluator: Evaluator | undefined): void {
  current = evaluator;
}

/** @throws {StackTestError} when the stack cannot be judged in full, or the question has no answer, as for an action that AWS does not have */
export async function judged(policies: StackPolicies, request: ClaimRequest): Promise<Answer> {
  checkRequest(policies, request);
  if (policies.unread.length > 0)
    throw new StackTestError(
      `permissions of ${policies.unread.join(", ")} cannot be read before deployment, so that no answer would be sure`,
    );
  return current === undefined ? ownAnswer(policies, request) : current(questionOf(policies, request));
}

/** For callers without types. */
function checkRequest(policies: unknown, request: unknown): void {
  if (!(policies instanceof StackPolicies))
    throw new StackTestError("claims are about what stackPolicies(stack) returns");
  const { action, resource, principal, context = {} } = (request ?? {}) as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries({ action, resource }))
    if (typeof value !== "string") throw new StackTestError(`${name} of a claim is no text`);
  for (const [name, value] of Object.entries({ principal, context }))
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new StackTestError(`${name} of a claim is no object`);
}

/** Every claim that does not hold, each as one paragraph. */
export async function brokenClaims(
  policies: StackPolicies,
  claims: readonly Claim[],
): Promise<readonly string[]> {
  if (!Array.isArray(claims)) throw new StackTestError("claims is no list");
  const problems: string[] = [];
  for (const claim of claims) {
    const problem = claimProblem(claim, await judged(policies, claim));
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

/** What is wrong with an answer; `undefined` when the claim holds. */
export function claimProblem(
  claim: Claim,
  { allowed, decidedBy = [], unknown, why }: Answer,
): string | undefined {
  const { says, expect, by, principal, action, resource } = claim;
  const asExpected = unknown === undefined && allowed === (expect === "allowed");
  if (asExpected && (by === undefined || decidedBy.includes(by))) return undefined;
  const who = Object.values(principal).join(" ");
  const how =
    decidedBy.length === 0 && why !== undefined
      ? `: ${why}`
      : ` by ${decidedBy.join(", ") || "no statement"}`;
  const got =
    unknown === undefined
      ? `${allowed ? "allowed" : "denied"}${how}`
      : `unknown: it depends on ${unknown.join(", ")}`;
  const wanted = by === undefined ? expect : `${expect} by '${by}'`;
  return `${says}\n  expected: ${wanted}\n  got: ${got}\n  ${who}: ${action} on ${resource}`;
}
