/**
 * What this preset promises about its permissions, as a table: principal × action × resource × context -> allowed or denied. Every line is
 * evaluated by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */
import type { Claim } from "../common/claims/claim";
import { keyAdministratorClaims, keyOwnerClaims, keyStrangerClaims } from "../common/claims/key-people";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims, stackRoleArn } from "../common/claims/role-claims";
import { roleTrustClaims } from "../common/claims/trust-claims";
import { readerClaims, writerClaims } from "./claims/actors";
import { bucketClaims } from "./claims/bucket";
import { replicationClaims } from "./claims/replication";
import { type ClaimSubject, managedKey, places } from "./claims/subject";
import { tableKeyClaims } from "./claims/table-key";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function multiRegionVaultClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, accountId, otherAccountId } = subject;
  const all = places(subject);
  const administrator = stackRoleArn(subject, "administrator");
  const actors = all.flatMap(({ region, writerArn, readerArn }) => [
    { name: `writer of ${region}`, arn: writerArn, trusts: config.writer.trust },
    { name: `reader of ${region}`, arn: readerArn, trusts: config.reader.trust },
  ]);
  const roles = [
    ...actors,
    { name: "administrator", arn: administrator, trusts: config.administrator.trust },
  ];
  const claims = [
    ...all.flatMap((place) => {
      const others = all.filter(({ region }) => region !== place.region);
      const key = managedKey(place);
      return [
        ...writerClaims(place, others),
        ...readerClaims(place, others),
        ...tableKeyClaims(place),
        ...bucketClaims(place),
        ...replicationClaims(place, others),
        ...[
          ...keyAdministratorClaims(administrator, key),
          ...keyOwnerClaims(key),
          ...keyStrangerClaims(key),
        ].map((claim) => ({ ...claim, says: `${claim.says}, in ${place.region}` })),
      ];
    }),
    ...roles.flatMap(({ name: role, arn, trusts }) =>
      roleTrustClaims({ role, arn, trusts, accountId, otherAccountId }),
    ),
    ...boundaryClaims(subject, Object.fromEntries(roles.map(({ name, arn }) => [`the ${name}`, arn]))),
  ];
  return withPerimeter(
    {
      ...subject,
      keys: all.map(({ keyArn }) => keyArn),
      buckets: all.map(({ bucketArn }) => bucketArn),
      serviceRoles: all.map(({ replicationArn }) => replicationArn),
    },
    claims,
  );
}
