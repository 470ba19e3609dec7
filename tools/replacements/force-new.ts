/**
 * What Terraform cannot change in place (`ForceNew` in the provider's schema), for every resource whose replacement loses something that no second
 * deployment brings back.
 *
 * Source: hashicorp/terraform-provider-aws, version 6.25, the files below `internal/service/`. The schema that Terraform prints does not have it, and the
 * documentation has a part of it. `region` is in every regional resource since version 6: without one of its own, a resource has the provider's.
 */
export interface ForceNew {
  /** What is gone with the old resource. */
  readonly holds: string;
  readonly attributes: readonly string[];
  /** File of the provider. */
  readonly source: string;
}

export const FORCE_NEW: Readonly<Record<string, ForceNew>> = {
  aws_s3_bucket: {
    holds: "objects",
    attributes: ["bucket", "bucket_prefix", "object_lock_enabled", "region"],
    source: "s3/bucket.go",
  },
  aws_kms_key: {
    holds: "everything that is encrypted under the key",
    attributes: [
      "custom_key_store_id",
      "customer_master_key_spec",
      "key_usage",
      "multi_region",
      "region",
      "xks_key_id",
    ],
    source: "kms/key.go",
  },
  aws_kms_external_key: {
    holds: "everything that is encrypted under the key",
    attributes: ["key_material_base64", "key_spec", "key_usage", "multi_region", "region"],
    source: "kms/external_key.go",
  },
  aws_kms_replica_key: {
    holds: "grants, and what its region has nothing else to open with",
    attributes: ["primary_key_arn", "region"],
    source: "kms/replica_key.go",
  },
  aws_kms_replica_external_key: {
    holds: "imported material, grants, and what its region has nothing else to open with",
    attributes: ["key_material_base64", "primary_key_arn", "region"],
    source: "kms/replica_external_key.go",
  },
  aws_dynamodb_table: {
    holds: "items, and what they can be restored from",
    attributes: [
      "hash_key",
      "import_table",
      "local_secondary_index",
      "name",
      "range_key",
      "region",
      "restore_backup_arn",
      "restore_date_time",
      "restore_source_name",
      "restore_source_table_arn",
      "restore_to_latest_time",
    ],
    source: "dynamodb/table.go",
  },
  aws_cloudtrail: {
    holds: "the chain of signed digests",
    attributes: ["name", "region"],
    source: "cloudtrail/trail.go",
  },
  aws_cloudwatch_log_group: {
    holds: "records",
    attributes: ["log_group_class", "name", "name_prefix", "region"],
    source: "logs/group.go",
  },
  aws_sns_topic: {
    holds: "subscriptions that were made by hand",
    attributes: ["fifo_topic", "name", "name_prefix", "region"],
    source: "sns/topic.go",
  },
  aws_sns_topic_subscription: {
    holds: "the confirmation by its recipient",
    attributes: ["endpoint", "protocol", "region", "topic_arn"],
    source: "sns/topic_subscription.go",
  },
  aws_iam_role: {
    holds: "the unique id, to which policies that name the role as a principal are bound",
    attributes: ["name", "name_prefix", "path"],
    source: "iam/role.go",
  },
  aws_iam_access_key: { holds: "the secret", attributes: ["pgp_key", "user"], source: "iam/access_key.go" },
  aws_iam_user_login_profile: {
    holds: "the password",
    attributes: ["password_length", "password_reset_required", "pgp_key", "user"],
    source: "iam/user_login_profile.go",
  },
  // No attribute of a user forces another one: name and path change in place.
  aws_iam_user: {
    holds: "the unique id, and access keys that were made by hand",
    attributes: [],
    source: "iam/user.go",
  },
};

/** Resource types that the provider has outside of regions. */
export const GLOBAL_TYPES = /^aws_iam_/;
