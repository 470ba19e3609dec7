/**
 * What this preset promises about its permissions, as a table: principal × action × resource × context -> allowed or denied. Every line is
 * evaluated by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */
import { auditClaims } from "../common/claims/audit/alerts";
import type { Claim } from "../common/claims/claim";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims } from "../common/claims/role-claims";
import { auditSubject, type ClaimSubject, perimeterSubject, serviceRoles } from "./claims/subject";
import { watchedClaims } from "./claims/watched";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function keyAuditClaims(subject: ClaimSubject): readonly Claim[] {
  return withPerimeter(perimeterSubject(subject), [
    ...auditClaims(auditSubject(subject)),
    ...watchedClaims(subject),
    ...boundaryClaims(subject, serviceRoles(subject)),
  ]);
}
