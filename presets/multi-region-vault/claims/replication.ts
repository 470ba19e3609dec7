/** The role with which S3 copies from one region to the others: reads the one bucket, writes the others, each with its own key, and nothing else. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { KEY_POWERS } from "../../common/claims/key-claims";
import { DECRYPTS, ENCRYPTS } from "../../common/claims/replication-claims";
import { asField, type Place, telling, throughS3 } from "./subject";

const READ = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"];
const WRITE = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"];
const LOOK = ["s3:GetReplicationConfiguration", "s3:ListBucket"];
const NEVER = ["s3:GetObject", "s3:PutObject", "s3:DeleteObjectVersion"];

export function replicationClaims(from: Place, others: readonly Place[]): readonly Claim[] {
  const { subject, region, replicationArn: role } = from;
  const about = claimsAbout(`the replication from ${region}`, { kind: "role", arn: role });
  const { may, mayNot, mayNotCall } = about;
  const s3 = claimsAbout("S3", { kind: "service", name: "s3.amazonaws.com" });
  const ec2 = claimsAbout("EC2", { kind: "service", name: "ec2.amazonaws.com" });
  const admin = claimsAbout("a user with AdministratorAccess", {
    kind: "admin",
    arn: `arn:aws:iam::${subject.accountId}:user/admin`,
  });
  const take = `take the role of the replication from ${region}`;
  return [
    s3.may(take, "sts:AssumeRole", role, {}, "TrustService"),
    s3.mayNot(`tag a session of the replication from ${region}`, "sts:TagSession", role),
    ec2.mayNot(take, "sts:AssumeRole", role),
    admin.mayNot(take, "sts:AssumeRole", role),
    ...LOOK.map((action) => may(`call ${action}`, action, from.bucketArn, {}, "ReplicationConfiguration")),
    ...mayNotCall(["s3:PutReplicationConfiguration", "s3:DeleteBucket"], from.bucketArn),
    ...mayNotCall(LOOK, subject.otherBucketArn),
    ...READ.map((action) => may(`call ${action}`, action, `${from.bucketArn}/a`, {}, "ReplicationRead")),
    ...mayNotCall([...WRITE, ...NEVER], `${from.bucketArn}/a`),
    ...mayNotCall([...READ, ...WRITE], `${subject.otherBucketArn}/a`),
    ...keyClaims(about, from, DECRYPTS),
    mayNot(
      "let S3 encrypt under the key that it reads with",
      "kms:GenerateDataKey",
      from.keyArn,
      throughS3(from),
    ),
    ...others.flatMap((to) => [
      ...mayNotCall([...LOOK, "s3:PutReplicationConfiguration", "s3:PutBucketPolicy"], to.bucketArn),
      ...WRITE.map((action) => may(`call ${action} in ${to.region}`, action, `${to.bucketArn}/a`)),
      ...mayNotCall([...READ, ...NEVER], `${to.bucketArn}/a`),
      ...keyClaims(about, to, [...ENCRYPTS, ...DECRYPTS]),
    ]),
    ...[from, ...others].flatMap(({ keyArn, tableArn }) => [
      ...mayNotCall(["kms:Decrypt", "kms:GenerateDataKey"], keyArn, asField(subject)),
      ...mayNotCall(KEY_POWERS, keyArn),
      ...mayNotCall(["dynamodb:GetItem"], tableArn),
    ]),
  ];
}

/** Through S3, for the bucket of that region, with a bucket key or without. */
function keyClaims(
  { may, mayNot }: ReturnType<typeof claimsAbout>,
  place: Place,
  actions: readonly string[],
): readonly Claim[] {
  const { keyArn: key, region, bucketArn, subject } = place;
  const context = (arn: string | null) => throughS3(place, { "kms:EncryptionContext:aws:s3:arn": arn });
  const via = { "kms:ViaService": `s3.${region}.amazonaws.com` };
  return [
    ...actions.flatMap((action) => [
      may(`let S3 of ${region} call ${action} for its bucket`, action, key, throughS3(place)),
    ]),
    ...telling(actions).flatMap((action) => [
      may(`let S3 of ${region} call ${action} for an object`, action, key, context(`${bucketArn}/a`)),
      mayNot(
        `let S3 of ${region} call ${action} for another bucket`,
        action,
        key,
        context(subject.otherBucketArn),
      ),
      mayNot(`let S3 elsewhere call ${action} with the key of ${region}`, action, key, {
        ...throughS3(place),
        "kms:ViaService": "s3.us-east-1.amazonaws.com",
      }),
      mayNot(
        `call ${action} itself with the key of ${region}`,
        action,
        key,
        throughS3(place, { "kms:ViaService": null }),
      ),
    ]),
    may(`let S3 look up the key of ${region}`, "kms:DescribeKey", key, via),
    mayNot(`look up the key of ${region} itself`, "kms:DescribeKey", key),
  ];
}
