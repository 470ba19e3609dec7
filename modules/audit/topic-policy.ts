/** What the policy of an alert topic says, as plain data. */
import { formatArn } from "../arn";
import { environment } from "../iam/policies/environment";
import type { Statement } from "../iam/policies/policy-document";
import { type AwsEnvironment, servicePrincipal } from "../iam/policies/principals";
import { orNothing, reason, text } from "../shape";
import { assertArguments } from "../validate";

/** Any alarm of account and region. */
export function alarmArns({ partition, region, accountId: account }: AwsEnvironment): string {
  return formatArn({ partition, service: "cloudwatch", region, account, resource: "alarm:*" });
}

/**
 * Lets alarms of the account publish to a topic, and nobody over plain HTTP. Principals of the account need no statement: their own policies suffice, that
 * of the role of EventBridge too.
 *
 * SNS takes only its own list of actions in a topic policy, and no wildcard.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 * @param anyRule why EventBridge itself may publish, for rules without a role, those of other accounts too
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
export function topicStatements(
  env: AwsEnvironment,
  topicArn: string,
  anyRule?: string,
): readonly Statement[] {
  assertArguments(
    "topicStatements",
    { env, topicArn, anyRule },
    { env: environment, topicArn: text, anyRule: orNothing(reason) },
  );
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
    ...(anyRule === undefined
      ? []
      : [
          {
            ...publish,
            sid: "PublishEvents",
            principals: { service: [servicePrincipal("events", env)] },
            reason: anyRule,
          },
        ]),
    {
      ...publish,
      sid: "DenyPlainHttp",
      effect: "Deny",
      principals: "*",
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
}
