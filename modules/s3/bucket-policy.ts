/** Statements of a bucket policy, as plain data. */
import type { Statement } from "../iam/policy-document";
import { MINIMUM_TLS_VERSION } from "./limits";

const SSE = "s3:x-amz-server-side-encryption";
const SSE_KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/** Refuses plain HTTP, and TLS older than {@link MINIMUM_TLS_VERSION}, to everybody. */
export function tlsStatements(bucketArn: string): readonly Statement[] {
  const everything = {
    effect: "Deny",
    principals: "*",
    actions: ["s3:*"],
    resources: [bucketArn, `${bucketArn}/*`],
  } as const;
  return [
    { ...everything, sid: "DenyPlainHttp", conditions: { Bool: { "aws:SecureTransport": "false" } } },
    {
      ...everything,
      sid: "DenyOldTls",
      conditions: { NumericLessThan: { "s3:TlsVersion": MINIMUM_TLS_VERSION } },
    },
  ];
}

/**
 * Keeps every object under the one key. An upload without encryption headers gets the bucket's default, which is that key, so it is
 * allowed; refused are a header that names another key, and one that asks for encryption without naming a key (`AES256`, or
 * `aws:kms`, which would fall to the AWS-managed key).
 *
 * `Null` guards the first: a negated operator alone is also true where the header is absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function encryptionStatements(bucketArn: string, keyArn: string): readonly Statement[] {
  const upload = {
    effect: "Deny",
    principals: "*",
    actions: ["s3:PutObject"],
    resources: [`${bucketArn}/*`],
  } as const;
  return [
    {
      ...upload,
      sid: "DenyOtherKey",
      conditions: { Null: { [SSE_KEY_ID]: "false" }, StringNotEquals: { [SSE_KEY_ID]: keyArn } },
    },
    {
      ...upload,
      sid: "DenyEncryptionWithoutKey",
      conditions: { Null: { [SSE]: "false", [SSE_KEY_ID]: "true" } },
    },
  ];
}

/**
 * Lets the principals create objects only where there is none of that name. `s3:ObjectCreationOperation` exempts the calls that start a
 * multipart upload and send its parts: they cannot carry the header. A copy into the bucket cannot either, and is refused.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function noOverwriteStatement(bucketArn: string, principals: readonly string[]): Statement {
  return {
    sid: "DenyOverwrite",
    effect: "Deny",
    principals: { aws: principals },
    actions: ["s3:PutObject"],
    resources: [`${bucketArn}/*`],
    conditions: {
      Null: { "s3:if-none-match": "true" },
      Bool: { "s3:ObjectCreationOperation": "true" },
    },
  };
}
