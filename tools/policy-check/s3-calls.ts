/** Every authorization that one S3 operation needs, KMS calls on behalf of the caller included. */
import type { ClaimContext, ClaimPrincipal, ClaimRequest } from "../../presets/common/claims/claim";
import { PolicyCheckError, type PolicySet } from "./policy-set";

/** Who does it, and the ARN of the object. */
export interface ObjectCall {
  readonly principal: ClaimPrincipal;
  readonly object: string;
  /** Condition keys of the headers that the caller sends. */
  readonly context?: ClaimContext;
}

/** `PutObject`. */
export function upload(set: PolicySet, { principal, object, context }: ObjectCall): readonly ClaimRequest[] {
  return [
    { principal, action: "s3:PutObject", resource: object, ...(context && { context }) },
    throughS3(set, principal, "kms:GenerateDataKey", object),
  ];
}

/**
 * A multipart upload; S3 decrypts its parts again when it puts them together. Headers such as `If-None-Match` go with the last call only.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export function multipartUpload(
  set: PolicySet,
  { principal, object, context = {} }: ObjectCall,
): readonly ClaimRequest[] {
  const part = {
    principal,
    action: "s3:PutObject",
    resource: object,
    context: { "s3:ObjectCreationOperation": "false" },
  };
  return [
    part, // CreateMultipartUpload and UploadPart
    throughS3(set, principal, "kms:GenerateDataKey", object),
    { ...part, context }, // CompleteMultipartUpload
    throughS3(set, principal, "kms:Decrypt", object),
  ];
}

/** `GetObject`. */
export function download(
  set: PolicySet,
  { principal, object, context }: ObjectCall,
): readonly ClaimRequest[] {
  return [
    { principal, action: "s3:GetObject", resource: object, ...(context && { context }) },
    throughS3(set, principal, "kms:Decrypt", object),
  ];
}

/**
 * What S3 asks of the bucket's key. With a bucket key the encryption context is the bucket's ARN, without one the object's.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html#bucket-key-changes
 */
function throughS3(set: PolicySet, principal: ClaimPrincipal, action: string, object: string): ClaimRequest {
  const bucket = object.slice(0, object.indexOf("/"));
  const key = set.buckets[bucket]?.defaultKey;
  if (key === undefined) throw new PolicyCheckError(`'${bucket}' has no key of its own`);
  return {
    principal,
    action,
    resource: key.arn,
    context: {
      "kms:ViaService": `s3.${set.region}.amazonaws.com`,
      "kms:EncryptionContext:aws:s3:arn": key.bucketKey ? bucket : object,
    },
  };
}
