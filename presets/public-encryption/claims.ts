/**
 * What this preset promises about its permissions, as a table: principal × action × resource -> allowed or denied. Every line is evaluated
 * by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */
import type { Claim } from "../common/claims/claim";
import { keyAdministratorClaims, keyOwnerClaims, keyStrangerClaims } from "../common/claims/key-people";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims, rolesTrustClaims } from "../common/claims/role-claims";
import { boundedClaims, openerClaims } from "./claims/opener";
import { type ClaimSubject, managedKey, ROLES, roleArn } from "./claims/subject";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function publicEncryptionClaims(subject: ClaimSubject): readonly Claim[] {
  const key = managedKey(subject);
  return withPerimeter({ ...subject, keys: [subject.keyArn] }, [
    ...openerClaims(subject),
    ...boundedClaims(subject),
    ...keyAdministratorClaims(roleArn(subject, "administrator"), key),
    ...keyOwnerClaims(key),
    ...keyStrangerClaims(key),
    ...rolesTrustClaims(subject, ROLES),
    ...boundaryClaims(
      subject,
      Object.fromEntries(ROLES.map((role) => [`the ${role}`, roleArn(subject, role)])),
    ),
  ]);
}
