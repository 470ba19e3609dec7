/**
 * The calls that the AWS provider makes for each resource type, written out a second time, from the API references: an expectation must not follow what it
 * checks. Each is a request that has to be allowed.
 */
import type { ClaimContext } from "../../../presets/common/claims/claim";
import type { Resource, StackValues } from "../../../tools/policy-check/stack-values";
import { ACCOUNT_ID } from "../../../tools/policy-check/stack-values";
import { REGION, STACK } from "./stacks";

/** One request, before it is known who makes it. */
export interface ProviderCall {
  readonly action: string;
  readonly resource: string;
  readonly context?: ClaimContext;
  /** When it is made: removals are not, where `prevent_destroy` protects the resource. */
  readonly when: "read" | "change" | "remove";
}

type Calls = (resource: Resource, stack: StackValues) => readonly Omit<ProviderCall, "when">[];
interface Row {
  readonly read: Calls;
  readonly change: Calls;
  readonly remove: Calls;
}

const on =
  (resourceOf: (resource: Resource, stack: StackValues) => string, ...actions: readonly string[]): Calls =>
  (resource, stack) =>
    actions.map((action) => ({ action, resource: resourceOf(resource, stack) }));
const all =
  (...calls: readonly Calls[]): Calls =>
  (resource, stack) =>
    calls.flatMap((each) => each(resource, stack));

const text = (resource: Resource, name: string): string => String(resource.attributes[name]);
const regionOf = (resource: Resource): string => String(resource.attributes.region ?? REGION);
const own = ({ address }: Resource, stack: StackValues): string => stack.attribute(address, "arn");
const everything = (): string => "*";
const regional = (service: string, kind: string, name: string) => (resource: Resource) =>
  `arn:aws:${service}:${regionOf(resource)}:${ACCOUNT_ID}:${kind}${text(resource, name)}`;

// Identities that belong to a role or user name it.
const identity =
  (type: string, attribute: string) =>
  (resource: Resource, stack: StackValues): string => {
    const found = stack.resources.find(
      (each) => each.type === type && each.attributes.name === resource.attributes[attribute],
    );
    return stack.attribute(found?.address ?? "", "arn");
  };

const TAGGED: ClaimContext = { "aws:ResourceTag/sealstack:stack": STACK };
const REQUESTED: ClaimContext = { "aws:RequestTag/sealstack:stack": STACK };
const under =
  (context: (resource: Resource) => ClaimContext, calls: Calls): Calls =>
  (resource, stack) =>
    calls(resource, stack).map((call) => ({ ...call, context: { ...call.context, ...context(resource) } }));

const key = (...changes: readonly string[]): Row => ({
  // Right after the creation, before the tag and the alias count.
  read: under(
    () => ({ "kms:ResourceAliases": null }),
    on(own, "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"),
  ),
  change: all(
    under(
      (resource) => ({ ...REQUESTED, "aws:RequestedRegion": regionOf(resource) }),
      on(everything, "kms:CreateKey"),
    ),
    under(() => ({ ...REQUESTED, "kms:ResourceAliases": null }), on(own, "kms:TagResource")),
    under(
      () => TAGGED,
      on(
        own,
        "kms:PutKeyPolicy",
        "kms:UpdateKeyDescription",
        "kms:EnableKey",
        "kms:DisableKey",
        "kms:TagResource",
        "kms:UntagResource",
        ...changes,
      ),
    ),
  ),
  remove: under(
    () => ({ ...TAGGED, "kms:ScheduleKeyDeletionPendingWindowInDays": "30" }),
    on(own, "kms:ScheduleKeyDeletion"),
  ),
});

const primary = (resource: Resource): string => text(resource, "primary_key_arn");
const replica: Row = {
  ...key(),
  change: all(
    under(() => TAGGED, on(primary, "kms:ReplicateKey")),
    under((resource) => ({ "aws:RequestedRegion": regionOf(resource) }), on(everything, "kms:CreateKey")),
    key().change,
  ),
};

const keyOfAlias = (resource: Resource, stack: StackValues): string => {
  const id = text(resource, "target_key_id");
  return id.startsWith("arn:")
    ? id
    : `arn:aws:kms:${regionOf(resource)}:${stack.attribute(resource.address, "arn").split(":")[4]}:key/${id}`;
};
const aliasCalls = (...actions: readonly string[]): Calls =>
  all(
    on(own, ...actions),
    under(() => TAGGED, on(keyOfAlias, ...actions)),
  );

const bucket = (resource: Resource): string => `arn:aws:s3:::${text(resource, "bucket")}`;
const setting = (get: string, put: string, remove = put): Row => ({
  read: on(bucket, `s3:${get}`),
  change: on(bucket, `s3:${put}`),
  remove: on(bucket, `s3:${remove}`),
});

const passing =
  (service: string, attribute: string): Calls =>
  (resource) =>
    [resource.attributes[attribute] ?? []].flat().map((role) => ({
      action: "iam:PassRole",
      resource: String(role),
      context: { "iam:PassedToService": service },
    }));
const bounded =
  (identityOf: (resource: Resource, stack: StackValues) => string, ...actions: readonly string[]): Calls =>
  (resource, stack) => {
    const arn = identityOf(resource, stack);
    const holder = stack.resources.find(
      (each) => /^aws_iam_(role|user)$/.test(each.type) && stack.attribute(each.address, "arn") === arn,
    );
    const boundary = holder?.attributes.permissions_boundary;
    return actions.map((action) => ({
      action,
      resource: arn,
      ...(typeof boundary === "string" ? { context: { "iam:PermissionsBoundary": boundary } } : {}),
    }));
  };
const role = identity("aws_iam_role", "role");
const user = identity("aws_iam_user", "user");
const profile = (resource: Resource): string =>
  `arn:aws:iam::${ACCOUNT_ID}:instance-profile${resource.attributes.path ?? "/"}${text(resource, "name")}`;
const topic = (attribute: string) => (resource: Resource) => text(resource, attribute);
const anywhereProfile = (): string =>
  `arn:aws:rolesanywhere:${REGION}:${ACCOUNT_ID}:profile/33333333-3333-4333-8333-333333333333`;
const tables = (resource: Resource): readonly string[] => [
  regionOf(resource),
  ...((resource.attributes.replica ?? []) as { region_name: string }[]).map(({ region_name: name }) => name),
];
const table =
  (...actions: readonly string[]): Calls =>
  (resource) =>
    tables(resource).flatMap((region) =>
      actions.map((action) => ({
        action,
        resource: `arn:aws:dynamodb:${region}:${ACCOUNT_ID}:table/${text(resource, "name")}`,
        context: { "aws:RequestedRegion": region },
      })),
    );
const keyOfTable: Calls = (resource) => {
  const { kms_key_arn: arn } = resource.attributes.server_side_encryption as { kms_key_arn: string };
  const via = { ...TAGGED, "kms:ViaService": `dynamodb.${arn.split(":")[3]}.amazonaws.com` };
  const context = {
    ...via,
    "kms:EncryptionContext:aws:dynamodb:tableName": text(resource, "name"),
    "kms:EncryptionContext:aws:dynamodb:subscriberId": ACCOUNT_ID,
  };
  return [
    ...[
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ].map((action) => ({ action, resource: arn, context })),
    { action: "kms:CreateGrant", resource: arn, context: { ...via, "kms:GrantIsForAWSResource": "true" } },
  ];
};

const ROWS: Readonly<Record<string, Row>> = {
  aws_cloudtrail: {
    read: all(
      on(everything, "cloudtrail:DescribeTrails"),
      on(
        own,
        "cloudtrail:GetTrailStatus",
        "cloudtrail:ListTags",
        "cloudtrail:GetEventSelectors",
        "cloudtrail:GetInsightSelectors",
      ),
    ),
    change: all(
      on(
        own,
        "cloudtrail:CreateTrail",
        "cloudtrail:UpdateTrail",
        "cloudtrail:StartLogging",
        "cloudtrail:StopLogging",
      ),
      on(own, "cloudtrail:PutEventSelectors", "cloudtrail:AddTags", "cloudtrail:RemoveTags"),
      passing("cloudtrail.amazonaws.com", "cloud_watch_logs_role_arn"),
    ),
    remove: on(own, "cloudtrail:DeleteTrail"),
  },
  aws_cloudwatch_event_rule: {
    read: on(own, "events:DescribeRule", "events:ListTagsForResource"),
    change: on(
      own,
      "events:PutRule",
      "events:EnableRule",
      "events:DisableRule",
      "events:TagResource",
      "events:UntagResource",
    ),
    remove: on(own, "events:DeleteRule"),
  },
  aws_cloudwatch_event_target: {
    read: on(regional("events", "rule/", "rule"), "events:ListTargetsByRule"),
    change: all(
      on(regional("events", "rule/", "rule"), "events:PutTargets"),
      passing("events.amazonaws.com", "role_arn"),
    ),
    remove: on(regional("events", "rule/", "rule"), "events:RemoveTargets"),
  },
  aws_cloudwatch_log_group: {
    read: all(on(everything, "logs:DescribeLogGroups"), on(own, "logs:ListTagsForResource")),
    change: on(
      own,
      "logs:CreateLogGroup",
      "logs:PutRetentionPolicy",
      "logs:DeleteRetentionPolicy",
      "logs:AssociateKmsKey",
      "logs:DisassociateKmsKey",
      "logs:TagResource",
      "logs:UntagResource",
    ),
    remove: on(own, "logs:DeleteLogGroup"),
  },
  aws_cloudwatch_log_metric_filter: {
    read: on(regional("logs", "log-group:", "log_group_name"), "logs:DescribeMetricFilters"),
    change: on(regional("logs", "log-group:", "log_group_name"), "logs:PutMetricFilter"),
    remove: on(regional("logs", "log-group:", "log_group_name"), "logs:DeleteMetricFilter"),
  },
  aws_cloudwatch_metric_alarm: {
    read: on(
      regional("cloudwatch", "alarm:", "alarm_name"),
      "cloudwatch:DescribeAlarms",
      "cloudwatch:ListTagsForResource",
    ),
    change: on(
      regional("cloudwatch", "alarm:", "alarm_name"),
      "cloudwatch:PutMetricAlarm",
      "cloudwatch:TagResource",
      "cloudwatch:UntagResource",
    ),
    remove: on(regional("cloudwatch", "alarm:", "alarm_name"), "cloudwatch:DeleteAlarms"),
  },
  aws_dynamodb_table: {
    read: table(
      "dynamodb:DescribeTable",
      "dynamodb:DescribeContinuousBackups",
      "dynamodb:DescribeTimeToLive",
      "dynamodb:ListTagsOfResource",
    ),
    change: all(
      table(
        "dynamodb:CreateTable",
        "dynamodb:UpdateTable",
        "dynamodb:UpdateContinuousBackups",
        "dynamodb:UpdateTimeToLive",
      ),
      table(
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
        "dynamodb:CreateTableReplica",
        "dynamodb:Query",
        "dynamodb:Scan",
      ),
      table(
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:BatchWriteItem",
      ),
      () => [
        {
          action: "iam:CreateServiceLinkedRole",
          resource: `arn:aws:iam::${ACCOUNT_ID}:role/aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication`,
          context: { "iam:AWSServiceName": "replication.dynamodb.amazonaws.com" },
        },
      ],
      keyOfTable,
    ),
    remove: table("dynamodb:DeleteTable", "dynamodb:DeleteTableReplica"),
  },
  aws_iam_access_key: {
    read: on(user, "iam:ListAccessKeys"),
    change: on(user, "iam:CreateAccessKey", "iam:UpdateAccessKey"),
    remove: on(user, "iam:DeleteAccessKey"),
  },
  aws_iam_instance_profile: {
    read: all(on(profile, "iam:GetInstanceProfile"), on(role, "iam:GetRole")),
    change: all(
      on(
        profile,
        "iam:CreateInstanceProfile",
        "iam:AddRoleToInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
      ),
      on(profile, "iam:TagInstanceProfile", "iam:UntagInstanceProfile"),
      (resource, stack) => [
        {
          action: "iam:PassRole",
          resource: role(resource, stack),
          context: { "iam:PassedToService": "ec2.amazonaws.com" },
        },
      ],
    ),
    remove: on(profile, "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"),
  },
  aws_iam_role: {
    read: on(own, "iam:GetRole", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies"),
    change: all(
      bounded(own, "iam:CreateRole", "iam:PutRolePermissionsBoundary"),
      on(
        own,
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
        "iam:UpdateAssumeRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
      ),
    ),
    remove: on(own, "iam:ListInstanceProfilesForRole", "iam:DeleteRole"),
  },
  aws_iam_role_policy: {
    read: on(role, "iam:GetRolePolicy"),
    change: bounded(role, "iam:PutRolePolicy"),
    remove: bounded(role, "iam:DeleteRolePolicy"),
  },
  aws_iam_user: {
    read: on(own, "iam:GetUser"),
    change: all(
      bounded(own, "iam:CreateUser", "iam:PutUserPermissionsBoundary"),
      on(own, "iam:UpdateUser", "iam:TagUser", "iam:UntagUser"),
    ),
    remove: on(own, "iam:ListGroupsForUser", "iam:DeleteUser"),
  },
  aws_iam_user_policy: {
    read: on(user, "iam:GetUserPolicy"),
    change: bounded(user, "iam:PutUserPolicy"),
    remove: bounded(user, "iam:DeleteUserPolicy"),
  },
  aws_kms_alias: {
    read: on(everything, "kms:ListAliases"),
    change: aliasCalls("kms:CreateAlias", "kms:UpdateAlias"),
    remove: aliasCalls("kms:DeleteAlias"),
  },
  aws_kms_external_key: key(),
  aws_kms_key: key("kms:EnableKeyRotation", "kms:DisableKeyRotation"),
  aws_kms_replica_key: replica,
  aws_rolesanywhere_profile: {
    read: all(
      on(anywhereProfile, "rolesanywhere:GetProfile"),
      on(everything, "rolesanywhere:ListTagsForResource"),
    ),
    change: all(
      under(() => REQUESTED, on(everything, "rolesanywhere:CreateProfile")),
      under(() => REQUESTED, on(anywhereProfile, "rolesanywhere:TagResource")),
      under(
        () => TAGGED,
        on(
          anywhereProfile,
          "rolesanywhere:TagResource",
          "rolesanywhere:UntagResource",
          "rolesanywhere:UpdateProfile",
          "rolesanywhere:EnableProfile",
          "rolesanywhere:DisableProfile",
        ),
      ),
      passing("rolesanywhere.amazonaws.com", "role_arns"),
    ),
    remove: under(() => TAGGED, on(anywhereProfile, "rolesanywhere:DeleteProfile")),
  },
  aws_s3_bucket: {
    read: on(
      bucket,
      "s3:ListBucket",
      "s3:GetBucketLocation",
      "s3:GetBucketPolicy",
      "s3:GetBucketAcl",
      "s3:GetBucketCORS",
      "s3:GetBucketWebsite",
      "s3:GetBucketVersioning",
      "s3:GetAccelerateConfiguration",
      "s3:GetBucketRequestPayment",
      "s3:GetBucketLogging",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
      "s3:GetEncryptionConfiguration",
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetBucketTagging",
      "s3:ListTagsForResource",
    ),
    change: on(bucket, "s3:CreateBucket", "s3:PutBucketTagging", "s3:TagResource", "s3:UntagResource"),
    remove: on(bucket, "s3:DeleteBucket"),
  },
  aws_s3_bucket_lifecycle_configuration: setting("GetLifecycleConfiguration", "PutLifecycleConfiguration"),
  aws_s3_bucket_object_lock_configuration: setting(
    "GetBucketObjectLockConfiguration",
    "PutBucketObjectLockConfiguration",
  ),
  aws_s3_bucket_ownership_controls: setting("GetBucketOwnershipControls", "PutBucketOwnershipControls"),
  aws_s3_bucket_policy: setting("GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"),
  aws_s3_bucket_public_access_block: setting("GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock"),
  aws_s3_bucket_replication_configuration: {
    ...setting("GetReplicationConfiguration", "PutReplicationConfiguration"),
    change: all(on(bucket, "s3:PutReplicationConfiguration"), passing("s3.amazonaws.com", "role")),
  },
  aws_s3_bucket_server_side_encryption_configuration: setting(
    "GetEncryptionConfiguration",
    "PutEncryptionConfiguration",
  ),
  aws_s3_bucket_versioning: setting("GetBucketVersioning", "PutBucketVersioning"),
  aws_sns_topic: {
    read: on(own, "sns:GetTopicAttributes", "sns:ListTagsForResource"),
    change: on(own, "sns:CreateTopic", "sns:SetTopicAttributes", "sns:TagResource", "sns:UntagResource"),
    remove: on(own, "sns:DeleteTopic"),
  },
  aws_sns_topic_policy: {
    read: on(topic("arn"), "sns:GetTopicAttributes"),
    change: on(topic("arn"), "sns:SetTopicAttributes"),
    remove: on(topic("arn"), "sns:SetTopicAttributes"),
  },
  aws_sns_topic_subscription: {
    read: on(topic("topic_arn"), "sns:GetSubscriptionAttributes", "sns:ListSubscriptionsByTopic"),
    change: on(topic("topic_arn"), "sns:Subscribe", "sns:SetSubscriptionAttributes"),
    remove: on(topic("topic_arn"), "sns:Unsubscribe"),
  },
};

/** Every call for a stack. @throws Error for a type without a row here */
export function providerCalls(stack: StackValues): readonly ProviderCall[] {
  const all = stack.resources.flatMap((resource) => {
    const row = ROWS[resource.type];
    if (row === undefined) throw new Error(`nothing is written down of ${resource.type}`);
    const kept = /"prevent_destroy":true/.test(JSON.stringify(resource.attributes.lifecycle ?? {}));
    const calls = (when: ProviderCall["when"]) =>
      row[when](resource, stack).map((call) => ({ ...call, when }));
    return [...calls("read"), ...calls("change"), ...(kept ? [] : calls("remove"))];
  });
  return [...new Map(all.map((call) => [JSON.stringify(call), call])).values()];
}
