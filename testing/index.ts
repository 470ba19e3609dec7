/** For tests of users' own stacks: policies as data, claims, matchers. */
export { TEST_ACCOUNT } from "../access/sources/invented";
export type { StackResource } from "../access/sources/values";
export {
  type Claim,
  type ClaimContext,
  type ClaimPrincipal,
  type ClaimRequest,
  type ClaimsAbout,
  claimsAbout,
} from "../presets/common/claims/claim";
export type { Answer } from "./answer";
export { brokenClaims, type Evaluator, useEvaluator } from "./evaluator";
export type { StackGrant } from "./grants";
export { type MatcherResult, type PolicyMatchers, policyMatchers, type StatementPattern } from "./matchers";
export { unnoticedChanges } from "./mutation";
export {
  type AttachedPolicy,
  type PolicyDocument,
  type PolicyKind,
  type PolicyStatement,
  StackTestError,
} from "./policy";
export type { Question } from "./question";
export { StackPolicies, type StackPoliciesOptions, stackPolicies } from "./stack-policies";
