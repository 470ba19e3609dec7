/**
 * What this preset promises about its permissions, as a table: principal × action × resource × context -> allowed or denied. Every line is
 * evaluated by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */
import type { Claim } from "../common/claims/claim";
import { keyAdministratorClaims, keyOwnerClaims, keyStrangerClaims } from "../common/claims/key-people";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims, rolesTrustClaims } from "../common/claims/role-claims";
import { dataKeyClaims } from "./claims/data-keys";
import { objectClaims } from "./claims/objects";
import { bucketArn, type ClaimSubject, keysOf, managedKey, ROLES, roleArn } from "./claims/subject";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function stateKeyClaims(subject: ClaimSubject): readonly Claim[] {
  const administrator = roleArn(subject, "administrator");
  return withPerimeter({ ...subject, keys: [...keysOf(subject)], buckets: [bucketArn(subject)] }, [
    ...keysOf(subject).flatMap((arn) => {
      const key = managedKey(subject, arn);
      return [
        ...keyAdministratorClaims(administrator, key),
        ...keyOwnerClaims(key),
        ...keyStrangerClaims(key),
      ].map((claim) => ({ ...claim, says: `${claim.says}, in ${key.region}` }));
    }),
    ...dataKeyClaims(subject),
    ...objectClaims(subject),
    ...rolesTrustClaims(subject, ROLES),
    ...boundaryClaims(
      subject,
      Object.fromEntries(ROLES.map((role) => [`the ${role}`, roleArn(subject, role)])),
    ),
  ]);
}
