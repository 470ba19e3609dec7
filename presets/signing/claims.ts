/**
 * What this preset promises about its permissions, as a table: principal × action × resource -> allowed or denied. Every line is evaluated
 * by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */
import type { Claim } from "../common/claims/claim";
import { keyAdministratorClaims, keyOwnerClaims, keyStrangerClaims } from "../common/claims/key-people";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims, rolesTrustClaims } from "../common/claims/role-claims";
import { type ClaimSubject, managedKeys, ROLES, roleArn } from "./claims/subject";
import { boundedClaims, userClaims } from "./claims/users";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function signingClaims(subject: ClaimSubject): readonly Claim[] {
  const keys = managedKeys(subject).map(({ key }) => key);
  return withPerimeter({ ...subject, keys }, [
    ...userClaims(subject, "signer"),
    ...userClaims(subject, "verifier"),
    ...boundedClaims(subject),
    ...managedKeys(subject).flatMap((key) => [
      ...keyAdministratorClaims(roleArn(subject, "administrator"), key),
      ...keyOwnerClaims(key),
      ...keyStrangerClaims(key),
    ]),
    ...rolesTrustClaims(subject, ROLES),
    ...boundaryClaims(
      subject,
      Object.fromEntries(ROLES.map((role) => [`the ${role}`, roleArn(subject, role)])),
    ),
  ]);
}
