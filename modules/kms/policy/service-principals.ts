/**
 * AWS services that use a key in their own name, each with the condition that its documentation gives against the confused deputy: without
 * it, anybody's resource of that service could use the key.
 */

import type { Conditions } from "../../iam/policies/policy-document";
import {
  type AwsEnvironment,
  optInPrincipal,
  regionalPrincipal,
  servicePrincipal,
} from "../../iam/policies/principals";
import { GRANT_ACTION } from "../actions";
import type { ServiceScope, ServiceTraits } from "./service-traits";

const global = (service: string) => (env: AwsEnvironment) => servicePrincipal(service, env);
const arn =
  (service: string, resource: string) =>
  ({ partition, region }: AwsEnvironment, accountId: string): readonly string[] => [
    `arn:${partition}:${service}:${region}:${accountId}:${resource}`,
  ];

/** Both keys: the ARN of a resource may come without an account, as a bucket's does. */
const fromSource = ({ accountId, sourceArns }: ServiceScope): Conditions => ({
  StringEquals: { "aws:SourceAccount": accountId },
  ArnLike: { "aws:SourceArn": sourceArns },
});

const PUBLISH_ACTIONS = ["kms:GenerateDataKey", "kms:Decrypt"];
const PUBLISH = [{ actions: PUBLISH_ACTIONS, conditions: fromSource }];
const FULL_USE = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:DescribeKey",
];

export const SERVICES = {
  /** Log groups. `sourceArns` are ARNs of log groups. */
  cloudWatchLogs: {
    sid: "CloudWatchLogs",
    principal: (env) => regionalPrincipal("logs", env),
    kind: "symmetricEncryption",
    sourceService: "logs",
    defaultSourceArns: arn("logs", "log-group:*"),
    statements: [
      {
        // AWS's example lists kms:DescribeKey too, but such a request has no encryption context: the condition never holds.
        actions: FULL_USE.filter((action) => action !== "kms:DescribeKey"),
        conditions: ({ sourceArns }) => ({ ArnLike: { "kms:EncryptionContext:aws:logs:arn": sourceArns } }),
      },
    ],
    source:
      "CloudWatch Logs User Guide, 'Encrypt log data in CloudWatch Logs using AWS Key Management Service'",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  },
  /** Trails. `sourceArns` are ARNs of trails, without patterns. */
  cloudTrail: {
    sid: "CloudTrail",
    principal: global("cloudtrail"),
    kind: "symmetricEncryption",
    sourceService: "cloudtrail",
    exactSources: true,
    statements: [
      {
        actions: ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
        conditions: ({ env, accountId, sourceArns }) => ({
          StringEquals: { "aws:SourceArn": sourceArns },
          StringLike: {
            "kms:EncryptionContext:aws:cloudtrail:arn": `arn:${env.partition}:cloudtrail:*:${accountId}:trail/*`,
          },
        }),
      },
      {
        suffix: "Describe",
        actions: ["kms:DescribeKey"],
        conditions: ({ sourceArns }) => ({ StringEquals: { "aws:SourceArn": sourceArns } }),
      },
      {
        // A bucket that uses a bucket key, as `Bucket` does: else no trail can be made or changed. The context is then the bucket's.
        suffix: "BucketKey",
        actions: ["kms:Decrypt"],
        conditions: ({ sourceArns }) => ({ StringEquals: { "aws:SourceArn": sourceArns } }),
      },
    ],
    source: "CloudTrail User Guide, 'Configure AWS KMS key policies for CloudTrail'",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html",
  },
  /** Key-signing keys of hosted zones. `sourceArns` are ARNs of hosted zones. */
  route53Dnssec: {
    sid: "Route53Dnssec",
    principal: global("dnssec-route53"),
    kind: "signing",
    sourceService: "route53",
    keySpec: "ECC_NIST_P256",
    region: "us-east-1",
    defaultSourceArns: ({ partition }) => [`arn:${partition}:route53:::hostedzone/*`],
    statements: [
      { actions: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"], conditions: fromSource },
      {
        suffix: "Grant",
        actions: [GRANT_ACTION],
        conditions: (scope) => ({ ...fromSource(scope), Bool: { "kms:GrantIsForAWSResource": "true" } }),
      },
    ],
    source: "Route 53 Developer Guide, 'Working with customer managed keys for DNSSEC'",
    url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/access-control-managing-permissions.html#KMS-key-policy-for-DNSSEC",
    unverified:
      "the guide binds the first of the two statements to the source, and the grant to AWS's own resources only; here the grant is bound to the source as well, as terraform-aws-modules/kms does",
  },
  /** Delivery channel to a bucket. */
  config: {
    sid: "Config",
    principal: global("config"),
    kind: "symmetricEncryption",
    sourceService: "config",
    defaultSourceArns: arn("config", "*"),
    statements: [{ actions: ["kms:Decrypt", "kms:GenerateDataKey"], conditions: fromSource }],
    source: "AWS Config Developer Guide, 'Permissions for the KMS Key for the AWS Config Delivery Channel'",
    url: "https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html",
  },
  /** SNS, which publishes to encrypted queues. `sourceArns` are ARNs of topics. */
  sns: {
    sid: "Sns",
    principal: global("sns"),
    kind: "symmetricEncryption",
    sourceService: "sns",
    defaultSourceArns: arn("sns", "*"),
    statements: PUBLISH,
    source: "SQS Developer Guide, 'Key management': configure KMS permissions for AWS services",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services",
    unverified:
      "for queues, the guides give principal and actions and no condition; the one here is that of the SNS guide for publishers to topics",
  },
  /** Event notifications of S3 to encrypted topics. `sourceArns` are ARNs of buckets. */
  s3Notifications: {
    sid: "S3Notifications",
    principal: global("s3"),
    kind: "symmetricEncryption",
    sourceService: "s3",
    defaultSourceArns: ({ partition }) => [`arn:${partition}:s3:::*`],
    statements: PUBLISH,
    source:
      "SNS Developer Guide, 'Key management': enable compatibility between event sources and encrypted topics",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services",
  },
  /** Event notifications of S3 to encrypted queues. `sourceArns` are ARNs of buckets. */
  s3NotificationsToQueues: {
    sid: "S3NotificationsToQueues",
    principal: global("s3"),
    kind: "symmetricEncryption",
    sourceService: "s3",
    defaultSourceArns: ({ partition }) => [`arn:${partition}:s3:::*`],
    statements: PUBLISH,
    source: "SQS Developer Guide, 'Key management': configure KMS permissions for AWS services",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services",
    unverified: "for queues, the guide gives principal and actions and no condition",
  },
  /** Alarms to encrypted topics. `sourceArns` are ARNs of alarms. */
  cloudWatchAlarms: {
    sid: "CloudWatchAlarms",
    principal: global("cloudwatch"),
    kind: "symmetricEncryption",
    sourceService: "cloudwatch",
    defaultSourceArns: arn("cloudwatch", "alarm:*"),
    statements: PUBLISH,
    source:
      "SNS Developer Guide, 'Key management': enable compatibility between event sources and encrypted topics",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services",
  },
  /**
   * Rules of EventBridge to encrypted topics. `sourceArns` are ARNs of topics: between EventBridge and SNS there is no `aws:SourceArn`, and a
   * condition on it loses every message without a sign. What bounds the use is the encryption context, in which SNS puts the topic.
   */
  eventBridgeToTopics: {
    sid: "EventBridgeToTopics",
    principal: global("events"),
    kind: "symmetricEncryption",
    sourceService: "sns",
    defaultSourceArns: arn("sns", "*"),
    statements: [
      {
        actions: PUBLISH_ACTIONS,
        conditions: ({ sourceArns }) => ({
          ArnLike: { "kms:EncryptionContext:aws:sns:topicArn": sourceArns },
        }),
      },
    ],
    source:
      "SNS Developer Guide, 'Key management' (source keys are not supported for EventBridge), 'Setting up topic encryption with SSE' (context)",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services",
  },
  /** Rules of EventBridge to encrypted queues. `sourceArns` are ARNs of rules. */
  eventBridgeToQueues: {
    sid: "EventBridgeToQueues",
    principal: global("events"),
    kind: "symmetricEncryption",
    sourceService: "events",
    defaultSourceArns: arn("events", "rule/*"),
    statements: PUBLISH,
    source: "EventBridge User Guide, 'Event bus targets': key policy for targets that are encrypted",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html",
    unverified: "the guide gives principal and actions and no condition",
  },
  /**
   * Logs that AWS services deliver to a bucket: access logs of Network Load Balancers, VPC flow logs and others. (Application Load Balancers
   * take buckets with S3's own keys only.)
   */
  logDelivery: {
    sid: "LogDelivery",
    principal: global("delivery.logs"),
    kind: "symmetricEncryption",
    sourceService: "logs",
    defaultSourceArns: arn("logs", "*"),
    statements: [{ actions: FULL_USE, conditions: fromSource }],
    source:
      "Elastic Load Balancing, User Guide for Network Load Balancers, 'Access logs'; CloudWatch Logs User Guide, 'Logs sent to Amazon S3'",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html",
  },
  /** Export of findings. `sourceArns` are ARNs of detectors. In a region that has to be enabled first, GuardDuty acts under that region's name. */
  guardDuty: {
    sid: "GuardDuty",
    principal: (env) => optInPrincipal("guardduty", env),
    kind: "symmetricEncryption",
    sourceService: "guardduty",
    defaultSourceArns: arn("guardduty", "detector/*"),
    statements: [{ actions: ["kms:GenerateDataKey"], conditions: fromSource }],
    source: "GuardDuty User Guide, 'Exporting findings to Amazon S3'",
    url: "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html",
  },
  /** Inventory reports. `sourceArns` are ARNs of the buckets that are listed. */
  s3Inventory: {
    sid: "S3Inventory",
    principal: global("s3"),
    kind: "symmetricEncryption",
    sourceService: "s3",
    statements: [{ actions: ["kms:GenerateDataKey"], conditions: fromSource }],
    source: "S3 User Guide, 'Configuring Amazon S3 Inventory': granting S3 permission to use your key",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html",
  },
} as const satisfies Record<string, ServiceTraits>;

export type ServiceName = keyof typeof SERVICES;

/** The row of a service, without the exact types of the table. */
export function serviceTraits(name: ServiceName): ServiceTraits {
  return SERVICES[name];
}
