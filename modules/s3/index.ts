export { Bucket } from "./bucket/bucket";
export { bucketNameProblem } from "./bucket/bucket-name";
export type { BucketProps } from "./bucket/bucket-props";
export type { ObjectFilter } from "./filters";
export { lifecycleRules, lockProblems, overlapProblems, type Retention } from "./lifecycle/lifecycle";
export type {
  LifecycleFilter,
  LifecycleRule,
  LifecycleRuleProps,
  NoncurrentTransition,
  Transition,
} from "./lifecycle/lifecycle-rules";
export { STORAGE_CLASSES, type StorageClass } from "./lifecycle/storage-classes";
export { BUCKET_NAME_LENGTH, LIFECYCLE_DAYS, MINIMUM_TLS_VERSION, RETENTION_DAYS } from "./limits";
export type { AccessLogs } from "./logs/access-logs";
export { LOG_SOURCES, type LogSource, type LogSourceName, logSourceStatements } from "./logs/log-sources";
export type { TargetBucket } from "./logs/target-bucket";
export {
  BUCKET_MANAGEMENT_ACTIONS,
  LIST_BUCKET_ACTION,
  LIST_VERSIONS_ACTION,
  READ_OBJECT_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "./policy/actions";
export type { BucketGrant, BucketGrantOptions } from "./policy/bucket-grants";
export {
  algorithmStatement,
  encryptionStatements,
  encryptionUpdateStatements,
  noOverwriteStatement,
  onlyWritersStatement,
  tlsStatements,
} from "./policy/bucket-policy";
export { accessStatements, BUCKET_ACCESS, type BucketAccessName } from "./policy/grants";
export { type AcceptReplicasProps, acceptReplicas, type OtherWriters } from "./replication/accept-replicas";
export { BatchReplication, type BatchReplicationProps } from "./replication/batch-replication";
export { type OtherAccountHalf, Replication } from "./replication/replication";
export type {
  OtherAccountBucket,
  ReplicationDestination,
  ReplicationProps,
} from "./replication/replication-props";
export type { ReplicationRule } from "./replication/replication-rules";
export type { ObjectOwnership, PublicAccessBlock } from "./settings/access";
export {
  AccountPublicAccessBlock,
  type AccountPublicAccessBlockProps,
} from "./settings/account-public-access-block";
export type {
  Analytics,
  ConfigurationsProps,
  IntelligentTiering,
  Inventory,
  ReportDestination,
} from "./settings/configurations";
export type { CorsRule } from "./settings/cors";
export type { BucketEncryptionKey, EncryptionProps } from "./settings/encryption";
export {
  type FunctionNotification,
  type Notifications,
  notificationTargetStatement,
  type QueueNotification,
  type TopicNotification,
} from "./settings/notifications";
export type { ObjectLock, ObjectLockProp } from "./settings/object-lock";
export type { VersioningProps } from "./settings/versioning";
