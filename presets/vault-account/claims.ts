/** What a vault promises about its permissions: evaluated on its synthesized policies and on those of its outputs, for each of {@link CLAIM_VARIANTS}. */
import { bucketReaderClaims, bucketRuleClaims, type RuledBucket } from "../common/claims/bucket-claims";
import { type Claim, claimsAbout } from "../common/claims/claim";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims, stackRoleArn } from "../common/claims/role-claims";
import { roleTrustClaims } from "../common/claims/trust-claims";
import { furtherRestorerClaims } from "./claims/further-restorers";
import { ownPeopleClaims, ownRoles } from "./claims/people";
import { sourceClaims } from "./claims/source";
import { type ClaimSubject, OBJECT, sourcesOf, vaultPlace } from "./claims/subject";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function vaultAccountClaims(subject: ClaimSubject): readonly Claim[] {
  const { accountId, otherAccountId, otherKeyArn, otherBucketArn, config } = subject;
  const place = vaultPlace(subject);
  const sources = sourcesOf(subject);
  const [{ prefix }] = sources as [(typeof sources)[number]];
  const ruled: RuledBucket = {
    place,
    object: `${prefix}${OBJECT}`,
    otherKeyArn,
    accountId,
    where: "of the vault",
  };
  const around = {
    ...subject,
    keys: [place.key],
    buckets: [place.bucket],
    memberAccounts: sources.map((source) => source.accountId),
    serviceRoles: sources.flatMap(({ replicators }) => replicators),
  };
  const roles = ownRoles(subject);
  return withPerimeter(around, [
    ...sources.flatMap((source) => sourceClaims(subject, source)),
    ...furtherRestorerClaims(subject),
    ...bucketRuleClaims(ruled, "nobody"),
    ...(config.restorer === undefined
      ? []
      : bucketReaderClaims(
          claimsAbout("the vault's restorer", { kind: "role", arn: stackRoleArn(subject, "restorer") }),
          ruled,
          otherBucketArn,
        )),
    ...ownPeopleClaims(subject),
    ...roles.flatMap(({ name: role, arn, trusts }) =>
      roleTrustClaims({ role, arn, trusts, accountId, otherAccountId }),
    ),
    ...boundaryClaims(subject, Object.fromEntries(roles.map(({ name, arn }) => [`the ${name}`, arn]))),
  ]);
}
