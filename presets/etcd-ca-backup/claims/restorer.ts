/** Reads and opens backups, changes nothing. */
import { CONTEXT_KEY } from "../../../modules/backup-contract";
import { type Claim, type ClaimsAbout, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { KEY_POWERS } from "../../common/claims/key-claims";
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

const DECRYPT = "kms:Decrypt";
const PURPOSE = `kms:EncryptionContext:${CONTEXT_KEY.purpose}`;
const BACKUP = `kms:EncryptionContext:${CONTEXT_KEY.backup}`;

/** @param where completes "the restorer", so that sentences about other regions are sentences of their own */
export function restorerClaims(subject: ClaimSubject, where = ""): readonly Claim[] {
  const about = claimsAbout(`the restorer${where}`, { kind: "role", arn: roleArn(subject, "restorer") });
  return [
    ...openingClaims(subject, about),
    ...limits(subject, about),
    ...disappearanceClaims(about, dataPlaces(subject)),
  ];
}

/** Whoever reads and opens backups does it as the restorer does. */
export function openingClaims(subject: ClaimSubject, about: ClaimsAbout): readonly Claim[] {
  return [
    ...envelopeClaims(subject, about),
    ...previousKeyClaims(subject, about),
    ...readingClaims(subject, about),
  ];
}

function envelopeClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  const { keyArn: key, otherKeyArn: otherKey, otherBucketArn } = subject;
  const [backup] = backups(subject);
  const moved = { "kms:ResourceAliases": [] };
  return [
    ...backups(subject).map((each) =>
      may(`open the message of ${each}`, DECRYPT, key, envelope(each), "RestorerEnvelope"),
    ),
    may("open old backups once the alias has moved", DECRYPT, key, envelope(backup, moved)),
    may("read objects once the alias has moved", DECRYPT, key, throughS3(subject, moved)),
    mayNot("open a message for another purpose", DECRYPT, key, envelope(backup, { [PURPOSE]: "other" })),
    mayNot("open a message without a purpose", DECRYPT, key, envelope(backup, { [PURPOSE]: null })),
    mayNot("open the message of a foreign prefix", DECRYPT, key, envelope(`foreign/${backup}`)),
    mayNot("open a message that names no backup", DECRYPT, key, envelope(backup, { [BACKUP]: null })),
    mayNot("open a message without encryption context", DECRYPT, key),
    mayNot("open a message under a key that is not listed", DECRYPT, otherKey, envelope(backup)),
    mayNot(
      "open a message under another key that carries the alias",
      DECRYPT,
      otherKey,
      envelope(backup, { "kms:ResourceAliases": [subject.config.key.alias] }),
    ),
    may("let S3 decrypt for the bucket", DECRYPT, key, throughS3(subject), "RestorerBucket"),
    mayNot(
      "let S3 decrypt for another bucket",
      DECRYPT,
      key,
      throughS3(subject, { "kms:EncryptionContext:aws:s3:arn": otherBucketArn }),
    ),
    mayNot(
      "let S3 of another region decrypt",
      DECRYPT,
      key,
      throughS3(subject, { "kms:ViaService": "s3.us-east-1.amazonaws.com" }),
    ),
    mayNot(
      "decrypt itself in the name of the bucket",
      DECRYPT,
      key,
      throughS3(subject, { "kms:ViaService": null }),
    ),
    mayNot("let S3 decrypt with a key that is not listed", DECRYPT, otherKey, throughS3(subject)),
    may("look up the key", "kms:DescribeKey", key, {}, "RestorerDescribe"),
    mayNot("look up a key that is not listed", "kms:DescribeKey", otherKey),
  ];
}

/** As far as the policy of such a key agrees; in the claims it delegates to identities. */
function previousKeyClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  return subject.config.key.previousKeyArns.flatMap((key) => [
    ...backups(subject).map((each) =>
      may(`open the message of ${each} under ${key}`, DECRYPT, key, envelope(each)),
    ),
    may(`let S3 decrypt with ${key}`, DECRYPT, key, throughS3(subject)),
    may(`look up ${key}`, "kms:DescribeKey", key),
    mayNot(`open any other message under ${key}`, DECRYPT, key),
    mayNot(
      `let S3 decrypt for another bucket with ${key}`,
      DECRYPT,
      key,
      throughS3(subject, { "kms:EncryptionContext:aws:s3:arn": subject.otherBucketArn }),
    ),
  ]);
}

function readingClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  const bucket = bucketArn(subject);
  const [backup] = backups(subject);
  const object = `${bucket}/${backup}`;
  const get = ["s3:GetObject", "s3:GetObjectVersion"];
  const list = ["s3:ListBucket", "s3:ListBucketVersions"];
  return [
    ...get.flatMap((action) => [
      ...backups(subject).map((each) =>
        may(`call ${action} on ${each}`, action, `${bucket}/${each}`, {}, "ReadBackups"),
      ),
      mayNot(`call ${action} outside the prefixes`, action, `${bucket}/foreign/${backup}`),
      mayNot(`call ${action} on another bucket`, action, `${subject.otherBucketArn}/${backup}`),
    ]),
    mayNot("fetch over plain HTTP", "s3:GetObject", object, PLAIN_HTTP, "DenyPlainHttp"),
    mayNot("fetch over TLS 1.1", "s3:GetObject", object, { "s3:TlsVersion": "1.1" }, "DenyOldTls"),
    ...list.flatMap((action) => [
      ...backups(subject).map((each) =>
        may(`call ${action} for ${each}`, action, bucket, { "s3:prefix": each }, "ListBackups"),
      ),
      mayNot(`call ${action} for a foreign prefix`, action, bucket, { "s3:prefix": "foreign/" }),
      mayNot(`call ${action} for the whole bucket`, action, bucket),
      mayNot(`call ${action} on another bucket`, action, subject.otherBucketArn, { "s3:prefix": backup }),
    ]),
  ];
}

function limits(subject: ClaimSubject, { mayNot, mayNotCall }: ClaimsAbout): readonly Claim[] {
  const bucket = bucketArn(subject);
  const [backup] = backups(subject);
  const object = `${bucket}/${backup}`;
  const anyContext = envelope(backup, throughS3(subject));
  return [
    mayNot("get a data key for a backup", "kms:GenerateDataKey", subject.keyArn, envelope(backup)),
    mayNot("let S3 get a data key", "kms:GenerateDataKey", subject.keyArn, throughS3(subject)),
    mayNot("upload", "s3:PutObject", object, NEW_OBJECT),
    mayNot("abort an upload", "s3:AbortMultipartUpload", object),
    ...mayNotCall(NEVER_USED, subject.keyArn, anyContext),
    ...mayNotCall(KEY_POWERS, subject.keyArn),
    mayNot("assume the administrator's role", "sts:AssumeRole", roleArn(subject, "administrator")),
  ];
}
