/** Matchers for `expect.extend(policyMatchers)`, in Jest or Vitest. */
import type { ClaimRequest } from "../presets/common/claims/claim";
import { claimProblem, judged } from "./evaluator";
import { type PolicyStatement, StackTestError } from "./policy";
import { StackPolicies } from "./stack-policies";

/** What a statement must say; what is left out does not matter. */
export interface StatementPattern {
  readonly sid?: string;
  /** @default - either */
  readonly effect?: "Allow" | "Deny";
  /** An action that stands in the statement as it is written. */
  readonly action?: string;
  /** A resource that stands in the statement as it is written. */
  readonly resource?: string;
  /** Only the statements that this role or user has of its own, by ARN. @default - those of every policy of the stack */
  readonly principalArn?: string;
}

/** What the matchers add to `expect(stackPolicies(stack))`: `interface Matchers<R> extends PolicyMatchers<R> {}`. */
export interface PolicyMatchers<R> {
  /** The evaluator allows the request. @param by sid of a statement that must be among those that allow it */
  toAllow(request: ClaimRequest, by?: string): Promise<R>;
  /** The evaluator refuses the request. @param by sid of a statement that must deny it */
  toDeny(request: ClaimRequest, by?: string): Promise<R>;
  /** Some statement says this. Needs no evaluator. */
  toHaveStatement(pattern: StatementPattern): R;
}

/** Outcome of a matcher, as Jest and Vitest take it. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

type This = { readonly isNot?: boolean } | undefined;

function toAllow(this: This, set: unknown, request: ClaimRequest, by?: string): Promise<MatcherResult> {
  return judge(this, set, request, "allowed", by);
}

function toDeny(this: This, set: unknown, request: ClaimRequest, by?: string): Promise<MatcherResult> {
  return judge(this, set, request, "denied", by);
}

function toHaveStatement(set: unknown, pattern: StatementPattern): MatcherResult {
  const policies = ofStack(set);
  const { principalArn } = pattern;
  const statements =
    principalArn === undefined
      ? policies.policies.flatMap(({ document }) => document.Statement)
      : policies.statementsOf(principalArn);
  const sids = statements.map(({ Sid }) => Sid ?? "(no sid)").join(", ") || "none";
  return {
    pass: statements.some((statement) => fits(statement, pattern)),
    message: () => `a statement with ${JSON.stringify(pattern)}; the sids of those that there are: ${sids}`,
  };
}

/** For `expect.extend`. */
export const policyMatchers = { toAllow, toDeny, toHaveStatement };

async function judge(
  self: This,
  set: unknown,
  request: ClaimRequest,
  expect: "allowed" | "denied",
  by: string | undefined,
): Promise<MatcherResult> {
  if (self?.isNot === true)
    throw new StackTestError("use toDeny in place of not.toAllow, and toAllow in place of not.toDeny");
  const claim = { ...request, says: `this should be ${expect}`, expect, ...(by === undefined ? {} : { by }) };
  const problem = claimProblem(claim, await judged(ofStack(set), request));
  return { pass: problem === undefined, message: () => problem ?? "the claim holds" };
}

function fits(statement: PolicyStatement, { sid, effect, action, resource }: StatementPattern): boolean {
  const has = (list: string | readonly string[] | undefined, wanted: string | undefined) =>
    wanted === undefined || [list ?? []].flat().includes(wanted);
  return (
    (sid === undefined || statement.Sid === sid) &&
    (effect === undefined || statement.Effect === effect) &&
    has(statement.Action, action) &&
    has(statement.Resource, resource)
  );
}

function ofStack(set: unknown): StackPolicies {
  if (set instanceof StackPolicies) return set;
  throw new StackTestError("expect(...) takes what stackPolicies(stack) returns");
}
