/**
 * What LocalStack 4.9.2 (or our apply) cannot show, each with the place where it is asserted instead. A resource
 * type in this list is skipped by the apply, loudly; any other type that is not mapped is an error.
 */
export interface Unsupported {
  /** A resource type, or an attribute of one with its path. */
  readonly what: string;
  /** Which resources it is, where `what` is more than the name of a type. */
  readonly when?: (type: string, attributes: Readonly<Record<string, unknown>>) => boolean;
  readonly why: string;
  /** Where it is proven instead. */
  readonly assertedIn: string;
}

export const UNSUPPORTED: readonly Unsupported[] = [
  {
    what: "aws_s3_bucket_server_side_encryption_configuration.rule.blocked_encryption_types",
    why: "accepted by LocalStack, but not returned, so that a change outside is not noticed",
    assertedIn: "the golden JSON of the preset",
  },
  {
    what: "aws_kms_key.custom_key_store_id and aws_kms_key.xks_key_id",
    why: "LocalStack has no custom key stores; the apply refuses the attributes",
    assertedIn: "__tests__/modules/kms/key/key.test.ts",
  },
  {
    what: "aws_kms_replica_key.tags and aws_kms_replica_key.policy, in the request that makes the replica",
    why: "LocalStack's ReplicateKey drops both, so that the AWS provider, which waits for them, waits for ever; our apply sets them again",
    assertedIn:
      "__tests__/modules/kms/key/multi-region-key.test.ts, and __tests__/tools/emulator/unsupported.emulator.test.ts sees the gap",
  },
  {
    what: "imported key material that expires, more than one material of a key, and lists of rotations",
    why: "LocalStack takes a date and keeps none; it refuses to rotate imported keys and to list materials",
    assertedIn:
      "__tests__/scripts/commands/keys/rotate.test.ts and __tests__/scripts/core/rotate/kms-rotation.test.ts",
  },
  {
    what: "every policy (key, role, user, bucket)",
    why: "stored but not enforced, and nonsense is accepted",
    assertedIn: "the claim tables, evaluated by tools/policy-check",
  },
  {
    what: "aws_iam_saml_provider.tags",
    why: "accepted by LocalStack, but not returned",
    assertedIn: "__tests__/tools/emulator/apply/iam.emulator.test.ts",
  },
  {
    what: "aws_iam_access_key.encrypted_secret and aws_iam_user_login_profile.encrypted_password",
    why: "the provider encrypts for a PGP key, not AWS; the apply forgets the secret and says so in its place",
    assertedIn: "__tests__/modules/iam/identities/user.test.ts",
  },
  {
    what: "aws_sqs_queue_policy",
    why: "the emulator is not started with SQS; notifications to queues are refused by the apply",
    assertedIn: "__tests__/modules/s3/settings/notifications.test.ts",
  },
  {
    what: "aws_lambda_permission",
    why: "the emulator is not started with Lambda; notifications to functions are refused by the apply",
    assertedIn: "__tests__/modules/s3/settings/notifications.test.ts",
  },
  {
    what: "what replication, lifecycle, inventory, metrics, access logs, acceleration and Intelligent-Tiering do",
    why: "LocalStack keeps the configurations and acts on none of them",
    assertedIn: "the configurations read back, in __tests__/tools/emulator/apply/s3.emulator.test.ts",
  },
  {
    what: "aws_dynamodb_table",
    why: "LocalStack's DynamoDB is Amazon's own program in Java, which it downloads when it is first asked",
    assertedIn: "__tests__/modules/dynamodb, and claims and golden JSON of the preset multi-region-vault",
  },
  {
    what: "aws_s3_bucket_replication_configuration with a destination in another account",
    when: (type, { rule }) =>
      type === "aws_s3_bucket_replication_configuration" && /"account":"\d{12}"/.test(JSON.stringify(rule)),
    why: "LocalStack looks for the bucket in the account of the source, and refuses it as one without versions",
    assertedIn:
      "__tests__/presets/s3-replication/stack.test.ts, and the claims of both halves; __tests__/integration/presets/s3-replication.test.ts sees the gap",
  },
  {
    what: "s3control CreateJob, and so Batch Replication",
    why: "not implemented by LocalStack's community edition",
    assertedIn:
      "__tests__/docs/batch-jobs.test.ts, by evaluating the documented job, and the claims of s3-replication",
  },
  {
    what: "aws_rolesanywhere_trust_anchor",
    why: "LocalStack has no IAM Roles Anywhere",
    assertedIn: "__tests__/modules/iam/constructs.test.ts and evaluated.test.ts",
  },
  {
    what: "aws_rolesanywhere_profile",
    why: "LocalStack has no IAM Roles Anywhere",
    assertedIn: "__tests__/modules/iam/constructs.test.ts and evaluated.test.ts",
  },
  {
    what: "the KMS key of a snapshot that is made of a volume, and of the copy of an AMI",
    why: "CreateSnapshot keeps that it is encrypted and not by which key, CopyImage neither; CopySnapshot keeps both",
    assertedIn:
      "__tests__/scripts/core/snapshots/ec2-requests.test.ts (what is asked of EC2), and __tests__/integration/presets/snapshot-sharing.test.ts with a copy",
  },
  {
    what: "RDS",
    why: "LocalStack's community edition has none; moto, which is in the same Python environment, has",
    assertedIn: "__tests__/scripts/core/snapshots/rds-snapshots.emulator.test.ts, against moto",
  },
  {
    what: "aws_cloudtrail",
    why: "LocalStack's community edition has no CloudTrail",
    assertedIn: "__tests__/modules/audit/trail.test.ts",
  },
  {
    what: "what CloudTrail hands to EventBridge",
    why: "without CloudTrail nothing does; tests and demo put the record that AWS documents, with the source aws.kms, which AWS takes from nobody but itself",
    assertedIn:
      "__tests__/integration/presets/key-audit.test.ts, from the record on: rule, topic and subscriber",
  },
  {
    what: "aws_cloudwatch_log_metric_filter.pattern",
    why: "stored, but not applied to records that CloudTrail would write, and TestMetricFilter is not implemented",
    assertedIn: "__tests__/modules/audit/filter-pattern.test.ts, with a matcher of our own",
  },
  {
    what: "aws_cloudwatch_metric_alarm.tags",
    why: "accepted by LocalStack, but not returned",
    assertedIn: "__tests__/modules/audit/alerts.test.ts",
  },
];

/** Why a resource is left out; `undefined` when it is not in the list. */
export function unsupportedType(
  type: string,
  attributes: Readonly<Record<string, unknown>> = {},
): Unsupported | undefined {
  return UNSUPPORTED.find(({ what, when }) => what === type || when?.(type, attributes) === true);
}
