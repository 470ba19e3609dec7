/** Writes objects into the first bucket, and reads none. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { DECRYPTS, ENCRYPTS, throughS3 } from "../../common/claims/replication-claims";
import { stackRoleArn } from "../../common/claims/role-claims";
import { type ClaimSubject, firstPlace, objectKey, secondPlace } from "./subject";

export function writerClaims(subject: ClaimSubject): readonly Claim[] {
  const { otherBucketArn, otherKeyArn } = subject;
  const { may, mayNot, mayNotCall } = claimsAbout("the writer", {
    kind: "role",
    arn: stackRoleArn(subject, "writer"),
  });
  const [from, to] = [firstPlace(subject), secondPlace(subject)];
  const object = objectKey(subject);
  const target = `${from.bucket}/${object}`;
  const put = "s3:PutObject";
  const sse = "s3:x-amz-server-side-encryption";
  return [
    may("write an object", put, target, {}, "WriteObjects"),
    may("give up an upload", "s3:AbortMultipartUpload", target, {}, "WriteObjects"),
    mayNot("write under S3's own key", put, target, { [sse]: "AES256" }, "DenyEncryptionWithoutKey"),
    mayNot("write into another bucket", put, `${otherBucketArn}/${object}`),
    mayNot("write among the replicas", put, `${to.bucket}/${object}`),
    ...mayNotCall(["s3:AbortMultipartUpload"], `${otherBucketArn}/${object}`),
    ...[...ENCRYPTS, ...DECRYPTS].flatMap((action) => [
      may(`let S3 call ${action} for the bucket`, action, from.key, throughS3(from)),
      mayNot(`call ${action} itself`, action, from.key, throughS3(from, { "kms:ViaService": null })),
      mayNot(`let S3 call ${action} for another bucket`, action, from.key, {
        ...throughS3(from),
        "kms:EncryptionContext:aws:s3:arn": otherBucketArn,
      }),
      mayNot(`let S3 elsewhere call ${action}`, action, from.key, {
        ...throughS3(from),
        "kms:ViaService": "s3.us-east-1.amazonaws.com",
      }),
      mayNot(`let S3 call ${action} with another key`, action, otherKeyArn, throughS3(from)),
      mayNot(`let S3 call ${action} for the replicas`, action, to.key, throughS3(to)),
    ]),
    may("let S3 read the parts of an object again", "kms:Decrypt", from.key, {
      ...throughS3(from),
      "kms:EncryptionContext:aws:s3:arn": target,
    }),
    mayNot("look up the key itself", "kms:DescribeKey", from.key),
    mayNot("let S3 look up another key", "kms:DescribeKey", otherKeyArn, {
      "kms:ViaService": `s3.${from.region}.amazonaws.com`,
    }),
    may("let S3 look up the key", "kms:DescribeKey", from.key, {
      "kms:ViaService": `s3.${from.region}.amazonaws.com`,
    }),
    ...mayNotCall(
      ["s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectAcl"],
      target,
    ),
    ...mayNotCall(["s3:ListBucket", "s3:PutReplicationConfiguration", "s3:PutBucketPolicy"], from.bucket),
    ...mayNotCall(["kms:CreateGrant"], from.key, throughS3(from)),
    mayNot("assume the administrator's role", "sts:AssumeRole", stackRoleArn(subject, "administrator")),
    mayNot("assume the reader's role", "sts:AssumeRole", stackRoleArn(subject, "reader")),
  ];
}
