/** What the other account's half promises about its permissions: evaluated on its synthesized policies, for each of {@link CLAIM_VARIANTS}. */
import { bucketReaderClaims, bucketRuleClaims, type RuledBucket } from "../common/claims/bucket-claims";
import { type Claim, claimsAbout } from "../common/claims/claim";
import { disappearanceClaims } from "../common/claims/effects";
import { peopleClaims } from "../common/claims/pair-people";
import { pairManagedKey } from "../common/claims/pair-subject";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { acceptingClaims, replicaClaims } from "../common/claims/replication-claims";
import { boundaryClaims, rolesTrustClaims, stackRoleArn } from "../common/claims/role-claims";
import { type ClaimSubject, replicaPlace } from "./claims/subject";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

const ROLES = ["reader", "administrator"] as const;
const OBJECT = "2026/report.pdf";

/** The claims about one stack. */
export function s3ReplicationDestinationClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, accountId, otherAccountId, otherKeyArn, otherBucketArn, region } = subject;
  const place = replicaPlace(subject);
  const roles = ROLES.map((role) => stackRoleArn(subject, role));
  const ruled: RuledBucket = { place, object: OBJECT, otherKeyArn, accountId, where: "of the replicas" };
  const reader = claimsAbout("the reader", { kind: "role", arn: stackRoleArn(subject, "reader") });
  const copier = claimsAbout("the role of the other account", { kind: "admin", arn: config.source.roleArn });
  const around = {
    ...subject,
    keys: [place.key],
    buckets: [place.bucket],
    memberAccounts: [config.source.accountId],
    serviceRoles: [config.source.roleArn],
  };
  return withPerimeter(around, [
    ...acceptingClaims({
      role: config.source.roleArn,
      from: place,
      to: place,
      otherAccount: true,
      object: OBJECT,
      locked: config.bucket.objectLock !== undefined,
      accountId,
      otherAccountId,
      otherBucketArn,
      otherKeyArn,
      fullRoot: config.key.rootStatement === "full",
      sourceAccountId: config.source.accountId,
    }),
    ...bucketRuleClaims(ruled, "nobody"),
    copier.may("replicate under the key", "s3:ReplicateObject", `${place.bucket}/${OBJECT}`, {
      "s3:x-amz-server-side-encryption": "aws:kms",
      "s3:x-amz-server-side-encryption-aws-kms-key-id": place.key,
    }),
    ...replicaClaims(copier, `${place.bucket}/${OBJECT}`, otherKeyArn, "of the replicas"),
    ...bucketReaderClaims(reader, ruled, otherBucketArn),
    ...disappearanceClaims(reader, {
      object: `${place.bucket}/${OBJECT}`,
      bucket: place.bucket,
      key: place.key,
      roles,
      accountId,
      region,
    }),
    ...theirReaderClaims(subject, ruled),
    ...peopleClaims({
      place,
      key: pairManagedKey(subject, config.key, place, [stackRoleArn(subject, "reader")]),
      object: OBJECT,
      administrator: stackRoleArn(subject, "administrator"),
      roles,
      otherBucketArn,
    }),
    copier.mayNot("read the policy of the bucket", "s3:GetBucketPolicy", place.bucket),
    ...rolesTrustClaims(subject, ROLES),
    ...boundaryClaims(
      subject,
      Object.fromEntries(ROLES.map((role) => [`the role ${role}`, stackRoleArn(subject, role)])),
    ),
  ]);
}

/** Roles of the other account that may read: what this half lets them do, whatever their own policies allow. */
function theirReaderClaims(subject: ClaimSubject, ruled: RuledBucket): readonly Claim[] {
  const { place, object } = ruled;
  const { readerArns, accountId } = subject.config.source;
  const reads = ["s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"];
  const lists = ["s3:ListBucket", "s3:ListBucketVersions"];
  const decrypt = "kms:Decrypt";
  return readerArns.flatMap((arn) => {
    const about = claimsAbout(arn, { kind: "admin", arn });
    const namesake = claimsAbout(`a namesake of ${arn} in a third account`, {
      kind: "admin",
      arn: arn.replace(accountId, subject.otherAccountId),
    });
    const all = bucketReaderClaims(about, ruled, subject.otherBucketArn);
    return [
      // Of other buckets and keys his own account decides, or theirs.
      ...all.filter(({ resource }) => resource.startsWith(place.bucket) || resource === place.key),
      ...namesake.mayNotCall(reads, `${place.bucket}/${object}`),
      ...namesake.mayNotCall(lists, place.bucket),
      namesake.mayNot("let S3 open objects", decrypt, place.key, {
        "kms:ViaService": `s3.${place.region}.amazonaws.com`,
        "kms:EncryptionContext:aws:s3:arn": place.bucket,
      }),
    ];
  });
}
