/** First half of the port: from a synthesized stack to its policies. */
import { z } from "zod";
import { grantStatements } from "./grants";
import {
  type AttachedPolicy,
  type BucketSettings,
  PLAIN_BUCKET,
  PolicyCheckError,
  type PolicyDocument,
  type PolicySet,
} from "./policy-set";
import {
  aliasesOf,
  arnsOf,
  bucketArn,
  find,
  identityArn,
  KEY_TYPES,
  keyArn,
  membersOf,
} from "./stack-lookups";
import { ACCOUNT_ID, type Resource, type StackValues, stackValues } from "./stack-values";

/** A stack, and the policies beside it that it names. */
interface Stack extends StackValues {
  readonly managedPolicies: Readonly<Record<string, PolicyDocument>>;
}

/** Attributes of a role or user that would attach policies in a way that is not collected here. */
const NOT_COLLECTED = ["inline_policy", "managed_policy_arns"];

/** Types that carry no policy. Anything else must be collected below, or the stack is refused. */
const WITHOUT_POLICY = [
  "aws_cloudtrail",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_log_metric_filter",
  "aws_cloudwatch_metric_alarm",
  "aws_dynamodb_table", // its policy is a resource of its own
  "aws_iam_access_key",
  "aws_iam_account_alias",
  "aws_iam_account_password_policy",
  "aws_iam_group", // its policies are its members'
  "aws_iam_group_membership",
  "aws_iam_group_policies_exclusive", // takes off what the stack does not have
  "aws_iam_group_policy_attachments_exclusive",
  "aws_iam_instance_profile",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy", // collected where it is attached
  "aws_iam_role_policies_exclusive",
  "aws_iam_role_policy_attachments_exclusive",
  "aws_iam_saml_provider",
  "aws_iam_user_group_membership",
  "aws_iam_user_login_profile",
  "aws_iam_user_policies_exclusive",
  "aws_iam_user_policy_attachments_exclusive",
  "aws_kms_alias",
  "aws_rolesanywhere_trust_anchor",
  "aws_s3_account_public_access_block",
  "aws_s3_bucket",
  "aws_s3_bucket_accelerate_configuration",
  "aws_s3_bucket_analytics_configuration",
  "aws_s3_bucket_cors_configuration",
  "aws_s3_bucket_intelligent_tiering_configuration",
  "aws_s3_bucket_inventory",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_metric",
  "aws_s3_bucket_notification",
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_replication_configuration",
  "aws_s3_bucket_request_payment_configuration",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_sns_topic_subscription",
];

type Collector = (resource: Resource, stack: Stack) => readonly AttachedPolicy[];

const keyPolicy: Collector = ({ address, attributes }, stack) => [
  attached("key", address, stack.attribute(address, "arn"), attributes.policy),
];

const COLLECTORS: Readonly<Record<string, Collector>> = {
  ...Object.fromEntries(KEY_TYPES.map((type) => [type, keyPolicy])),
  aws_kms_grant: ({ address, attributes }, stack) => [
    {
      kind: "grant",
      address,
      attachedTo: keyArn(stack, attributes),
      document: { Version: "2012-10-17", Statement: grantStatements(attributes) },
    },
  ],
  aws_s3_bucket_policy: ({ address, attributes }, stack) => [
    attached("bucket", address, bucketArn(stack, attributes.bucket), attributes.policy),
  ],
  // Its policy is a resource of its own.
  aws_sns_topic: ({ address, attributes }) => {
    if (attributes.policy === undefined) return [];
    throw new PolicyCheckError(`'policy' of '${address}' is not collected`);
  },
  aws_sns_topic_policy: ({ address, attributes }) => [
    attached("topic", address, String(attributes.arn), attributes.policy),
  ],
  aws_iam_role: ({ address, attributes }, stack) => {
    const arn = stack.attribute(address, "arn");
    return [
      attached("trust", address, arn, attributes.assume_role_policy),
      ...boundary(stack, arn, attributes.permissions_boundary),
    ];
  },
  aws_iam_user: ({ address, attributes }, stack) =>
    boundary(stack, stack.attribute(address, "arn"), attributes.permissions_boundary),
  aws_iam_role_policy: ({ address, attributes }, stack) => [
    attached("identity", address, identityArn(stack, "aws_iam_role", attributes.role), attributes.policy),
  ],
  aws_iam_user_policy: ({ address, attributes }, stack) => [
    attached("identity", address, identityArn(stack, "aws_iam_user", attributes.user), attributes.policy),
  ],
  aws_iam_group_policy: ({ address, attributes }, stack) =>
    membersOf(stack, attributes.group).map((arn) => attached("identity", address, arn, attributes.policy)),
  aws_iam_group_policy_attachment: ({ attributes }, stack) =>
    membersOf(stack, attributes.group).map((arn) => managed(stack, "identity", arn, attributes.policy_arn)),
  // A session policy would bound the role in a way that is not collected.
  aws_rolesanywhere_profile: ({ address, attributes }) => {
    if (attributes.session_policy === undefined && attributes.managed_policy_arns === undefined) return [];
    throw new PolicyCheckError(`the session policy of '${address}' is not collected`);
  },
  aws_iam_role_policy_attachment: ({ attributes }, stack) => [
    managed(stack, "identity", identityArn(stack, "aws_iam_role", attributes.role), attributes.policy_arn),
  ],
  aws_iam_user_policy_attachment: ({ attributes }, stack) => [
    managed(stack, "identity", identityArn(stack, "aws_iam_user", attributes.user), attributes.policy_arn),
  ],
};

/**
 * Collects every key, bucket, trust, identity and boundary policy of a stack.
 *
 * @param json text of the synthesized stack, as in `cdk.tf.json`
 * @param managedPolicies policies of the account that the stack does not make but names as boundaries, by ARN
 * @throws {@link PolicyCheckError} when the stack holds a resource that is not known to be without policies
 */
export function loadPolicies(
  json: string,
  managedPolicies: Readonly<Record<string, PolicyDocument>> = {},
): PolicySet {
  const stack = { ...stackValues(json), managedPolicies };
  const arns = (type: string) => arnsOf(stack, type);
  return {
    accountId: ACCOUNT_ID,
    region: stack.region,
    partition: stack.partition,
    policies: stack.resources.flatMap((resource) => collect(resource, stack)),
    keys: Object.fromEntries(KEY_TYPES.flatMap(arns).map((arn) => [arn, aliasesOf(stack, arn)])),
    buckets: Object.fromEntries(arns("aws_s3_bucket").map((arn) => [arn, bucketSettings(stack, arn)])),
    identities: [...arns("aws_iam_role"), ...arns("aws_iam_user")],
  };
}

function collect(resource: Resource, stack: Stack): readonly AttachedPolicy[] {
  const { type, address, attributes } = resource;
  const unknown = NOT_COLLECTED.find((name) => attributes[name] !== undefined);
  if (unknown !== undefined) throw new PolicyCheckError(`'${unknown}' of '${address}' is not collected`);
  const own = COLLECTORS[type]?.(resource, stack);
  if (own === undefined && !WITHOUT_POLICY.includes(type))
    throw new PolicyCheckError(
      `'${address}' may carry a policy: collect it, or list its type as without policy`,
    );
  return own ?? [];
}

function attached(
  kind: AttachedPolicy["kind"],
  address: string,
  attachedTo: string,
  text: unknown,
): AttachedPolicy {
  if (typeof text !== "string") throw new PolicyCheckError(`'${address}' has no policy`);
  return { kind, address, attachedTo, document: JSON.parse(text) as PolicyDocument };
}

function boundary(stack: Stack, attachedTo: string, arn: unknown): readonly AttachedPolicy[] {
  if (arn === undefined) return [];
  const document = stack.managedPolicies[String(arn)];
  if (document === undefined) return [managed(stack, "boundary", attachedTo, arn)];
  return [{ kind: "boundary", address: String(arn), attachedTo, document, neighbour: true }];
}

function managed(
  stack: Stack,
  kind: AttachedPolicy["kind"],
  attachedTo: string,
  arn: unknown,
): AttachedPolicy {
  const policy = find(stack, "aws_iam_policy", "arn", arn);
  return attached(kind, policy.address, attachedTo, policy.attributes.policy);
}

const encryptionRules = z.array(
  z.object({
    apply_server_side_encryption_by_default: z
      .object({ kms_master_key_id: z.string().optional() })
      .optional(),
    bucket_key_enabled: z.boolean().default(false),
    blocked_encryption_types: z.array(z.string()).default([]),
  }),
);

function bucketSettings(stack: Stack, arn: string): BucketSettings {
  const settings = (type: string) =>
    stack.resources.find(
      (resource) => resource.type === type && bucketArn(stack, resource.attributes.bucket) === arn,
    );
  const access = settings("aws_s3_bucket_public_access_block");
  const encryption = settings("aws_s3_bucket_server_side_encryption_configuration");
  const rules = encryptionRules.parse(encryption?.attributes.rule ?? []);
  const keys = rules.flatMap((rule) => {
    const arn = rule.apply_server_side_encryption_by_default?.kms_master_key_id;
    return arn === undefined ? [] : [{ arn, bucketKey: rule.bucket_key_enabled }];
  });
  return {
    restrictPublicBuckets: access?.attributes.restrict_public_buckets === true,
    ...(keys[0] === undefined ? {} : { defaultKey: keys[0] }),
    blockedEncryption: {
      address: encryption?.address ?? PLAIN_BUCKET.blockedEncryption.address,
      types: rules.flatMap((rule) => rule.blocked_encryption_types),
    },
  };
}
