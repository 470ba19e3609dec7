/** The trail of an audit section: its key, its bucket and its log group. */

import type { AuditConfig } from "../../config/audit-schema";
import { type Claim, claimsAbout } from "../claim";
import { disappearanceClaims } from "../effects";
import { SSE, SSE_KEY } from "../encryption-headers";
import { KEY_POWERS } from "../key-claims";
import { replicaClaims } from "../replication-claims";
import { type AuditPlaces, type AuditSubject, service, USES } from "./places";

/** Who writes log files and records, and who may open them. */
export function trailClaims(
  subject: AuditSubject,
  places: AuditPlaces,
  { readers }: NonNullable<AuditConfig["trail"]>,
): readonly Claim[] {
  const { key, trail, bucket } = places;
  const context = { "aws:SourceArn": trail, "kms:EncryptionContext:aws:cloudtrail:arn": trail };
  const other = { "aws:SourceArn": trail.replace(subject.accountId, subject.otherAccountId) };
  const { may, mayNot, mayNotCall } = claimsAbout("CloudTrail", service("cloudtrail.amazonaws.com"));
  const impostor = claimsAbout("another service in place of CloudTrail", service("s3.amazonaws.com"));
  const encrypts = ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"];
  return [
    ...encrypts.flatMap((action) => [
      may(`call ${action} for the trail`, action, key, context, "CloudTrail"),
      mayNot(`call ${action} for another trail`, action, key, { ...context, ...other }),
      mayNot(`call ${action} in another context`, action, key, {
        ...context,
        "kms:EncryptionContext:aws:cloudtrail:arn": other["aws:SourceArn"],
      }),
    ]),
    ...(["kms:DescribeKey", "kms:Decrypt"] as const).flatMap((action) => [
      may(`call ${action} for the trail`, action, key, { "aws:SourceArn": trail }),
      mayNot(`call ${action} for another trail`, action, key, other),
    ]),
    ...mayNotCall(KEY_POWERS, key, { "aws:SourceArn": trail }),
    mayNot("encrypt by itself", "kms:Encrypt", key, context),
    ...impostor.mayNotCall([...encrypts, "kms:Decrypt"], key, context),
    impostor.mayNot("look at the key", "kms:DescribeKey", key, { "aws:SourceArn": trail }),
    ...fileClaims(subject, places),
    ...readerClaims(subject, key, readers),
    ...logClaims(subject, places),
    ...(subject.data === undefined
      ? []
      : [
          mayNot("write to the bucket of the data", "s3:PutObject", `${subject.data.bucket}/AWSLogs/x`, {
            "aws:SourceArn": trail,
          }),
        ]),
    mayNot("delete a log file", "s3:DeleteObject", `${bucket}/AWSLogs/${subject.accountId}/x`, {
      "aws:SourceArn": trail,
    }),
  ];
}

/** Log files in their bucket. */
function fileClaims(subject: AuditSubject, { key, trail, bucket }: AuditPlaces): readonly Claim[] {
  const { accountId, otherAccountId, otherKeyArn } = subject;
  const { may, mayNot } = claimsAbout("CloudTrail", service("cloudtrail.amazonaws.com"));
  const impostor = claimsAbout("another service in place of CloudTrail", service("s3.amazonaws.com"));
  const owner = claimsAbout("the account, as to log files,", {
    kind: "admin",
    arn: `arn:aws:iam::${accountId}:role/admin`,
  });
  const file = `${bucket}/AWSLogs/${accountId}/CloudTrail/x.json.gz`;
  const digest = file.replace("/CloudTrail/", "/CloudTrail-Digest/");
  const ownKeys = { [SSE]: "AES256", [SSE_KEY]: null };
  const put = {
    "aws:SourceArn": trail,
    "s3:x-amz-acl": "bucket-owner-full-control",
    [SSE]: "aws:kms",
    [SSE_KEY]: key,
  };
  const other = { "aws:SourceArn": trail.replace(accountId, otherAccountId) };
  return [
    may("write log files", "s3:PutObject", file, put, "CloudTrail"),
    may("write digests with S3's own keys", "s3:PutObject", digest, { ...put, ...ownKeys }, "CloudTrail"),
    mayNot(
      "write digests under another key",
      "s3:PutObject",
      digest,
      { ...put, [SSE_KEY]: otherKeyArn },
      "DenyOtherKey",
    ),
    mayNot("write digests of another trail", "s3:PutObject", digest, { ...put, ...ownKeys, ...other }),
    impostor.mayNot("write digests with S3's own keys", "s3:PutObject", digest, { ...put, ...ownKeys }),
    may(
      "see the access list of their bucket",
      "s3:GetBucketAcl",
      bucket,
      { "aws:SourceArn": trail },
      "CloudTrailAcl",
    ),
    mayNot("write them for another trail", "s3:PutObject", file, { ...put, ...other }),
    mayNot("see the access list for another trail", "s3:GetBucketAcl", bucket, other),
    mayNot("write them elsewhere", "s3:PutObject", `${bucket}/else`, put),
    mayNot("write them with another access list", "s3:PutObject", file, {
      ...put,
      "s3:x-amz-acl": "public-read",
    }),
    mayNot("list them", "s3:ListBucket", bucket, { "aws:SourceArn": trail }),
    mayNot("give others access to them", "s3:PutObjectAcl", file, {
      "aws:SourceArn": trail,
      "s3:x-amz-acl": put["s3:x-amz-acl"],
    }),
    impostor.mayNot("write log files", "s3:PutObject", file, put),
    impostor.mayNot("see the access list", "s3:GetBucketAcl", bucket, { "aws:SourceArn": trail }),
    ...[file, bucket].flatMap((resource) => {
      const action = resource === bucket ? "s3:ListBucket" : "s3:GetObject";
      const what = resource === bucket ? "list them" : "read one";
      return [
        owner.may(`${what} over TLS`, action, resource),
        owner.mayNot(
          `${what} without TLS`,
          action,
          resource,
          { "aws:SecureTransport": "false" },
          "DenyPlainHttp",
        ),
        owner.mayNot(`${what} over TLS 1.1`, action, resource, { "s3:TlsVersion": "1.1" }, "DenyOldTls"),
      ];
    }),
    ...[key, otherKeyArn].map((one) =>
      owner.mayNot(
        `put them under ${one === key ? "their key" : "another key"}`,
        "s3:UpdateObjectEncryption",
        file,
        { [SSE_KEY]: one },
        "DenyEncryptionUpdate",
      ),
    ),
    ...replicaClaims(owner, file, otherKeyArn, "among the log files"),
    owner.may("upload without headers, which is with the key", "s3:PutObject", file),
    owner.may("upload with the key's ARN", "s3:PutObject", file, {
      [SSE]: "aws:kms",
      [SSE_KEY]: key,
    }),
    owner.mayNot(
      "upload under another key",
      "s3:PutObject",
      file,
      { [SSE]: "aws:kms", [SSE_KEY]: otherKeyArn },
      "DenyOtherKey",
    ),
    owner.mayNot(
      "upload with S3's own keys",
      "s3:PutObject",
      file,
      { [SSE]: "AES256" },
      "DenyEncryptionWithoutKey",
    ),
  ];
}

/** Those who may open log files: not the data. */
function readerClaims(subject: AuditSubject, key: string, readers: readonly string[]): readonly Claim[] {
  return readers.flatMap((arn) => {
    const { may, mayNot, mayNotCall } = claimsAbout(`the reader ${arn}`, { kind: "admin", arn });
    return [
      may("open log files", "kms:Decrypt", key, {}, "KeyDecrypters"),
      may("take them along to another key", "kms:ReEncryptFrom", key, {}, "KeyDecrypters"),
      may("look at their key", "kms:DescribeKey", key, {}, "KeyDecrypters"),
      ...mayNotCall(["kms:GenerateDataKey", "kms:Encrypt", "kms:CreateGrant"], key),
      ...(subject.data === undefined ? [] : [mayNot("open the data", "kms:Decrypt", subject.data.key)]),
    ];
  });
}

/** The copy in CloudWatch Logs. */
function logClaims(subject: AuditSubject, { key, logGroup, logsRole }: AuditPlaces): readonly Claim[] {
  const { accountId, region, otherAccountId } = subject;
  const stream = (group: string, account = accountId) =>
    `${group}:log-stream:${account}_CloudTrail_${region}`;
  const role = claimsAbout("the role for logs", { kind: "role", arn: logsRole });
  const logs = claimsAbout("CloudWatch Logs", service(`logs.${region}.amazonaws.com`));
  const impostor = claimsAbout("another service in place of CloudWatch Logs", service("s3.amazonaws.com"));
  const about = (group: string) => ({ "kms:EncryptionContext:aws:logs:arn": group });
  const uses = [
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext",
  ];
  return [
    ...["logs:CreateLogStream", "logs:PutLogEvents"].flatMap((action) => [
      role.may(`call ${action} on its stream`, action, stream(logGroup), {}, "WriteTrailToLogGroup"),
      role.mayNot(`call ${action} on another account's stream`, action, stream(logGroup, otherAccountId)),
      role.mayNot(`call ${action} in another group`, action, stream(`${logGroup}-2`)),
    ]),
    ...role.mayNotCall(["logs:DeleteLogStream"], stream(logGroup)),
    ...(subject.data === undefined ? [] : disappearanceClaims(role, subject.data)),
    ...role.mayNotCall([...USES, "kms:DisableKey"], key),
    claimsAbout("CloudTrail", service("cloudtrail.amazonaws.com")).may(
      "assume the role for logs",
      "sts:AssumeRole",
      logsRole,
    ),
    claimsAbout("CloudTrail", service("cloudtrail.amazonaws.com")).mayNot(
      "tag its session",
      "sts:TagSession",
      logsRole,
    ),
    claimsAbout("EC2", service("ec2.amazonaws.com")).mayNot(
      "assume the role for logs",
      "sts:AssumeRole",
      logsRole,
    ),
    ...uses.flatMap((action) => [
      logs.may(`call ${action} for the log group`, action, key, about(logGroup), "CloudWatchLogs"),
      logs.mayNot(`call ${action} for another group`, action, key, about(`${logGroup}-2`)),
      impostor.mayNot(`call ${action}`, action, key, about(logGroup)),
    ]),
    // They carry an encryption context, too.
    ...logs.mayNotCall(["kms:CreateGrant", "kms:RetireGrant"], key, about(logGroup)),
    ...logs.mayNotCall(["kms:PutKeyPolicy"], key),
  ];
}
