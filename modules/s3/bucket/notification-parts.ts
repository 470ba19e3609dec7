/** Notifications of a bucket, after the permissions that S3 asks for when they are set up. */
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { type AwsEnvironment, renderPolicy, servicePrincipal } from "../../iam";
import {
  distinctTargets,
  type Notifications,
  notificationAttributes,
  notificationTargetStatement,
} from "../settings/notifications";
import type { Owner } from "./bucket-parts";
import type { PartChain } from "./part-chain";

/** Adds the policies of the targets, then the notifications themselves. */
export function addNotifications(
  construct: Construct,
  of: Owner,
  bucketArn: string,
  { notifications, env }: { readonly notifications: Notifications; readonly env: AwsEnvironment },
  chain: PartChain,
): void {
  const region = of.region === undefined ? {} : { region: of.region };
  const permissions: ITerraformDependable[] = [];
  // One policy for each target, however many filters it has.
  const { queues, topics, functions } = distinctTargets(notifications);
  for (const [index, { queueArn, queueUrl, writePolicy = true }] of queues.entries())
    if (writePolicy === true && queueUrl !== undefined)
      permissions.push(
        new SqsQueuePolicy(construct, `queue-policy-${index}`, {
          queueUrl,
          policy: renderPolicy(construct, "queue", [
            notificationTargetStatement(queueArn, "sqs:SendMessage", bucketArn, env),
          ]),
          ...region,
        }),
      );
  for (const [index, { topicArn, writePolicy = true }] of topics.entries())
    if (writePolicy === true)
      permissions.push(
        new SnsTopicPolicy(construct, `topic-policy-${index}`, {
          arn: topicArn,
          policy: renderPolicy(construct, "topic", [
            notificationTargetStatement(topicArn, "sns:Publish", bucketArn, env),
          ]),
          ...region,
        }),
      );
  for (const [index, { functionArn }] of functions.entries())
    permissions.push(
      new LambdaPermission(construct, `function-permission-${index}`, {
        functionName: functionArn,
        action: "lambda:InvokeFunction",
        principal: servicePrincipal("s3", env),
        sourceArn: bucketArn,
        sourceAccount: env.accountId,
        ...region,
      }),
    );
  chain.add(
    (after) =>
      new S3BucketNotification(construct, "notifications", {
        ...of,
        ...notificationAttributes(notifications),
        ...after,
      }),
    permissions,
  );
}
