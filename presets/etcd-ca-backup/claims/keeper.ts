/** Hides backups and holds others: nothing that it does makes data gone for good. */
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
  records,
  roleArn,
  throughS3,
} from "./subject";

const MARK = "s3:DeleteObject";
const LOCK = "s3:PutObjectRetention";
const DAYS = "s3:object-lock-remaining-retention-days";
const MODE = "s3:object-lock-mode";
const HOLD = "s3:PutObjectLegalHold";

/** None where there is no such role. */
export function keeperClaims(subject: ClaimSubject): readonly Claim[] {
  if (subject.config.keeper === undefined) return [];
  const about = claimsAbout("the keeper", { kind: "role", arn: roleArn(subject, "keeper") });
  const locked = subject.config.bucket.objectLock !== undefined;
  return [
    ...markClaims(subject, about),
    ...lookingClaims(subject, about),
    ...(locked ? lockClaims(subject, about) : noLockClaims(subject, about)),
    ...limits(subject, about),
    // What it hides comes back until lifecycle ends the version, and who holds a backup may let it go.
    ...disappearanceClaims(about, dataPlaces(subject), [MARK, ...(locked ? ([HOLD] as const) : [])]),
  ];
}

function markClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  const bucket = bucketArn(subject);
  const [backup] = backups(subject);
  return [
    ...backups(subject).map((each) => may(`hide ${each}`, MARK, `${bucket}/${each}`, {}, "MarkDeleted")),
    ...(["quarantine", "unchanged", "keys"] as const).flatMap((kind) =>
      records(subject, kind).map((each) => may(`take away ${each}`, MARK, `${bucket}/${each}`)),
    ),
    ...records(subject, "drills").map((each) =>
      mayNot(`take away ${each}`, MARK, `${bucket}/${each}`, {}, "DenyHidingEvidence"),
    ),
    mayNot("hide anything outside the prefixes", MARK, `${bucket}/foreign/${backup}`),
    mayNot("hide anything in another bucket", MARK, `${subject.otherBucketArn}/${backup}`),
    ...[backup, ...records(subject, "quarantine")].map((each) =>
      mayNot(`delete a version of ${each}`, "s3:DeleteObjectVersion", `${bucket}/${each}`),
    ),
  ];
}

function lookingClaims(subject: ClaimSubject, { may, mayNot, mayNotCall }: ClaimsAbout): readonly Claim[] {
  const { otherBucketArn } = subject;
  const bucket = bucketArn(subject);
  const [backup] = backups(subject);
  const settings = [
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketVersioning",
    "s3:GetLifecycleConfiguration",
  ];
  return [
    ...["s3:ListBucket", "s3:ListBucketVersions"].flatMap((action) => [
      ...backups(subject).map((each) =>
        may(`call ${action} for ${each}`, action, bucket, { "s3:prefix": each }, "ListBackups"),
      ),
      mayNot(`call ${action} for a foreign prefix`, action, bucket, { "s3:prefix": "foreign/" }),
      mayNot(`call ${action} for the whole bucket`, action, bucket),
      mayNot(`call ${action} on another bucket`, action, otherBucketArn, { "s3:prefix": backup }),
    ]),
    ...settings.flatMap((action) => [
      may(`call ${action}`, action, bucket, {}, "ReadSettings"),
      mayNot(`call ${action} on another bucket`, action, otherBucketArn),
    ]),
    ...mayNotCall(["s3:GetBucketPolicy", "s3:GetEncryptionConfiguration", "s3:PutBucketTagging"], bucket),
  ];
}

function lockClaims(subject: ClaimSubject, { may, mayNot }: ClaimsAbout): readonly Claim[] {
  const { prefixes, objectLock } = subject.config.bucket;
  const bucket = bucketArn(subject);
  const [backup] = backups(subject);
  const object = `${bucket}/${backup}`;
  const longest = Math.max(
    ...prefixes.map((each) => each.expirationInDays + each.noncurrentExpirationInDays),
  );
  const mode = objectLock?.mode ?? "";
  const lock = (days: number | null, how: string | null = mode) => ({
    [DAYS]: days === null ? null : String(days),
    [MODE]: how,
  });
  return [
    ...["s3:GetObjectLegalHold", "s3:GetObjectRetention", HOLD].flatMap((action) => [
      ...backups(subject).map((each) =>
        may(`call ${action} on ${each}`, action, `${bucket}/${each}`, {}, "HoldBackups"),
      ),
      mayNot(`call ${action} outside the prefixes`, action, `${bucket}/foreign/${backup}`),
      mayNot(`call ${action} in another bucket`, action, `${subject.otherBucketArn}/${backup}`),
    ]),
    ...backups(subject).map((each) =>
      may(`lock ${each} for a week`, LOCK, `${bucket}/${each}`, lock(7), "ExtendLocks"),
    ),
    may("lock a backup for as long as it is kept", LOCK, object, lock(longest), "ExtendLocks"),
    mayNot("lock a backup for longer than it is kept", LOCK, object, lock(longest + 1)),
    mayNot("lock a backup for ever", LOCK, object, lock(36_500)),
    mayNot("take a lock off", LOCK, object, lock(null, null)),
    mayNot("lock anything outside the prefixes", LOCK, `${bucket}/foreign/${backup}`, lock(7)),
    mayNot("lock anything in another bucket", LOCK, `${subject.otherBucketArn}/${backup}`, lock(7)),
    mayNot("upload something locked", "s3:PutObject", object, { ...NEW_OBJECT, ...lock(7) }),
    mode === "COMPLIANCE"
      ? may("lock in the other mode what was locked in it", LOCK, object, lock(7, "GOVERNANCE"))
      : mayNot("make a lock one that yields to nobody", LOCK, object, lock(7, "COMPLIANCE")),
  ];
}

function noLockClaims(subject: ClaimSubject, { mayNotCall }: ClaimsAbout): readonly Claim[] {
  return mayNotCall(
    ["s3:GetObjectLegalHold", "s3:GetObjectRetention"],
    `${bucketArn(subject)}/${backups(subject)[0]}`,
  );
}

function limits(subject: ClaimSubject, { mayNot, mayNotCall }: ClaimsAbout): readonly Claim[] {
  const bucket = bucketArn(subject);
  const [backup] = backups(subject);
  const object = `${bucket}/${backup}`;
  const everything = envelope(backup, throughS3(subject));
  return [
    ...mayNotCall(
      ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAttributes", "s3:AbortMultipartUpload"],
      object,
    ),
    mayNot("upload", "s3:PutObject", object, NEW_OBJECT),
    mayNot(
      "mark a backup as bad",
      "s3:PutObject",
      `${bucket}/${records(subject, "quarantine")[0]}`,
      NEW_OBJECT,
    ),
    ...mayNotCall(["kms:Decrypt", "kms:GenerateDataKey", ...NEVER_USED], subject.keyArn, everything),
    ...mayNotCall(["kms:DescribeKey", ...KEY_POWERS], subject.keyArn),
    mayNot("assume the restorer's role", "sts:AssumeRole", roleArn(subject, "restorer")),
  ];
}
