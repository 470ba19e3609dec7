import type { Range } from "../config-error";

/** Source: S3 User Guide, "General purpose bucket naming rules". */
export const BUCKET_NAME_LENGTH: Range = { min: 3, max: 63 };

/** Days in a lifecycle rule. Source: S3 API Reference, `LifecycleExpiration`: a non-zero positive integer of 32 bits. */
export const LIFECYCLE_DAYS: Range = { min: 1, max: 2_147_483_647 };

/** Days until a transition; 0 is the day of the upload. Source: S3 API Reference, `Transition`. */
export const TRANSITION_DAYS: Range = { min: 0, max: 2_147_483_647 };

/** Days of a default retention. Source: S3 User Guide, "Locking objects with Object Lock": at most 100 years. */
export const RETENTION_DAYS: Range = { min: 1, max: 36_500 };

/** Years of a default retention. Source: the same. */
export const RETENTION_YEARS: Range = { min: 1, max: 100 };

/** Source: S3 User Guide, "Object Lock considerations" and `PutBucketLifecycleConfiguration`: rules of one configuration. */
export const LIFECYCLE_RULES: Range = { min: 1, max: 1000 };

/** Noncurrent versions that are kept whatever their age. Source: S3 API Reference, `NoncurrentVersionExpiration`. */
export const NEWER_NONCURRENT_VERSIONS: Range = { min: 1, max: 100 };

/** Bytes. Source: S3 API Reference, `LifecycleRuleFilter`; objects have at most 50 TB, of which rules take as much as 64 bits hold. */
export const OBJECT_SIZE: Range = { min: 0, max: Number.MAX_SAFE_INTEGER };

/** Characters of a lifecycle or replication rule's id. Source: S3 API Reference, `LifecycleRule` and `ReplicationRule`, `ID`. */
export const RULE_ID_LENGTH: Range = { min: 1, max: 255 };

/** Characters of the name of a metrics, analytics, inventory or tiering configuration. Source: S3 API Reference, the `Id` of each. */
export const CONFIGURATION_NAME_LENGTH: Range = { min: 1, max: 64 };

/** Configurations of each kind in a bucket. Source: S3 API Reference, `PutBucketInventoryConfiguration` and the like. */
export const CONFIGURATIONS: Range = { min: 0, max: 1000 };

/** Source: S3 API Reference, `PutBucketCors`. */
export const CORS_RULES: Range = { min: 1, max: 100 };

/** Days without access until an object moves. Source: S3 API Reference, `Tiering`. */
export const ARCHIVE_ACCESS_DAYS: Range = { min: 90, max: 730 };
export const DEEP_ARCHIVE_ACCESS_DAYS: Range = { min: 180, max: 730 };

/** Rules of one replication configuration. Source: S3 User Guide, "Replication configuration file elements". */
export const REPLICATION_RULES: Range = { min: 1, max: 1000 };

/** Minutes; S3 takes no other value. Source: S3 API Reference, `ReplicationTimeValue`. */
export const REPLICATION_TIME_MINUTES = 15;

/** Days in which the parts of an unfinished upload are kept where nothing else is said: longer than any upload takes. */
export const DEFAULT_ABORT_INCOMPLETE_MULTIPART_UPLOAD_IN_DAYS = 7;

/** Oldest version of TLS that a client may speak, unless a bucket asks for more. */
export const MINIMUM_TLS_VERSION = "1.2";
export const TLS_VERSIONS = ["1.2", "1.3"] as const;
