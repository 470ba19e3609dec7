/** Adds backups, and nothing else. */

import { CONTEXT_KEY } from "../../../modules/backup-contract";
import { type Claim, type ClaimPrincipal, type ClaimsAbout, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { SSE, SSE_KEY } from "../../common/claims/encryption-headers";
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

const DATA_KEY = "kms:GenerateDataKey";
const DECRYPT = "kms:Decrypt";
const PUT = "s3:PutObject";
const PURPOSE = `kms:EncryptionContext:${CONTEXT_KEY.purpose}`;
const BACKUP = `kms:EncryptionContext:${CONTEXT_KEY.backup}`;

/** The claims about the writer's role or, where there is one, its user. */
export function writerClaims(
  subject: ClaimSubject,
  name: string,
  principal: ClaimPrincipal,
): readonly Claim[] {
  const about = claimsAbout(name, principal);
  return [
    ...envelopeClaims(subject, about),
    ...bucketKeyClaims(subject, about),
    ...uploadClaims(subject, about),
    ...encryptionHeaderClaims(subject, about),
    ...limits(subject, about),
    ...disappearanceClaims(about, dataPlaces(subject)),
  ];
}

function envelopeClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  const { keyArn: key, otherKeyArn: otherKey, foreignKeyArn: foreignKey } = subject;
  const { alias } = subject.config.key;
  const [backup] = backups(subject);
  const aliases = (...names: string[]) => envelope(backup, { "kms:ResourceAliases": names });
  return [
    ...backups(subject).map((each) =>
      may(`get a data key for ${each}`, DATA_KEY, key, envelope(each), "WriterEnvelope"),
    ),
    may("name the key by its alias", DATA_KEY, key, envelope(backup, { "kms:RequestAlias": alias })),
    may("use the key while it carries other aliases too", DATA_KEY, key, aliases("alias/other", alias)),
    mayNot("use the key once the alias has moved away", DATA_KEY, key, aliases()),
    mayNot("use the key when only another alias is left", DATA_KEY, key, aliases("alias/other")),
    may("follow the alias to a key that delegates to identities", DATA_KEY, otherKey, aliases(alias)),
    mayNot("use a key that never carried the alias", DATA_KEY, otherKey, envelope(backup)),
    mayNot("use a key of another account that carries the alias", DATA_KEY, foreignKey, aliases(alias)),
    mayNot("open a message under the key that the alias moved to", DECRYPT, otherKey, aliases(alias)),
    mayNot("get a data key for another purpose", DATA_KEY, key, envelope(backup, { [PURPOSE]: "other" })),
    mayNot("get a data key without a purpose", DATA_KEY, key, envelope(backup, { [PURPOSE]: null })),
    mayNot("get a data key for a foreign prefix", DATA_KEY, key, envelope(`foreign/${backup}`)),
    mayNot("get a data key without naming the backup", DATA_KEY, key, envelope(backup, { [BACKUP]: null })),
    mayNot("get a data key without encryption context", DATA_KEY, key),
    ...backups(subject).map((each) => mayNot(`open the message of ${each}`, DECRYPT, key, envelope(each))),
  ];
}

/** Whoever uploads: S3 encrypts it under the bucket's key, and decrypts the parts of a multipart upload when it completes it. */
export function bucketKeyClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  const { keyArn: key, otherKeyArn: otherKey, otherBucketArn } = subject;
  const [backup] = backups(subject);
  const otherBucket = throughS3(subject, { "kms:EncryptionContext:aws:s3:arn": otherBucketArn });
  const elsewhere = { "kms:ViaService": "s3.us-east-1.amazonaws.com" };
  return [DATA_KEY, DECRYPT].flatMap((action) => [
    may(`let S3 call ${action} for its bucket`, action, key, throughS3(subject), "WriterBucket"),
    may(
      `let S3 call ${action} once the alias has moved away`,
      action,
      key,
      throughS3(subject, { "kms:ResourceAliases": [] }),
    ),
    mayNot(`let S3 call ${action} for another bucket`, action, key, otherBucket),
    mayNot(
      `let S3 call ${action} without naming a bucket`,
      action,
      key,
      throughS3(subject, { "kms:EncryptionContext:aws:s3:arn": null }),
    ),
    mayNot(`let S3 of another region call ${action}`, action, key, throughS3(subject, elsewhere)),
    mayNot(
      `let another service call ${action}`,
      action,
      key,
      throughS3(subject, { "kms:ViaService": `ec2.${subject.region}.amazonaws.com` }),
    ),
    mayNot(
      `call ${action} itself in the name of the bucket`,
      action,
      key,
      throughS3(subject, { "kms:ViaService": null }),
    ),
    mayNot(`let S3 call ${action} with another key`, action, otherKey, throughS3(subject)),
    ...(action === DECRYPT
      ? [
          mayNot("let S3 open the message of a backup", action, key, {
            ...throughS3(subject, { "kms:EncryptionContext:aws:s3:arn": null }),
            ...envelope(backup),
          }),
        ]
      : []),
  ]);
}

function uploadClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  const bucket = bucketArn(subject);
  const [backup] = backups(subject);
  const object = `${bucket}/${backup}`;
  const part = { "s3:ObjectCreationOperation": "false" };
  const prefix = backup.slice(0, backup.indexOf("/") + 1);
  return [
    ...backups(subject).flatMap((each) => [
      may(`upload ${each}`, PUT, `${bucket}/${each}`, NEW_OBJECT, "AddBackups"),
      may(`start an upload of ${each}, and send its parts`, PUT, `${bucket}/${each}`, part, "AddBackups"),
      may(`abort an upload of ${each}`, "s3:AbortMultipartUpload", `${bucket}/${each}`, {}, "AddBackups"),
    ]),
    mayNot("upload, or complete an upload, over an object", PUT, object, {}, "DenyOverwrite"),
    mayNot("replace a version that it names", PUT, object, { "s3:if-match": "etag" }, "DenyOverwrite"),
    mayNot("upload over plain HTTP", PUT, object, { ...NEW_OBJECT, ...PLAIN_HTTP }, "DenyPlainHttp"),
    mayNot("upload over TLS 1.1", PUT, object, { ...NEW_OBJECT, "s3:TlsVersion": "1.1" }, "DenyOldTls"),
    may("upload over TLS 1.2", PUT, object, { ...NEW_OBJECT, "s3:TlsVersion": "1.2" }),
    mayNot("upload outside its prefixes", PUT, `${bucket}/foreign/${backup}`, NEW_OBJECT),
    mayNot("upload to another bucket", PUT, `${subject.otherBucketArn}/${backup}`, NEW_OBJECT),
    mayNot("abort an upload outside its prefixes", "s3:AbortMultipartUpload", `${bucket}/foreign/${backup}`),
    ...backups(subject).map((each) =>
      may(`list ${each}`, "s3:ListBucket", bucket, { "s3:prefix": each }, "ListBackups"),
    ),
    mayNot("list a foreign prefix", "s3:ListBucket", bucket, { "s3:prefix": "foreign/" }),
    mayNot("list the whole bucket", "s3:ListBucket", bucket),
    mayNot(
      "list over plain HTTP",
      "s3:ListBucket",
      bucket,
      { "s3:prefix": prefix, ...PLAIN_HTTP },
      "DenyPlainHttp",
    ),
    mayNot(
      "list over TLS 1.1",
      "s3:ListBucket",
      bucket,
      { "s3:prefix": prefix, "s3:TlsVersion": "1.1" },
      "DenyOldTls",
    ),
    mayNot("list another bucket", "s3:ListBucket", subject.otherBucketArn, { "s3:prefix": prefix }),
    mayNot("list versions", "s3:ListBucketVersions", bucket, { "s3:prefix": prefix }),
  ];
}

/** No header gets the bucket's default, which is the key. */
function encryptionHeaderClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  const object = `${bucketArn(subject)}/${backups(subject)[0]}`;
  const kms = (key: string) => ({ ...NEW_OBJECT, [SSE]: "aws:kms", [SSE_KEY]: key });
  return [
    may("ask for encryption under the key", PUT, object, kms(subject.keyArn)),
    mayNot("ask for encryption under another key", PUT, object, kms(subject.otherKeyArn), "DenyOtherKey"),
    mayNot("ask for encryption under an alias", PUT, object, kms(subject.config.key.alias), "DenyOtherKey"),
    mayNot(
      "start an upload under another key",
      PUT,
      object,
      { ...kms(subject.otherKeyArn), "s3:if-none-match": null, "s3:ObjectCreationOperation": "false" },
      "DenyOtherKey",
    ),
    mayNot("ask for SSE-S3", PUT, object, { ...NEW_OBJECT, [SSE]: "AES256" }, "DenyEncryptionWithoutKey"),
    mayNot(
      "ask for SSE-KMS without naming the key",
      PUT,
      object,
      { ...NEW_OBJECT, [SSE]: "aws:kms" },
      "DenyEncryptionWithoutKey",
    ),
    mayNot(
      "bring its own key (SSE-C)",
      PUT,
      object,
      { ...NEW_OBJECT, [`${SSE}-customer-algorithm`]: "AES256" },
      "blocked_encryption_types",
    ),
  ];
}

function limits(subject: ClaimSubject, { mayNot, mayNotCall }: ClaimsAbout): readonly Claim[] {
  const bucket = bucketArn(subject);
  const [backup] = backups(subject);
  const object = `${bucket}/${backup}`;
  return [
    mayNot("fetch a backup", "s3:GetObject", object),
    mayNot("fetch an old version of a backup", "s3:GetObjectVersion", object),
    ...mayNotCall(NEVER_USED, subject.keyArn, envelope(backup, throughS3(subject))),
    ...mayNotCall(["kms:DescribeKey", ...KEY_POWERS], subject.keyArn),
    mayNot("assume the restorer's role", "sts:AssumeRole", roleArn(subject, "restorer")),
    mayNot("assume the administrator's role", "sts:AssumeRole", roleArn(subject, "administrator")),
  ];
}
