/** Which resources of Terraform hold a policy, and of what it is. */
import type { PolicyKind } from "../evaluate/policy";

/** Every kind of KMS key. */
export const KEY_TYPES: readonly string[] = [
  "aws_kms_external_key",
  "aws_kms_key",
  "aws_kms_replica_external_key",
  "aws_kms_replica_key",
];

export interface Row {
  /** The attribute that names what the policy is about. @default - the resource itself */
  readonly of?: string;
  /** Types of what can be named. */
  readonly types?: readonly string[];
  readonly kind: PolicyKind;
  /** Attribute with the policy's text, or with its ARN. */
  readonly text?: string;
  readonly policyArn?: string;
}

const ROLE = ["aws_iam_role"];
const USER = ["aws_iam_user"];
const GROUP = ["aws_iam_group"];
const text = "policy";
const policyArn = "policy_arn";
const onKey: Row = { kind: "resource", text };
const boundary: Row = { kind: "boundary", policyArn: "permissions_boundary" };

/** By the type of the resource that says so. A type may hold several. */
export const HOLDERS: Readonly<Record<string, readonly Row[]>> = {
  ...Object.fromEntries(KEY_TYPES.map((type) => [type, [onKey]])),
  aws_kms_key_policy: [{ of: "key_id", types: KEY_TYPES, kind: "resource", text }],
  aws_iam_role: [{ kind: "trust", text: "assume_role_policy" }, boundary],
  aws_iam_user: [boundary],
  aws_iam_role_policy: [{ of: "role", types: ROLE, kind: "identity", text }],
  aws_iam_user_policy: [{ of: "user", types: USER, kind: "identity", text }],
  aws_iam_group_policy: [{ of: "group", types: GROUP, kind: "identity", text }],
  aws_iam_role_policy_attachment: [{ of: "role", types: ROLE, kind: "identity", policyArn }],
  aws_iam_user_policy_attachment: [{ of: "user", types: USER, kind: "identity", policyArn }],
  aws_iam_group_policy_attachment: [{ of: "group", types: GROUP, kind: "identity", policyArn }],
  aws_iam_policy_attachment: [
    { of: "roles", types: ROLE, kind: "identity", policyArn },
    { of: "users", types: USER, kind: "identity", policyArn },
    { of: "groups", types: GROUP, kind: "identity", policyArn },
  ],
  aws_s3_bucket_policy: [{ of: "bucket", types: ["aws_s3_bucket"], kind: "resource", text }],
  aws_sns_topic_policy: [{ of: "arn", types: ["aws_sns_topic"], kind: "resource", text }],
  aws_sqs_queue_policy: [{ of: "queue_url", types: ["aws_sqs_queue"], kind: "resource", text }],
  aws_dynamodb_resource_policy: [
    { of: "resource_arn", types: ["aws_dynamodb_table"], kind: "resource", text },
  ],
  aws_secretsmanager_secret_policy: [
    { of: "secret_arn", types: ["aws_secretsmanager_secret"], kind: "resource", text },
  ],
};

/** A policy by itself: it counts where it is attached. */
export const MANAGED_POLICY = "aws_iam_policy";

/** What any other resource may hold: a policy of its own. */
export const ANY_HOLDER: readonly Row[] = [
  { kind: "trust", text: "assume_role_policy" },
  boundary,
  { kind: "resource", text },
];
