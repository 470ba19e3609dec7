/**
 * What this preset promises about its permissions, as a table: principal × action × resource -> allowed or denied. Every line is evaluated
 * by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */
import { type Claim, claimsAbout } from "../common/claims/claim";
import { disappearanceClaims } from "../common/claims/effects";
import { keyAdministratorClaims, keyOwnerClaims, keyStrangerClaims } from "../common/claims/key-people";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims, rolesTrustClaims } from "../common/claims/role-claims";
import { type ClaimSubject, dataPlaces, managedKeys, ROLES, roleArn } from "./claims/subject";
import { boundedClaims, userClaims } from "./claims/users";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function signingClaims(subject: ClaimSubject): readonly Claim[] {
  const keys = managedKeys(subject).map(({ key }) => key);
  const administrator = claimsAbout("the administrator", {
    kind: "role",
    arn: roleArn(subject, "administrator"),
  });
  return withPerimeter({ ...subject, keys }, [
    ...userClaims(subject, "signer"),
    ...userClaims(subject, "verifier"),
    ...boundedClaims(subject),
    ...managedKeys(subject).flatMap((key) => [
      ...keyAdministratorClaims(roleArn(subject, "administrator"), key),
      ...keyOwnerClaims(key),
      ...keyStrangerClaims(key),
    ]),
    // The limit that the documentation states: a key has somebody who can end it, and KMS waits before it does.
    ...disappearanceClaims(administrator, dataPlaces(subject), ["unreadable", "lockedOut"]),
    ...rolesTrustClaims(subject, ROLES),
    ...boundaryClaims(
      subject,
      Object.fromEntries(ROLES.map((role) => [`the ${role}`, roleArn(subject, role)])),
    ),
  ]);
}
