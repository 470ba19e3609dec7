/** What the policy of an alert topic says, as plain data. */
import { formatArn } from "../arn";
import type { Statement } from "../iam/policies/policy-document";
import { type AwsEnvironment, servicePrincipal } from "../iam/policies/principals";

/** Any alarm of account and region. */
export function alarmArns({ partition, region, accountId: account }: AwsEnvironment): string {
  return formatArn({ partition, service: "cloudwatch", region, account, resource: "alarm:*" });
}

/**
 * Lets alarms of the account, and EventBridge, publish to a topic, and nobody over plain HTTP. Principals of the account need no statement:
 * their own policies suffice.
 *
 * SNS takes only its own list of actions in a topic policy, and no wildcard.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
export function topicStatements(env: AwsEnvironment, topicArn: string): readonly Statement[] {
  const publish = { actions: ["sns:Publish"], resources: [topicArn] } as const;
  return [
    {
      ...publish,
      sid: "PublishAlarms",
      principals: { service: [servicePrincipal("cloudwatch", env)] },
      conditions: {
        StringEquals: { "aws:SourceAccount": env.accountId },
        ArnLike: { "aws:SourceArn": alarmArns(env) },
      },
    },
    {
      ...publish,
      sid: "PublishEvents",
      principals: { service: [servicePrincipal("events", env)] },
      reason:
        "EventBridge sends nothing that a condition could hold on: topic policies for it must have none (EventBridge User Guide)",
    },
    {
      ...publish,
      sid: "DenyPlainHttp",
      effect: "Deny",
      principals: "*",
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
}
