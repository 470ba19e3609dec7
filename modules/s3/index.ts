export { type AcceptReplicasProps, acceptReplicas, type OtherWriters } from "./accept-replicas";
export type { ObjectOwnership, PublicAccessBlock } from "./access";
export type { AccessLogs } from "./access-logs";
export { AccountPublicAccessBlock, type AccountPublicAccessBlockProps } from "./account-public-access-block";
export {
  BUCKET_MANAGEMENT_ACTIONS,
  LIST_BUCKET_ACTION,
  LIST_VERSIONS_ACTION,
  READ_OBJECT_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "./actions";
export { Bucket } from "./bucket";
export type { BucketGrant, BucketGrantOptions } from "./bucket-grants";
export { bucketNameProblem } from "./bucket-name";
export {
  algorithmStatement,
  encryptionStatements,
  noOverwriteStatement,
  onlyWritersStatement,
  tlsStatements,
} from "./bucket-policy";
export type { BucketProps } from "./bucket-props";
export type {
  Analytics,
  ConfigurationsProps,
  IntelligentTiering,
  Inventory,
  ReportDestination,
} from "./configurations";
export type { CorsRule } from "./cors";
export type { BucketEncryptionKey, EncryptionProps } from "./encryption";
export type { ObjectFilter } from "./filters";
export { accessStatements, BUCKET_ACCESS, type BucketAccessName } from "./grants";
export { lifecycleRules, lockProblems, overlapProblems, type Retention } from "./lifecycle";
export type {
  LifecycleFilter,
  LifecycleRule,
  LifecycleRuleProps,
  NoncurrentTransition,
  Transition,
} from "./lifecycle-rules";
export { BUCKET_NAME_LENGTH, LIFECYCLE_DAYS, MINIMUM_TLS_VERSION, RETENTION_DAYS } from "./limits";
export { LOG_SOURCES, type LogSource, type LogSourceName, logSourceStatements } from "./log-sources";
export {
  type FunctionNotification,
  type Notifications,
  notificationTargetStatement,
  type QueueNotification,
  type TopicNotification,
} from "./notifications";
export type { ObjectLock, ObjectLockProp } from "./object-lock";
export { type OtherAccountHalf, Replication } from "./replication";
export type { OtherAccountBucket, ReplicationDestination, ReplicationProps } from "./replication-props";
export type { ReplicationRule } from "./replication-rules";
export { STORAGE_CLASSES, type StorageClass } from "./storage-classes";
export type { TargetBucket } from "./target-bucket";
export type { VersioningProps } from "./versioning";
