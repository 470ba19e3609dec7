/** The role with which S3 copies backups: reads the first bucket, writes the second, each with its own key, and nothing else. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { KEY_POWERS } from "../../common/claims/key-claims";
import { stackRoleArn } from "../../common/claims/role-claims";
import { backups, bucketArn, type ClaimSubject, envelope, throughS3 } from "./subject";

const ENCRYPT = [
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptTo",
];
const DECRYPT = ["kms:Decrypt", "kms:ReEncryptFrom"];
const READ = [
  "s3:GetObjectVersionForReplication",
  "s3:GetObjectVersionAcl",
  "s3:GetObjectVersionTagging",
  "s3:GetObjectLegalHold",
  "s3:GetObjectRetention",
];
const WRITE = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"];
const LOOK = ["s3:GetReplicationConfiguration", "s3:ListBucket"];

/** @param second what the claims of the second region are about */
export function replicationClaims(first: ClaimSubject, second: ClaimSubject): readonly Claim[] {
  const role = stackRoleArn(first, "replication");
  const about = claimsAbout("the role of the replication", { kind: "role", arn: role });
  const { may, mayNot, mayNotCall } = about;
  const [from, to] = [bucketArn(first), bucketArn(second)];
  const [backup] = backups(first);
  const s3 = claimsAbout("S3", { kind: "service", name: "s3.amazonaws.com" });
  const ec2 = claimsAbout("EC2", { kind: "service", name: "ec2.amazonaws.com" });
  const admin = claimsAbout("a user with AdministratorAccess, as to copies,", {
    kind: "admin",
    arn: `arn:aws:iam::${first.accountId}:user/admin`,
  });
  const stranger = claimsAbout("an administrator of another account, as to copies,", {
    kind: "admin",
    arn: `arn:aws:iam::${first.otherAccountId}:user/admin`,
  });
  return [
    s3.may("take the role of the replication", "sts:AssumeRole", role, {}, "TrustService"),
    s3.mayNot("tag a session of the role of the replication", "sts:TagSession", role),
    ec2.mayNot("take the role of the replication", "sts:AssumeRole", role),
    admin.mayNot("take the role of the replication", "sts:AssumeRole", role),
    ...LOOK.map((action) => may(`call ${action}`, action, from, {}, "ReplicationConfiguration")),
    ...mayNotCall([...LOOK, "s3:PutReplicationConfiguration", "s3:PutBucketPolicy"], to),
    ...mayNotCall(["s3:PutReplicationConfiguration", "s3:DeleteBucket"], from),
    ...mayNotCall(LOOK, first.otherBucketArn),
    ...READ.map((action) =>
      may(`call ${action} in the first bucket`, action, `${from}/${backup}`, {}, "ReplicationRead"),
    ),
    ...mayNotCall([...WRITE, "s3:GetObject", "s3:PutObject", "s3:DeleteObjectVersion"], `${from}/${backup}`),
    ...mayNotCall([...READ, ...WRITE], `${first.otherBucketArn}/${backup}`),
    ...WRITE.map((action) =>
      may(`call ${action} in the second bucket`, action, `${to}/${backup}`, {}, "ReplicationWrite"),
    ),
    ...mayNotCall(["s3:GetObject", "s3:PutObject", "s3:DeleteObjectVersion"], `${to}/${backup}`),
    ...keyClaims(about, first, DECRYPT),
    ...keyClaims(about, second, [...ENCRYPT, ...DECRYPT]),
    ...mayNotCall(ENCRYPT, first.keyArn, throughS3(first)),
    ...[first, second].flatMap((subject) => [
      mayNot(`open a message under ${subject.keyArn}`, "kms:Decrypt", subject.keyArn, envelope(backup)),
      // Of what is not granted, the one action with an encryption context, without which the statements never apply.
      ...mayNotCall(["kms:CreateGrant"], subject.keyArn, throughS3(subject)),
      ...mayNotCall(
        KEY_POWERS.filter((action) => action !== "kms:CreateGrant"),
        subject.keyArn,
      ),
      stranger.mayNot(`let S3 look up ${subject.keyArn}`, "kms:DescribeKey", subject.keyArn, {
        "kms:ViaService": `s3.${subject.region}.amazonaws.com`,
      }),
    ]),
  ];
}

/** Through S3, for the bucket of that region, with a bucket key or without. */
function keyClaims(
  { may, mayNot }: ReturnType<typeof claimsAbout>,
  subject: ClaimSubject,
  actions: readonly string[],
): readonly Claim[] {
  const { keyArn: key, region } = subject;
  const object = `${bucketArn(subject)}/${backups(subject)[0]}`;
  const context = (arn: string | null) => throughS3(subject, { "kms:EncryptionContext:aws:s3:arn": arn });
  const elsewhere = throughS3(subject, { "kms:ViaService": "s3.us-east-1.amazonaws.com" });
  const itself = throughS3(subject, { "kms:ViaService": null });
  const via = { "kms:ViaService": `s3.${region}.amazonaws.com` };
  return [
    ...actions.flatMap((action) => [
      may(`let S3 of ${region} call ${action} for its bucket`, action, key, throughS3(subject)),
      may(`let S3 of ${region} call ${action} for an object`, action, key, context(object)),
      mayNot(
        `let S3 of ${region} call ${action} for another bucket`,
        action,
        key,
        context(subject.otherBucketArn),
      ),
      mayNot(`let S3 of ${region} call ${action} for no bucket`, action, key, context(null)),
      mayNot(`let S3 elsewhere call ${action} with ${key}`, action, key, elsewhere),
      mayNot(`call ${action} itself with ${key}`, action, key, itself),
    ]),
    may(`let S3 look up ${key}`, "kms:DescribeKey", key, via),
    mayNot(`look up ${key} itself`, "kms:DescribeKey", key),
  ];
}
