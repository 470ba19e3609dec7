/**
 * What this preset promises about its permissions, as a table: principal × action × resource × context -> allowed or denied. Every line is
 * evaluated by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */
import type { Claim } from "../common/claims/claim";
import { keyAdministratorClaims, keyOwnerClaims, keyStrangerClaims } from "../common/claims/key-people";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims } from "../common/claims/role-claims";
import { roleTrustClaims } from "../common/claims/trust-claims";
import {
  accountClaims,
  otherKeyClaims,
  ownUserClaims,
  regionCopierClaims,
  sourceKeyClaims,
  strangerGrantClaims,
} from "./claims/key-users";
import { snapshotClaims } from "./claims/snapshots";
import { actingArn, actingName, administratorArn, type ClaimSubject, managedKey } from "./claims/subject";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function snapshotSharingClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, accountId, otherAccountId } = subject;
  const key = managedKey(subject);
  const acting = actingName(subject);
  const people = [
    {
      role: acting,
      arn: actingArn(subject),
      trusts: (config.source?.sharer ?? config.target?.copier)?.trust ?? [],
    },
    { role: "administrator", arn: administratorArn(subject), trusts: config.administrator.trust },
  ];
  const perimeter = { ...subject, keys: [subject.keyArn], memberAccounts: config.source?.accounts ?? [] };
  return withPerimeter(perimeter, [
    ...ownUserClaims(subject),
    ...otherKeyClaims(subject),
    ...accountClaims(subject),
    ...regionCopierClaims(subject),
    ...sourceKeyClaims(subject),
    ...strangerGrantClaims(subject),
    ...snapshotClaims(subject),
    ...keyAdministratorClaims(administratorArn(subject), key),
    ...keyOwnerClaims(key),
    ...keyStrangerClaims(key),
    ...people.flatMap((person) => roleTrustClaims({ ...person, accountId, otherAccountId })),
    ...boundaryClaims(subject, Object.fromEntries(people.map(({ role, arn }) => [`the ${role}`, arn]))),
  ]);
}
