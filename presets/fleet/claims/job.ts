/** What jobs of S3 Batch Operations may: nothing beyond the operation. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { backups, backupsArn, bucketArn, type ClaimSubject, roleArn, rolesOf, throughS3 } from "./subject";

const READS = ["s3:GetObject", "s3:GetObjectVersion"] as const;
const UPDATE = "s3:UpdateObjectEncryption";
const KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const UPDATE_USES = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;
const NEVER_USED = ["kms:CreateGrant", "kms:GenerateDataKeyWithoutPlaintext"] as const;

export function jobClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, functionArn, otherBucketArn, accountId, region } = subject;
  const [bucket, source] = [bucketArn(subject), backupsArn(subject)];
  const about = claimsAbout("a job", { kind: "role", arn: roleArn(subject, "job") });
  const { may, mayNot, mayNotCall } = about;
  const [manifest, report] = [`${bucket}/manifests/1.csv`, `${bucket}/reports/job-1/results/1.csv`];
  const other = `arn:aws:lambda:${region}:${accountId}:function:other`;
  const [backup = "", ...more] = backups(subject);
  const updates = config.operation === "rekey-outer";
  const reads = config.operation === "fixity";
  const newest = { [KEY_ID]: config.backups.keyArns[0] ?? "" };
  return [
    ...READS.flatMap((action) => [
      may(`call ${action} on a manifest`, action, manifest, {}, "ReadManifests"),
      mayNot(`call ${action} on a report`, action, report),
      mayNot(`call ${action} on a manifest elsewhere`, action, `${otherBucketArn}/manifests/1.csv`),
    ]),
    may("write a report", "s3:PutObject", report, {}, "WriteReports"),
    mayNot("write a manifest", "s3:PutObject", manifest),
    mayNot("write reports elsewhere", "s3:PutObject", `${otherBucketArn}/reports/1.csv`),
    ...(functionArn === undefined
      ? []
      : [
          may("invoke the function", "lambda:InvokeFunction", functionArn, {}, "InvokeFunction"),
          mayNot("invoke another version of it", "lambda:InvokeFunction", `${functionArn}0`),
          ...mayNotCall(["lambda:UpdateFunctionCode", "lambda:InvokeFunctionUrl"], functionArn),
        ]),
    mayNot("invoke another function", "lambda:InvokeFunction", other),
    ...[backup, ...more].flatMap((object) => [
      ...READS.map((action) =>
        (reads ? may : mayNot)(
          `call ${action} on ${object}`,
          action,
          object,
          {},
          ...by(reads, "ComputeChecksums"),
        ),
      ),
      (updates ? may : mayNot)(
        `put ${object} under the newest key`,
        UPDATE,
        object,
        newest,
        ...by(updates, "UpdateEncryption"),
      ),
      ...[...config.backups.keyArns.slice(1), subject.otherKeyArn].map((key) =>
        mayNot(`put ${object} under ${key}`, UPDATE, object, { [KEY_ID]: key }),
      ),
      mayNot(`put ${object} under no key`, UPDATE, object),
      mayNot(`write ${object} under the newest key`, "s3:PutObject", object, newest),
    ]),
    ...[...READS, UPDATE].flatMap((action) => [
      mayNot(
        `call ${action} beside the prefixes`,
        action,
        `${source}/other/1.tar.kms`,
        action === UPDATE ? newest : {},
      ),
      mayNot(
        `call ${action} in another bucket`,
        action,
        backup.replace(source, otherBucketArn),
        action === UPDATE ? newest : {},
      ),
    ]),
    ...mayNotCall(["s3:ListBucket", "s3:ListBucketVersions"], source),
    ...keyClaims(subject),
    ...mayNotCall(["s3:CreateJob"], "*").map((claim) => ({
      ...claim,
      says: "a job may not make another job",
    })),
    ...[[backup, source, "the backups"] as const, [report, bucket, "the reports"] as const].flatMap(
      ([object, place, what]) =>
        disappearanceClaims(
          claimsAbout(`a job, as to ${what},`, { kind: "role", arn: roleArn(subject, "job") }),
          {
            object,
            bucket: place,
            key: config.backups.keyArns[0] ?? "",
            roles: rolesOf(subject).map((name) => roleArn(subject, name)),
            accountId,
            region,
          },
          [...(object === report ? (["s3:PutObject"] as const) : [])],
        ),
    ),
  ];
}

/** Names what decides where it is allowed; nothing allows the rest. */
const by = (allowed: boolean, sid: string): readonly string[] => (allowed ? [sid] : []);

/** Keys are used by S3 alone, for objects of the backups' bucket, and as the operation needs. */
function keyClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, otherKeyArn, otherBucketArn } = subject;
  const { may, mayNot, mayNotCall } = claimsAbout("a job", { kind: "role", arn: roleArn(subject, "job") });
  const source = backupsArn(subject);
  const [object = ""] = backups(subject);
  const sid = config.operation === "fixity" ? "OpenForChecksums" : "KeysForUpdate";
  const allowed: readonly string[] =
    config.operation === "rekey-outer" ? UPDATE_USES : config.operation === "fixity" ? ["kms:Decrypt"] : [];
  return [
    ...config.backups.keyArns.flatMap((key) => [
      ...allowed.flatMap((action) => [
        may(`let S3 call ${action} with ${key}`, action, key, throughS3(subject, source), sid),
        may(`let S3 call ${action} with ${key} for an object`, action, key, throughS3(subject, object), sid),
        mayNot(
          `let S3 call ${action} with ${key} for another bucket`,
          action,
          key,
          throughS3(subject, otherBucketArn),
        ),
        mayNot(`let S3 call ${action} with ${key} for nothing`, action, key, {
          "kms:ViaService": throughS3(subject, source)["kms:ViaService"],
        }),
        mayNot(`call ${action} with ${key} itself`, action, key, {
          ...throughS3(subject, source),
          "kms:ViaService": null,
        }),
      ]),
      ...mayNotCall(
        [...UPDATE_USES, ...NEVER_USED].filter((action) => !allowed.includes(action)),
        key,
        throughS3(subject, source),
      ),
    ]),
    ...mayNotCall([...UPDATE_USES, ...NEVER_USED], otherKeyArn, throughS3(subject, source)),
  ];
}
