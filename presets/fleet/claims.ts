/**
 * What this preset promises about its permissions, as a table: principal × action × resource × context -> allowed or denied. Every line is
 * evaluated by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */
import type { Claim } from "../common/claims/claim";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims } from "../common/claims/role-claims";
import { bucketClaims } from "./claims/bucket";
import { functionClaims } from "./claims/function";
import { jobClaims } from "./claims/job";
import { machineClaims } from "./claims/machine";
import { bucketArn, type ClaimSubject, roleArn, rolesOf } from "./claims/subject";
import { trustClaims } from "./claims/trust";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function fleetClaims(subject: ClaimSubject): readonly Claim[] {
  const roles = rolesOf(subject).map((name) => [`the role ${name}`, roleArn(subject, name)] as const);
  return withPerimeter({ ...subject, keys: [], buckets: [bucketArn(subject)] }, [
    ...trustClaims(subject),
    ...jobClaims(subject),
    ...functionClaims(subject),
    ...machineClaims(subject),
    ...bucketClaims(subject),
    ...boundaryClaims(subject, Object.fromEntries(roles)),
  ]);
}
