/**
 * The calls that the AWS provider makes for each resource type, written out a second time, from the API references: an expectation must not follow what it
 * checks. Each is a request that has to be allowed.
 */
import { ACCOUNT_ID, type StackValues } from "../../../tools/policy-check/stack-values";
import {
  aliasCalls,
  all,
  anywhereProfile,
  bounded,
  bucket,
  everything,
  key,
  keyOfTable,
  on,
  own,
  type ProviderCall,
  packageOf,
  passing,
  profile,
  REQUESTED,
  type Row,
  regional,
  replica,
  role,
  setting,
  TAGGED,
  table,
  topic,
  under,
  user,
} from "./calls";

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
  aws_lambda_function: {
    read: on(
      regional("lambda", "function:", "function_name"),
      "lambda:GetFunction",
      "lambda:GetFunctionCodeSigningConfig",
      "lambda:ListVersionsByFunction",
    ),
    change: all(
      on(
        regional("lambda", "function:", "function_name"),
        "lambda:CreateFunction",
        "lambda:DeleteFunctionConcurrency",
        "lambda:GetFunctionConfiguration",
        "lambda:PublishVersion",
        "lambda:PutFunctionConcurrency",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ),
      passing("lambda.amazonaws.com", "role"),
      packageOf,
    ),
    remove: on(regional("lambda", "function:", "function_name"), "lambda:DeleteFunction"),
  },
  aws_sfn_state_machine: {
    read: all(
      on(
        regional("states", "stateMachine:", "name"),
        "states:DescribeStateMachine",
        "states:ListStateMachineVersions",
        "states:ListTagsForResource",
      ),
      on(everything, "states:ValidateStateMachineDefinition"), // by a plan
    ),
    change: all(
      on(
        regional("states", "stateMachine:", "name"),
        "states:CreateStateMachine",
        "states:TagResource",
        "states:UntagResource",
        "states:UpdateStateMachine",
      ),
      passing("states.amazonaws.com", "role_arn"),
    ),
    remove: on(regional("states", "stateMachine:", "name"), "states:DeleteStateMachine"),
  },
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
