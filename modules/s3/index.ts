export {
  BUCKET_MANAGEMENT_ACTIONS,
  LIST_BUCKET_ACTION,
  LIST_VERSIONS_ACTION,
  READ_OBJECT_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "./actions";
export { Bucket, type BucketProps, type ObjectLock } from "./bucket";
export { bucketNameProblem } from "./bucket-name";
export { encryptionStatements, noOverwriteStatement, tlsStatements } from "./bucket-policy";
export {
  type LifecycleRule,
  lifecycleRules,
  lockProblems,
  overlapProblems,
  type Retention,
} from "./lifecycle";
export { BUCKET_NAME_LENGTH, LIFECYCLE_DAYS, MINIMUM_TLS_VERSION, RETENTION_DAYS } from "./limits";
