/** First half of the port: from a synthesized stack to its policies. */
import { isUnknown } from "../../access";
import { bucketSettings, type BucketSettings as Settings } from "../../access/sources/buckets";
import { collectPolicies } from "../../access/sources/collect";
import { aliasesOf, keyArn } from "../../access/sources/find";
import { HOLDERS, KEY_TYPES } from "../../access/sources/holders";
import { attachedGrant } from "./grants";
import {
  type AttachedGrant,
  type AttachedPolicy,
  type BucketSettings,
  PolicyCheckError,
  type PolicyDocument,
  type PolicySet,
} from "./policy-set";
import { ACCOUNT_ID, type Resource, type StackValues, stackValues } from "./stack-values";

/** Attributes that hold policies in a way that is not collected here: no preset uses them. */
const NOT_COLLECTED: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ["inline_policy", "managed_policy_arns"],
  aws_sns_topic: ["policy"], // its policy is a resource of its own
  // A session policy would bound the role.
  aws_rolesanywhere_profile: ["session_policy", "managed_policy_arns"],
};

const RESOURCE_KINDS: Readonly<Record<string, AttachedPolicy["kind"]>> = {
  aws_s3_bucket: "bucket",
  aws_sns_topic: "topic",
};

/** Types whose policies are collected. Others that could be are in no preset, and nobody has looked at their claims. */
const WITH_POLICY: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    Object.entries(HOLDERS).filter(
      ([type]) => !/^aws_(sqs|dynamodb|secretsmanager)_|^aws_kms_key_policy$/.test(type),
    ),
  ),
  aws_kms_grant: [],
  aws_rolesanywhere_profile: [],
  aws_sns_topic: [],
};

/** Types that carry no policy. Anything else must be collected below, or the stack is refused. */
const WITHOUT_POLICY = [
  "aws_cloudtrail",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_log_metric_filter",
  "aws_cloudwatch_metric_alarm",
  "aws_lambda_function",
  "aws_sfn_state_machine",
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
  const stack = stackValues(json);
  for (const resource of stack.resources) refuseUncollected(resource);
  const arns = (...types: readonly string[]) =>
    stack.resources.filter(({ type }) => types.includes(type)).map(({ arn }) => arn);
  return {
    accountId: ACCOUNT_ID,
    region: stack.region,
    partition: stack.partition,
    policies: collected(stack, managedPolicies),
    grants: grants(stack),
    keys: Object.fromEntries(arns(...KEY_TYPES).map((arn) => [arn, aliasesOf(stack, arn)])),
    buckets: Object.fromEntries(
      Object.entries(bucketSettings(stack)).map(([arn, each]) => [arn, settings(each)]),
    ),
    identities: arns("aws_iam_role", "aws_iam_user"),
  };
}

function refuseUncollected({ type, address, attributes }: Resource): void {
  const unknown = NOT_COLLECTED[type]?.find((name) => attributes[name] !== undefined);
  if (unknown !== undefined) throw new PolicyCheckError(`'${unknown}' of '${address}' is not collected`);
  if (KEY_TYPES.includes(type) && typeof attributes.policy !== "string")
    throw new PolicyCheckError(`'${address}' has no policy`);
  if (WITH_POLICY[type] === undefined && !WITHOUT_POLICY.includes(type))
    throw new PolicyCheckError(
      `'${address}' may carry a policy: collect it, or list its type as without policy`,
    );
}

function collected(stack: StackValues, managed: Readonly<Record<string, PolicyDocument>>): AttachedPolicy[] {
  const { policies, loose } = collectPolicies(stack, managed);
  const [elsewhere] = loose;
  if (elsewhere !== undefined)
    throw new PolicyCheckError(
      `'${elsewhere.attribute}' of '${elsewhere.address}' is '${elsewhere.said}', which is not in the stack`,
    );
  return policies.map(({ kind, address, attachedTo, document }) => {
    if (isUnknown(document))
      throw new PolicyCheckError(`${document.unknown} cannot be known before deployment`);
    const neighbour = address.startsWith("arn:") ? { neighbour: true as const } : {};
    const own = kind === "resource" ? resourceKind(stack, attachedTo) : (kind as AttachedPolicy["kind"]);
    return { kind: own, address, attachedTo, document: document as PolicyDocument, ...neighbour };
  });
}

/** What a policy of a resource is of. */
function resourceKind({ resources }: StackValues, arn: string): AttachedPolicy["kind"] {
  const type = resources.find((each) => each.arn === arn)?.type ?? "";
  const kind = KEY_TYPES.includes(type) ? "key" : RESOURCE_KINDS[type];
  if (kind === undefined) throw new PolicyCheckError(`a policy of '${arn}' is not collected`);
  return kind;
}

function grants(stack: StackValues): readonly AttachedGrant[] {
  return stack.resources
    .filter(({ type }) => type === "aws_kms_grant")
    .map(({ address, region, attributes }) => {
      const attachedTo = keyArn(stack, attributes.key_id, region);
      if (attachedTo === undefined)
        throw new PolicyCheckError(`no key with id '${attributes.key_id}' is in the stack`);
      return attachedGrant(address, attachedTo, attributes);
    });
}

function settings({ name = "", defaultKey, ...rules }: Settings): BucketSettings {
  return {
    restrictPublicBuckets: rules.restrictPublicBuckets === true,
    ...(defaultKey === undefined ? {} : { defaultKey }),
    blockedEncryption: { address: name, types: rules.blockedEncryptionTypes ?? [] },
  };
}
