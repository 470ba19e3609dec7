/** Manages the key and does not use it; looks at the bucket. */
import { LOOKS_AT_BUCKET } from "../../common/claims/bucket-claims";
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { deletionClaims, MANAGES_KEY } from "../../common/claims/key-claims";
import {
  backups,
  bucketArn,
  type ClaimSubject,
  dataPlaces,
  envelope,
  NEVER_USED,
  NEW_OBJECT,
  PLAIN_HTTP,
  roleArn,
  throughS3,
} from "./subject";

/** @param where completes "the administrator", so that sentences about other regions are sentences of their own */
export function administratorClaims(subject: ClaimSubject, where = ""): readonly Claim[] {
  const { keyArn: key, otherKeyArn: otherKey, otherBucketArn: otherBucket, accountId, region } = subject;
  const about = claimsAbout(`the administrator${where}`, {
    kind: "role",
    arn: roleArn(subject, "administrator"),
  });
  const { may, mayNot, mayNotCall } = about;
  const bucket = bucketArn(subject);
  const [backup] = backups(subject);
  const object = `${bucket}/${backup}`;
  const aliasArn = (alias: string) => `arn:aws:kms:${region}:${accountId}:${alias}`;
  return [
    ...MANAGES_KEY.map((action) => may(`call ${action}`, action, key, {}, "Administrator")),
    ...deletionClaims({ may, mayNot, mayNotCall }, key, subject.config.key.deletionWindowInDays),
    ...["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"].flatMap((action) => [
      may(`call ${action} for the alias`, action, aliasArn(subject.config.key.alias), {}, "ManageAlias"),
      mayNot(`call ${action} for another alias`, action, aliasArn("alias/other")),
    ]),
    mayNot("manage another key", "kms:PutKeyPolicy", otherKey),
    ...["kms:Decrypt", "kms:GenerateDataKey"].flatMap((action) => [
      mayNot(`call ${action} for a backup`, action, key, envelope(backup)),
      mayNot(`let S3 call ${action}`, action, key, throughS3(subject)),
    ]),
    ...mayNotCall(["kms:CreateGrant", ...NEVER_USED], key, envelope(backup, throughS3(subject))),
    ...LOOKS_AT_BUCKET.map((action) => may(`call ${action}`, action, bucket, {}, "ManageBucket")),
    mayNot("tag the bucket over plain HTTP", "s3:PutBucketTagging", bucket, PLAIN_HTTP, "DenyPlainHttp"),
    ...backups(subject).flatMap((each) => [
      may(`abort the upload of ${each}`, "s3:AbortMultipartUpload", `${bucket}/${each}`, {}, "AbortUploads"),
    ]),
    mayNot("abort an upload outside of the prefixes", "s3:AbortMultipartUpload", `${bucket}/foreign/x`),
    mayNot("abort an upload to another bucket", "s3:AbortMultipartUpload", `${otherBucket}/${backup}`),
    mayNot("look at another bucket", "s3:GetBucketPolicy", otherBucket),
    mayNot("fetch a backup", "s3:GetObject", object),
    mayNot("fetch an old version of a backup", "s3:GetObjectVersion", object),
    mayNot("upload", "s3:PutObject", object, NEW_OBJECT),
    ...mayNotCall(["s3:PutBucketNotification", "s3:PutInventoryConfiguration"], bucket),
    // The limit that the documentation states: a key has somebody who can end it, and KMS waits before it does.
    ...disappearanceClaims(about, dataPlaces(subject), ["unreadable", "lockedOut"]),
    mayNot("assume the restorer's role", "sts:AssumeRole", roleArn(subject, "restorer")),
  ];
}
