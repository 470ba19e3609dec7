/**
 * Named lists of S3 actions.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".
 */

/** Adds objects, without reading, listing or deleting any. */
export const WRITE_OBJECT_ACTIONS = [
  "s3:AbortMultipartUpload", // part of a failed upload's clean-up; completing and parts are s3:PutObject
  "s3:PutObject",
] as const;

/** Reads objects, whichever version. */
export const READ_OBJECT_ACTIONS = ["s3:GetObject", "s3:GetObjectVersion"] as const;

/** Lists current objects. */
export const LIST_BUCKET_ACTION = "s3:ListBucket";

/** Lists every version and delete marker. */
export const LIST_VERSIONS_ACTION = "s3:ListBucketVersions";

/**
 * Manages the bucket's own settings. Left out: whatever reads or deletes objects, and replication, inventory and notifications, which would
 * carry objects or their names elsewhere. `s3:PutBucketPolicy` stays the limit of this: with it, its holder can let himself in.
 */
export const BUCKET_MANAGEMENT_ACTIONS = [
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
  "s3:PutBucketObjectLockConfiguration",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutBucketTagging",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
] as const;
