/** Opens backups and puts them under the key that carries the alias. Deletes nothing. */
import { CONTEXT_KEY } from "../../../modules/backup-contract";
import { type Claim, type ClaimsAbout, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { KEY_POWERS } from "../../common/claims/key-claims";
import { openingClaims } from "./restorer";
import {
  backups,
  bucketArn,
  type ClaimSubject,
  dataPlaces,
  envelope,
  NEVER_USED,
  NEW_OBJECT,
  records,
  roleArn,
  throughS3,
} from "./subject";
import { bucketKeyClaims } from "./writer";

const PUT = "s3:PutObject";
const FROM = "kms:ReEncryptFrom";
const SEALS = ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptTo"];
const PURPOSE = `kms:EncryptionContext:${CONTEXT_KEY.purpose}`;
const BACKUP = `kms:EncryptionContext:${CONTEXT_KEY.backup}`;

/** None where there is no such role. */
export function rekeyerClaims(subject: ClaimSubject): readonly Claim[] {
  if (subject.config.rekeyer === undefined) return [];
  const about = claimsAbout("the rekeyer", { kind: "role", arn: roleArn(subject, "rekeyer") });
  return [
    ...openingClaims(subject, about),
    ...wrappingClaims(subject, about),
    ...sealingClaims(subject, about),
    ...bucketKeyClaims(subject, about).filter(({ action }) => action === "kms:GenerateDataKey"),
    ...uploadClaims(subject, about),
    ...limits(subject, about),
    // What it replaces stays as a version, until lifecycle ends that.
    ...disappearanceClaims(about, dataPlaces(subject), [PUT]),
  ];
}

/** Requests that are none of a backup's. */
function notOfBackups(backup: string) {
  return {
    "for another purpose": envelope(backup, { [PURPOSE]: "other" }),
    "without a purpose": envelope(backup, { [PURPOSE]: null }),
    "for a foreign prefix": envelope(`foreign/${backup}`),
    "without naming the backup": envelope(backup, { [BACKUP]: null }),
    "without encryption context": {},
  };
}

function wrappingClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  const [backup] = backups(subject);
  const keys = [subject.keyArn, ...subject.config.key.previousKeyArns];
  return [
    ...keys.flatMap((key) => [
      ...backups(subject).map((each) =>
        may(`take ${key} off the data key of ${each}`, FROM, key, envelope(each)),
      ),
      ...Object.entries(notOfBackups(backup)).map(([what, context]) =>
        mayNot(`take ${key} off a data key ${what}`, FROM, key, context),
      ),
    ]),
    may("take the key off once the alias has moved", FROM, subject.keyArn, {
      ...envelope(backup),
      "kms:ResourceAliases": [],
    }),
    mayNot("take a key off that is not listed", FROM, subject.otherKeyArn, envelope(backup)),
  ];
}

function sealingClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  const { keyArn: key, otherKeyArn: otherKey, foreignKeyArn: foreignKey } = subject;
  const { alias } = subject.config.key;
  const [backup] = backups(subject);
  const aliases = (...names: string[]) => envelope(backup, { "kms:ResourceAliases": names });
  return SEALS.flatMap((action) => [
    ...backups(subject).map((each) =>
      may(`call ${action} for ${each}`, action, key, envelope(each), "RekeyerSeal"),
    ),
    ...Object.entries(notOfBackups(backup)).map(([what, context]) =>
      mayNot(`call ${action} ${what}`, action, key, context),
    ),
    mayNot(`call ${action} once the alias has moved away`, action, key, aliases()),
    mayNot(`call ${action} when only another alias is left`, action, key, aliases("alias/other")),
    may(`call ${action} with the key that the alias moved to`, action, otherKey, aliases(alias)),
    mayNot(`call ${action} with a key that never carried it`, action, otherKey, envelope(backup)),
    mayNot(`call ${action} with a key of another account`, action, foreignKey, aliases(alias)),
  ]);
}

function uploadClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  const bucket = bucketArn(subject);
  const [backup] = backups(subject);
  const [keys] = records(subject, "keys");
  const part = { "s3:ObjectCreationOperation": "false" };
  const others = { drills: "Evidence", quarantine: "Evidence", unchanged: "Unchanged" } as const;
  return [
    ...backups(subject).flatMap((each) => [
      may(`put a new version of ${each}`, PUT, `${bucket}/${each}`, {}, "ReplaceBackups"),
      may(`send parts of a new version of ${each}`, PUT, `${bucket}/${each}`, part, "ReplaceBackups"),
      may(`abort an upload of ${each}`, "s3:AbortMultipartUpload", `${bucket}/${each}`),
    ]),
    ...records(subject, "keys").map((each) => may(`add ${each}`, PUT, `${bucket}/${each}`, NEW_OBJECT)),
    may("add newer keys in parts", PUT, `${bucket}/${keys}`, part),
    mayNot("replace newer keys that it added", PUT, `${bucket}/${keys}`, {}, "DenyOverwriteOfRecords"),
    ...(Object.keys(others) as (keyof typeof others)[]).flatMap((kind) =>
      records(subject, kind).map((each) =>
        mayNot(`add ${each}`, PUT, `${bucket}/${each}`, NEW_OBJECT, `DenyOthers${others[kind]}`),
      ),
    ),
    may("see whether versions are kept", "s3:GetBucketVersioning", bucket, {}, "ReadVersioning"),
    mayNot("see whether another bucket keeps versions", "s3:GetBucketVersioning", subject.otherBucketArn),
    mayNot("see the lifecycle of the bucket", "s3:GetLifecycleConfiguration", bucket),
    mayNot("upload outside its prefixes", PUT, `${bucket}/foreign/${backup}`, NEW_OBJECT),
    mayNot("upload to another bucket", PUT, `${subject.otherBucketArn}/${backup}`, NEW_OBJECT),
  ];
}

function limits(subject: ClaimSubject, { mayNot, mayNotCall }: ClaimsAbout): readonly Claim[] {
  const [backup] = backups(subject);
  const never = NEVER_USED.filter((action) => action !== FROM && !SEALS.includes(action));
  return [
    ...mayNotCall(never, subject.keyArn, envelope(backup, throughS3(subject))),
    ...mayNotCall(KEY_POWERS, subject.keyArn),
    ...mayNotCall(
      ["s3:GetObjectRetention", "s3:GetObjectLegalHold", "s3:PutObjectTagging"],
      `${bucketArn(subject)}/${backup}`,
    ),
    mayNot("assume the administrator's role", "sts:AssumeRole", roleArn(subject, "administrator")),
  ];
}
