/**
 * What this preset promises about its permissions, as a table: principal × action × resource × context -> allowed or denied. Every line is
 * evaluated by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */
import { type Claim, claimsAbout } from "../common/claims/claim";
import { disappearanceClaims } from "../common/claims/effects";
import { keyAdministratorClaims, keyOwnerClaims, keyStrangerClaims } from "../common/claims/key-people";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims } from "../common/claims/role-claims";
import { roleTrustClaims } from "../common/claims/trust-claims";
import {
  administratorArn,
  bucketArn,
  type ClaimSubject,
  dataPlaces,
  managedKey,
  userArn,
} from "./claims/subject";
import { userClaims } from "./claims/user";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function applicationKeyClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, accountId, otherAccountId } = subject;
  const key = managedKey(subject);
  const arn = administratorArn(subject);
  return withPerimeter({ ...subject, keys: [subject.keyArn], buckets: [bucketArn(subject)] }, [
    ...userClaims(subject),
    ...keyAdministratorClaims(arn, key),
    // The limit that the documentation states: a key has somebody who can end it, and KMS waits before it does.
    ...disappearanceClaims(claimsAbout("the administrator", { kind: "role", arn }), dataPlaces(subject), [
      "unreadable",
      "lockedOut",
    ]),
    ...keyOwnerClaims(key),
    ...keyStrangerClaims(key),
    ...roleTrustClaims({
      role: "administrator",
      arn,
      trusts: config.administrator.trust,
      accountId,
      otherAccountId,
    }),
    ...boundaryClaims(subject, { "the user": userArn(subject), "the administrator": arn }),
  ]);
}
