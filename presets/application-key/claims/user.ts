/** Uses the key and the objects of the bucket, and manages neither. */
import { type Claim, type ClaimContext, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { KEY_POWERS } from "../../common/claims/key-claims";
import { replicaClaims } from "../../common/claims/replication-claims";
import { administratorArn, bucketArn, type ClaimSubject, dataPlaces, USES_KEY, user } from "./subject";

/** A grant that an AWS service asks for, for a resource that lives on. */
const FOR_AWS = { "kms:GrantIsForAWSResource": "true" } as const;

/** Without TLS, a request has no TLS version either. */
const PLAIN_HTTP = { "aws:SecureTransport": "false", "s3:TlsVersion": null } as const;

/** What an upload asks for, where it asks for anything. */
function sse(algorithm: string, keyArn?: string): ClaimContext {
  return {
    "s3:x-amz-server-side-encryption": algorithm,
    ...(keyArn === undefined ? {} : { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn }),
  };
}

export function userClaims(subject: ClaimSubject): readonly Claim[] {
  const { keyArn: key, otherKeyArn } = subject;
  const sentences = claimsAbout("the user", user(subject));
  const { may, mayNot, mayNotCall } = sentences;
  return [
    ...USES_KEY.map((action) => may(`call ${action}`, action, key, {}, "KeyUsers")),
    may("look at the key", "kms:DescribeKey", key, {}, "KeyUsers"),
    ...["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"].map((action) =>
      may(`call ${action} for AWS`, action, key, FOR_AWS, "AttachPersistentResources"),
    ),
    claimsAbout("somebody without policies", {
      kind: "powerless",
      arn: `arn:aws:iam::${subject.accountId}:user/other`,
    }).mayNot("create a grant for AWS", "kms:CreateGrant", key, FOR_AWS),
    mayNot("grant to others", "kms:CreateGrant", key, { "kms:GrantIsForAWSResource": "false" }),
    ...mayNotCall([...KEY_POWERS.filter((action) => action !== "kms:CreateGrant"), "kms:GetKeyPolicy"], key),
    ...mayNotCall(USES_KEY, otherKeyArn),
    mayNot("assume the administrator's role", "sts:AssumeRole", administratorArn(subject)),
    ...objectClaims(subject),
    // An application writes its files anew. What was there stays as a version, until its rule ends it.
    ...disappearanceClaims(sentences, dataPlaces(subject), ["s3:PutObject"]),
  ];
}

function objectClaims(subject: ClaimSubject): readonly Claim[] {
  const { may, mayNot, mayNotCall } = claimsAbout("the user", user(subject));
  const bucket = bucketArn(subject);
  const object = `${bucket}/data/file`;
  const admin = claimsAbout("an administrator of the account", {
    kind: "admin",
    arn: `arn:aws:iam::${subject.accountId}:role/admin`,
  });
  return [
    may("read an object", "s3:GetObject", object, {}, "ReadObjects"),
    may("write an object", "s3:PutObject", object, {}, "WriteObjects"),
    may("list the bucket", "s3:ListBucket", bucket, {}, "ReadObjectsList"),
    may("write an object under the key by its name", "s3:PutObject", object, sse("aws:kms", subject.keyArn)),
    may("give up an upload", "s3:AbortMultipartUpload", object, {}, "WriteObjects"),
    ...[
      { how: "without TLS", context: PLAIN_HTTP },
      { how: "by TLS 1.1", context: { "s3:TlsVersion": "1.1" } },
    ].flatMap(({ how, context }) => [
      mayNot(`read ${how}`, "s3:GetObject", object, context),
      mayNot(`write ${how}`, "s3:PutObject", object, context),
      mayNot(`list ${how}`, "s3:ListBucket", bucket, context),
    ]),
    mayNot("list another bucket", "s3:ListBucket", subject.otherBucketArn),
    ...replicaClaims(admin, object, subject.otherKeyArn, "in the bucket"),
    admin.mayNot(
      "encrypt an object anew under another key",
      "s3:UpdateObjectEncryption",
      object,
      {},
      "DenyEncryptionUpdate",
    ),
    mayNot("write under another key", "s3:PutObject", object, sse("aws:kms", subject.otherKeyArn)),
    mayNot("write under S3's own key", "s3:PutObject", object, sse("AES256")),
    ...mayNotCall(["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObjectVersion"], object),
    ...mayNotCall(["s3:PutBucketPolicy", "s3:PutLifecycleConfiguration", "s3:DeleteBucket"], bucket),
    ...mayNotCall(["s3:GetObject", "s3:PutObject"], `${subject.otherBucketArn}/data/file`),
  ];
}
