import type { Range } from "../config-error";

/** Source: S3 User Guide, "General purpose bucket naming rules". */
export const BUCKET_NAME_LENGTH: Range = { min: 3, max: 63 };

/** Days in a lifecycle rule. Source: S3 API Reference, `LifecycleExpiration`: a non-zero positive integer of 32 bits. */
export const LIFECYCLE_DAYS: Range = { min: 1, max: 2_147_483_647 };

/** Days of a default retention. Source: S3 User Guide, "Locking objects with Object Lock": at most 100 years. */
export const RETENTION_DAYS: Range = { min: 1, max: 36_500 };

/** Source: S3 User Guide, "Object Lock considerations" and `PutBucketLifecycleConfiguration`: rules of one configuration. */
export const LIFECYCLE_RULES: Range = { min: 1, max: 1000 };

/** Oldest version of TLS that a client may speak. */
export const MINIMUM_TLS_VERSION = "1.2";
