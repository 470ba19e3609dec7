/**
 * S3: everything is about a bucket, by its name. No object is read or written.
 *
 * Sources: Amazon S3 API Reference, "Permissions" of each call (deleting a setting takes the permission to put it); terraform-provider-aws 6,
 * `internal/service/s3`: reading a bucket reads all settings that its resource once had, and tags are asked of S3 Control first.
 */
import { also, type Row, type RowEnvironment, rowOn } from "../row";
import type { Block } from "../stack-blocks";
import { passRole } from "./pass-role";

const bucketOf = (block: Block, env: RowEnvironment) => [`arn:${env.partition}:s3:::${block.text("bucket")}`];

const setting = (name: string, ...others: readonly string[]): Row =>
  rowOn(bucketOf, {
    read: [`s3:Get${name}`],
    change: [`s3:Put${name}`, ...others],
    remove: [`s3:Put${name}`],
  });

const bucket = rowOn(bucketOf, {
  read: [
    "s3:GetAccelerateConfiguration",
    "s3:GetBucketAcl",
    "s3:GetBucketCORS",
    "s3:GetBucketLocation",
    "s3:GetBucketLogging",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketPolicy",
    "s3:GetBucketRequestPayment",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetBucketWebsite",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
    "s3:ListTagsForResource",
  ],
  change: ["s3:CreateBucket", "s3:PutBucketTagging", "s3:TagResource", "s3:UntagResource"],
  remove: ["s3:DeleteBucket"],
});

/** Object lock that is on from the start, which S3 takes for two settings. */
const lockedFromStart: Row["change"] = (block, env) =>
  block.raw("object_lock_enabled") === true
    ? [
        {
          actions: ["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"],
          resources: bucketOf(block, env),
        },
      ]
    : [];

export const S3_ROWS: Readonly<Record<string, Row>> = {
  aws_s3_bucket: also(bucket, { change: lockedFromStart }),
  aws_s3_bucket_accelerate_configuration: setting("AccelerateConfiguration"),
  aws_s3_bucket_analytics_configuration: setting("AnalyticsConfiguration"),
  aws_s3_bucket_cors_configuration: setting("BucketCORS"),
  aws_s3_bucket_intelligent_tiering_configuration: setting("IntelligentTieringConfiguration"),
  aws_s3_bucket_inventory: setting("InventoryConfiguration"),
  aws_s3_bucket_lifecycle_configuration: setting("LifecycleConfiguration"),
  aws_s3_bucket_logging: setting("BucketLogging"),
  aws_s3_bucket_metric: setting("MetricsConfiguration"),
  aws_s3_bucket_notification: setting("BucketNotification"),
  aws_s3_bucket_object_lock_configuration: setting("BucketObjectLockConfiguration"),
  aws_s3_bucket_ownership_controls: setting("BucketOwnershipControls"),
  aws_s3_bucket_policy: rowOn(bucketOf, {
    read: ["s3:GetBucketPolicy"],
    change: ["s3:PutBucketPolicy"],
    remove: ["s3:DeleteBucketPolicy"],
  }),
  aws_s3_bucket_public_access_block: setting("BucketPublicAccessBlock"),
  aws_s3_bucket_replication_configuration: also(setting("ReplicationConfiguration"), {
    change: passRole("role", "s3"),
  }),
  aws_s3_bucket_request_payment_configuration: setting("BucketRequestPayment"),
  aws_s3_bucket_server_side_encryption_configuration: setting("EncryptionConfiguration"),
  aws_s3_bucket_versioning: setting("BucketVersioning"),
};
