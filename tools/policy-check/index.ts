/**
 * Judges the policies of a synthesized stack offline: {@link loadPolicies} reads them, {@link evaluate} puts a request before the evaluator, `access`.
 */
export { breaksAnyClaim, brokenClaims, claimProblem } from "./check-claims";
export { describeDecision, describeRequest } from "./describe-decision";
export { evaluate, questionOf } from "./evaluate";
export { loadPolicies } from "./load-policies";
export { claimsAffected, type Mutant, mutantsOf } from "./mutants";
export {
  withDelegatingKeys,
  withIdentitiesElsewhere,
  withPlainBuckets,
  withPlainTopics,
} from "./neighbours";
export {
  type AttachedPolicy,
  PolicyCheckError,
  type PolicyDocument,
  type PolicySet,
  policiesOf,
} from "./policy-set";
export { download, multipartUpload, type ObjectCall, upload } from "./s3-calls";
