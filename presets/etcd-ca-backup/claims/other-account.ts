/** The second bucket in another account: this half. Nobody but who opens backups has a part in it, and he as far as he has one in the first. */
import { type Claim, type ClaimsAbout, claimsAbout } from "../../common/claims/claim";
import { type CopiedPlace, throughS3 as throughBucket } from "../../common/claims/replication-claims";
import { backups, type ClaimSubject, envelope, roleArn, rolesOf } from "./subject";

const READS = ["s3:GetObject", "s3:GetObjectVersion"];
const LISTS = ["s3:ListBucket", "s3:ListBucketVersions"];

export function otherAccountClaims(subject: ClaimSubject, place: CopiedPlace): readonly Claim[] {
  const { bucket, key, region } = place;
  const [backup] = backups(subject);
  const context = throughBucket(place);
  return [
    ...rolesOf(subject).flatMap((name) => {
      const about = claimsAbout(`the ${name}, in the other account,`, {
        kind: "role",
        arn: roleArn(subject, name),
      });
      if (name === "restorer" || name === "tester") return readerClaims(subject, place, about);
      const { mayNotCall } = about;
      return [
        ...mayNotCall(
          [...READS, "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
          `${bucket}/${backup}`,
        ),
        ...mayNotCall(LISTS, bucket, { "s3:prefix": backup }),
        ...mayNotCall(["s3:GetBucketPolicy", "s3:PutBucketTagging"], bucket),
        ...mayNotCall(["kms:Decrypt", "kms:GenerateDataKey"], key, context),
        ...mayNotCall(["kms:DescribeKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"], key),
      ];
    }),
    claimsAbout("the administrator, in the other account's region,", {
      kind: "role",
      arn: roleArn(subject, "administrator"),
    }).mayNot(
      "manage an alias of that account's key",
      "kms:UpdateAlias",
      `arn:aws:kms:${region}:${subject.accountId}:alias/other`,
    ),
  ];
}

function readerClaims(subject: ClaimSubject, place: CopiedPlace, reader: ClaimsAbout): readonly Claim[] {
  const { otherKeyArn, otherBucketArn } = subject;
  const { bucket, key } = place;
  const [backup] = backups(subject);
  const context = throughBucket(place);
  return [
    ...READS.flatMap((action) => [
      ...backups(subject).map((each) => reader.may(`call ${action} on ${each}`, action, `${bucket}/${each}`)),
      reader.mayNot(`call ${action} outside the prefixes`, action, `${bucket}/foreign/${backup}`),
    ]),
    ...LISTS.flatMap((action) => [
      reader.may(`call ${action}`, action, bucket, { "s3:prefix": backup }),
      reader.mayNot(`call ${action} for the whole bucket`, action, bucket),
    ]),
    reader.may("let S3 decrypt", "kms:Decrypt", key, context),
    ...Object.entries({
      "for another bucket": { "kms:EncryptionContext:aws:s3:arn": otherBucketArn },
      "for no bucket": { "kms:EncryptionContext:aws:s3:arn": null },
      "in another region": { "kms:ViaService": `s3.${subject.region}.amazonaws.com` },
    }).map(([what, more]) =>
      reader.mayNot(`let S3 decrypt ${what}`, "kms:Decrypt", key, { ...context, ...more }),
    ),
    reader.mayNot("decrypt itself", "kms:Decrypt", key, { ...context, "kms:ViaService": null }),
    reader.mayNot("let S3 decrypt with a third key", "kms:Decrypt", otherKeyArn, context),
    reader.mayNot("open a message with that account's key", "kms:Decrypt", key, envelope(backup)),
    ...reader.mayNotCall(["kms:DescribeKey"], key),
    ...reader.mayNotCall(["kms:GenerateDataKey", "kms:Encrypt", "kms:CreateGrant"], key, context),
    ...reader.mayNotCall(
      ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
      `${bucket}/${backup}`,
    ),
  ];
}
