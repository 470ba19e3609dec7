/**
 * Named lists of S3 actions.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".
 */

/** Ends an upload that is no object yet. */
export const ABORT_UPLOAD_ACTION = "s3:AbortMultipartUpload";

/** Adds objects, without reading, listing or deleting any. */
export const WRITE_OBJECT_ACTIONS = [
  ABORT_UPLOAD_ACTION, // part of a failed upload's clean-up; completing and parts are s3:PutObject
  "s3:PutObject",
] as const;

/** Reads objects, whichever version. */
export const READ_OBJECT_ACTIONS = ["s3:GetObject", "s3:GetObjectVersion"] as const;

/** Lists current objects. */
export const LIST_BUCKET_ACTION = "s3:ListBucket";

/** Lists every version and delete marker. */
export const LIST_VERSIONS_ACTION = "s3:ListBucketVersions";

/**
 * Looks at the bucket's own settings and at names of objects, and keeps its tags. Left out is whatever makes objects disappear, now or later, or lets its holder do that:
 * lifecycle, versioning, policy, encryption, object lock, ownership, public access, replication. To change those is for whoever deploys.
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
  "s3:PutBucketTagging",
] as const;

/** Sets a delete marker, where versions are kept; to delete a version, or to take a marker away, is `s3:DeleteObjectVersion`. */
export const MARK_DELETED_ACTION = "s3:DeleteObject";

/** Says what keeps objects and what lets them go. */
export const READ_RETENTION_SETTINGS_ACTIONS = [
  "s3:GetBucketObjectLockConfiguration",
  "s3:GetBucketVersioning",
  "s3:GetLifecycleConfiguration",
] as const;

/** Looks at locks, and sets and ends legal holds. */
export const HOLD_ACTIONS = [
  "s3:GetObjectLegalHold",
  "s3:GetObjectRetention",
  "s3:PutObjectLegalHold",
] as const;

/** Locks a version, or locks it for longer. To shorten a lock takes `s3:BypassGovernanceRetention` as well. */
export const EXTEND_LOCK_ACTION = "s3:PutObjectRetention";
