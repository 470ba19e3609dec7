/** The role with which CloudTrail writes to CloudWatch Logs, as plain data. */
import { environment } from "../iam/policies/environment";
import type { Statement } from "../iam/policies/policy-document";
import type { AwsEnvironment } from "../iam/policies/principals";
import { serviceTrust } from "../iam/trust/trust-policies";
import { text } from "../shape";
import { assertArguments } from "../validate";
import { logGroupArn } from "./names";

/**
 * Who may assume the role.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 */
export function logsRoleTrust(env: AwsEnvironment): Statement {
  return {
    ...serviceTrust("cloudtrail", env),
    reason:
      "CloudTrail does not support aws:SourceArn and aws:SourceAccount for this role (CloudTrail User Guide)",
  };
}

/**
 * Makes and fills the log streams of one account and region in one log group, and nothing else. CloudTrail names its streams
 * `<account>_CloudTrail_<region of the trail>`, whatever regions the events come from.
 */
export function logsRoleStatements(env: AwsEnvironment, logGroupName: string): readonly Statement[] {
  assertArguments("logsRoleStatements", { env, logGroupName }, { env: environment, logGroupName: text });
  const streams = `${logGroupArn(env, logGroupName)}:log-stream:${env.accountId}_CloudTrail_${env.region}*`;
  return [
    {
      sid: "WriteTrailToLogGroup",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [streams],
    },
  ];
}
