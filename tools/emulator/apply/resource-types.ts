/** Every resource type that can be applied to the emulator. */
import type { ResourceType } from "./resource-type";
import { cloudwatchMetricAlarm } from "./services/cloudwatch";
import { cloudwatchEventRule, cloudwatchEventTarget } from "./services/events";
import { iamAccountAlias, iamPasswordPolicy } from "./services/iam-account";
import { EXCLUSIVE } from "./services/iam-exclusive";
import { iamGroup, iamGroupMembership, iamGroupPolicy, iamGroupPolicyAttachment } from "./services/iam-group";
import { iamOidcProvider, iamSamlProvider } from "./services/iam-identity-providers";
import { iamInstanceProfile } from "./services/iam-instance-profile";
import { iamPolicy } from "./services/iam-policy";
import { iamRole, iamRolePolicy, iamRolePolicyAttachment } from "./services/iam-role";
import { iamUser, iamUserPolicy } from "./services/iam-user";
import {
  iamAccessKey,
  iamLoginProfile,
  iamUserGroupMembership,
  iamUserPolicyAttachment,
} from "./services/iam-user-access";
import { kmsAlias, kmsKey } from "./services/kms";
import { kmsGrant } from "./services/kms-grant";
import { kmsExternalKey, kmsReplicaKey } from "./services/kms-other-keys";
import { cloudwatchLogGroup, cloudwatchLogMetricFilter } from "./services/logs";
import { s3AccountPublicAccessBlock } from "./services/s3-account";
import { s3Bucket } from "./services/s3-bucket";
import {
  s3BucketAnalytics,
  s3BucketInventory,
  s3BucketMetric,
  s3BucketTiering,
} from "./services/s3-configurations";
import {
  s3BucketAccelerate,
  s3BucketCors,
  s3BucketLogging,
  s3BucketNotification,
  s3BucketRequestPayment,
} from "./services/s3-features";
import { s3BucketLifecycle } from "./services/s3-lifecycle";
import { s3BucketReplication } from "./services/s3-replication";
import {
  s3BucketEncryption,
  s3BucketPolicy,
  s3BucketVersioning,
  s3ObjectLock,
  s3OwnershipControls,
  s3PublicAccessBlock,
} from "./services/s3-settings";
import { snsTopic, snsTopicPolicy, snsTopicSubscription } from "./services/sns";

export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_cloudwatch_event_rule: cloudwatchEventRule,
  aws_cloudwatch_event_target: cloudwatchEventTarget,
  aws_cloudwatch_log_group: cloudwatchLogGroup,
  aws_cloudwatch_log_metric_filter: cloudwatchLogMetricFilter,
  aws_cloudwatch_metric_alarm: cloudwatchMetricAlarm,
  ...EXCLUSIVE,
  aws_iam_access_key: iamAccessKey,
  aws_iam_account_alias: iamAccountAlias,
  aws_iam_account_password_policy: iamPasswordPolicy,
  aws_iam_group: iamGroup,
  aws_iam_group_membership: iamGroupMembership,
  aws_iam_group_policy: iamGroupPolicy,
  aws_iam_group_policy_attachment: iamGroupPolicyAttachment,
  aws_iam_instance_profile: iamInstanceProfile,
  aws_iam_openid_connect_provider: iamOidcProvider,
  aws_iam_policy: iamPolicy,
  aws_iam_role: iamRole,
  aws_iam_role_policy: iamRolePolicy,
  aws_iam_role_policy_attachment: iamRolePolicyAttachment,
  aws_iam_saml_provider: iamSamlProvider,
  aws_iam_user: iamUser,
  aws_iam_user_group_membership: iamUserGroupMembership,
  aws_iam_user_login_profile: iamLoginProfile,
  aws_iam_user_policy: iamUserPolicy,
  aws_iam_user_policy_attachment: iamUserPolicyAttachment,
  aws_kms_alias: kmsAlias,
  aws_kms_external_key: kmsExternalKey,
  aws_kms_grant: kmsGrant,
  aws_kms_key: kmsKey,
  aws_kms_replica_external_key: kmsReplicaKey,
  aws_kms_replica_key: kmsReplicaKey,
  aws_s3_account_public_access_block: s3AccountPublicAccessBlock,
  aws_s3_bucket: s3Bucket,
  aws_s3_bucket_accelerate_configuration: s3BucketAccelerate,
  aws_s3_bucket_analytics_configuration: s3BucketAnalytics,
  aws_s3_bucket_cors_configuration: s3BucketCors,
  aws_s3_bucket_intelligent_tiering_configuration: s3BucketTiering,
  aws_s3_bucket_inventory: s3BucketInventory,
  aws_s3_bucket_lifecycle_configuration: s3BucketLifecycle,
  aws_s3_bucket_logging: s3BucketLogging,
  aws_s3_bucket_metric: s3BucketMetric,
  aws_s3_bucket_notification: s3BucketNotification,
  aws_s3_bucket_object_lock_configuration: s3ObjectLock,
  aws_s3_bucket_ownership_controls: s3OwnershipControls,
  aws_s3_bucket_policy: s3BucketPolicy,
  aws_s3_bucket_public_access_block: s3PublicAccessBlock,
  aws_s3_bucket_replication_configuration: s3BucketReplication,
  aws_s3_bucket_request_payment_configuration: s3BucketRequestPayment,
  aws_s3_bucket_server_side_encryption_configuration: s3BucketEncryption,
  aws_s3_bucket_versioning: s3BucketVersioning,
  aws_sns_topic: snsTopic,
  aws_sns_topic_policy: snsTopicPolicy,
  aws_sns_topic_subscription: snsTopicSubscription,
};
