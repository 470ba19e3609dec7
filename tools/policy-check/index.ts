/**
 * Judges the policies of a synthesized stack offline. The port is two functions, {@link loadPolicies} and {@link evaluate}; the evaluator
 * behind it is known to one file only.
 */
export { breaksAnyClaim, brokenClaims, claimProblem } from "./check-claims";
export { describeDecision, describeRequest } from "./describe-decision";
export { type Deciding, type Decision, evaluate } from "./evaluate";
export { loadPolicies } from "./load-policies";
export { claimsAffected, type Mutant, mutantsOf } from "./mutants";
export { withDelegatingKeys, withPlainBuckets, withPlainTopics } from "./neighbours";
export {
  type AttachedPolicy,
  PolicyCheckError,
  type PolicyDocument,
  type PolicySet,
  policiesOf,
} from "./policy-set";
export { download, multipartUpload, type ObjectCall, upload } from "./s3-calls";
