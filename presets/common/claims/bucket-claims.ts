/** What the policy of every bucket of a preset holds by itself, and what a reader may do there. */

import { type Claim, type ClaimContext, type ClaimsAbout, claimsAbout } from "./claim";
import { SSE, SSE_KEY } from "./encryption-headers";
import { type CopiedPlace, ENCRYPTS, replicaClaims, throughS3 } from "./replication-claims";

/** Without TLS, a request has no TLS version either. */
const PLAIN_HTTP: ClaimContext = { "aws:SecureTransport": "false", "s3:TlsVersion": null };

/** What an administrator does with a bucket. Written out: a claim must not follow what it checks. */
export const LOOKS_AT_BUCKET = [
  "s3:GetBucketLocation",
  "s3:GetBucketObjectLockConfiguration",
  "s3:GetBucketOwnershipControls",
  "s3:GetBucketPolicy",
  "s3:GetBucketPolicyStatus",
  "s3:GetBucketPublicAccessBlock",
  "s3:GetBucketTagging",
  "s3:GetBucketVersioning",
  "s3:GetEncryptionConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:ListBucketVersions",
  "s3:PutBucketTagging",
];

/** A bucket with its key, and what is around it. */
export interface RuledBucket {
  readonly place: CopiedPlace;
  /** Key of an object. */
  readonly object: string;
  /** A key of the same account that leaves everything to policies of identities. */
  readonly otherKeyArn: string;
  /** Account of the bucket. */
  readonly accountId: string;
  /** Completes the sentences, so that those about several buckets are sentences of their own. */
  readonly where: string;
}

/** @param writer somebody whom only the bucket's own rules hold back from writing, or "nobody"; by default an administrator of the account */
export function bucketRuleClaims(ruled: RuledBucket, writer?: ClaimsAbout | "nobody"): readonly Claim[] {
  const { place, object, otherKeyArn, accountId, where } = ruled;
  const target = `${place.bucket}/${object}`;
  const admin = claimsAbout(`a user with AdministratorAccess, ${where},`, {
    kind: "admin",
    arn: `arn:aws:iam::${accountId}:user/admin`,
  });
  const by = writer === undefined || writer === "nobody" ? admin : writer;
  const put = "s3:PutObject";
  const under = (key: string) => ({ [SSE]: "aws:kms", [SSE_KEY]: key });
  const update = "s3:UpdateObjectEncryption";
  return [
    ...(
      [
        ["s3:GetObject", target],
        ["s3:DeleteObject", target],
        ["s3:ListBucket", place.bucket],
        ["s3:PutBucketTagging", place.bucket],
      ] as const
    ).flatMap(([action, resource]) => [
      admin.mayNot(`call ${action} over plain HTTP`, action, resource, PLAIN_HTTP, "DenyPlainHttp"),
      admin.mayNot(`call ${action} over TLS 1.1`, action, resource, { "s3:TlsVersion": "1.1" }, "DenyOldTls"),
      admin.may(`call ${action} over TLS 1.2`, action, resource, { "s3:TlsVersion": "1.2" }),
    ]),
    ...(writer === "nobody" ? [] : [by.may(`write under the key ${where}`, put, target, under(place.key))]),
    by.mayNot(`write under another key ${where}`, put, target, under(otherKeyArn), "DenyOtherKey"),
    ...["AES256", "aws:kms"].map((algorithm) =>
      by.mayNot(
        `write with ${algorithm} and no key ${where}`,
        put,
        target,
        { [SSE]: algorithm },
        "DenyEncryptionWithoutKey",
      ),
    ),
    ...replicaClaims(admin, target, otherKeyArn, where),
    admin.mayNot("put an object under the key", update, target, under(place.key), "DenyEncryptionUpdate"),
    admin.mayNot(
      "put an object under another key",
      update,
      target,
      under(otherKeyArn),
      "DenyEncryptionUpdate",
    ),
  ];
}

/** Reads every version of every object of a bucket, and changes nothing. */
export function bucketReaderClaims(
  { may, mayNot, mayNotCall }: ClaimsAbout,
  { place, object, otherKeyArn, where }: RuledBucket,
  otherBucketArn: string,
): readonly Claim[] {
  const { bucket, key } = place;
  const target = `${bucket}/${object}`;
  const decrypt = "kms:Decrypt";
  const context = (arn: string | null) => throughS3(place, { "kms:EncryptionContext:aws:s3:arn": arn });
  return [
    ...["s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"].flatMap((action) => [
      may(`call ${action} ${where}`, action, target),
      mayNot(`call ${action} elsewhere than ${where}`, action, `${otherBucketArn}/${object}`),
    ]),
    ...["s3:ListBucket", "s3:ListBucketVersions"].flatMap((action) => [
      may(`call ${action} ${where}`, action, bucket),
      mayNot(`call ${action} elsewhere than ${where}`, action, otherBucketArn),
    ]),
    ...[bucket, target].map((arn) =>
      may(`let S3 open what it keeps under the key in ${arn}`, decrypt, key, context(arn)),
    ),
    may(`let S3 open an object ${where}, which asks of KMS also`, "kms:ReEncryptFrom", key, context(bucket)),
    mayNot(
      `let S3 open another bucket's objects with the key ${where}`,
      decrypt,
      key,
      context(otherBucketArn),
    ),
    mayNot(`let S3 open objects of no bucket with the key ${where}`, decrypt, key, context(null)),
    mayNot(`open with the key ${where} itself`, decrypt, key, throughS3(place, { "kms:ViaService": null })),
    mayNot(
      `let S3 elsewhere open with the key ${where}`,
      decrypt,
      key,
      throughS3(place, { "kms:ViaService": "s3.us-east-1.amazonaws.com" }),
    ),
    mayNot(`let S3 open with another key than that ${where}`, decrypt, otherKeyArn, context(bucket)),
    may(`let S3 look up the key ${where}`, "kms:DescribeKey", key, {
      "kms:ViaService": `s3.${place.region}.amazonaws.com`,
    }),
    mayNot(`look up the key ${where} itself`, "kms:DescribeKey", key),
    mayNot(`let S3 look up another key than that ${where}`, "kms:DescribeKey", otherKeyArn, {
      "kms:ViaService": `s3.${place.region}.amazonaws.com`,
    }),
    ...mayNotCall([...ENCRYPTS, "kms:CreateGrant"], key, throughS3(place)),
    ...mayNotCall(
      ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectTagging"],
      target,
    ),
    ...mayNotCall(["s3:PutBucketPolicy", "s3:GetBucketPolicy"], bucket),
  ];
}
