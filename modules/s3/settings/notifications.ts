/** What a bucket tells of its events, and to whom, as plain data. */
import { environmentWith } from "../../iam/policies/environment";
import type { Statement } from "../../iam/policies/policy-document";
import { type AwsEnvironment, servicePrincipal } from "../../iam/policies/principals";
import type { Off } from "../../relaxations";
import { text, word } from "../../shape";
import { assertArguments } from "../../validate";

export interface NotificationFilter {
  /** Such as `s3:ObjectCreated:*` or `s3:ObjectRemoved:DeleteMarkerCreated`. */
  readonly events: readonly string[];
  /** Start of the object keys. @default - every key */
  readonly prefix?: string;
  /** End of the object keys. @default - every key */
  readonly suffix?: string;
}

interface PolicyOfTarget {
  /**
   * Whether the construct writes the policy of queue or topic, in place of any that it has. S3 looks at it when notifications are set up, and refuses
   * without.
   *
   * @default true
   */
  readonly writePolicy?: true | Off;
}

/** Messages to a queue, which must not be FIFO. One queue can be named for several filters. */
export interface QueueNotification extends NotificationFilter, PolicyOfTarget {
  readonly queueArn: string;
  /** URL of the queue, which is its id; needed to write its policy, once for each queue. */
  readonly queueUrl?: string;
}

/** Messages to a topic, which must not be FIFO. One topic can be named for several filters. */
export interface TopicNotification extends NotificationFilter, PolicyOfTarget {
  readonly topicArn: string;
}

/** Calls of a function. Its permission is added to those that it has. One function can be named for several filters. */
export interface FunctionNotification extends NotificationFilter {
  readonly functionArn: string;
}

/** Who is told. */
export interface Notifications {
  /** Every event to the account's default event bus. @default false */
  readonly eventBridge?: boolean;
  /** @default - none */
  readonly queues?: readonly QueueNotification[];
  /** @default - none */
  readonly topics?: readonly TopicNotification[];
  /** @default - none */
  readonly functions?: readonly FunctionNotification[];
}

function filterAttributes({ events, prefix, suffix }: NotificationFilter) {
  return {
    events: [...events],
    ...(prefix === undefined ? {} : { filterPrefix: prefix }),
    ...(suffix === undefined ? {} : { filterSuffix: suffix }),
  };
}

/** Attributes of `aws_s3_bucket_notification`, without the bucket. */
export function notificationAttributes({
  eventBridge,
  queues = [],
  topics = [],
  functions = [],
}: Notifications) {
  return {
    ...(eventBridge === undefined ? {} : { eventbridge: eventBridge }),
    ...(queues.length === 0
      ? {}
      : { queue: queues.map((one) => ({ queueArn: one.queueArn, ...filterAttributes(one) })) }),
    ...(topics.length === 0
      ? {}
      : { topic: topics.map((one) => ({ topicArn: one.topicArn, ...filterAttributes(one) })) }),
    ...(functions.length === 0
      ? {}
      : {
          lambdaFunction: functions.map((one) => ({
            lambdaFunctionArn: one.functionArn,
            ...filterAttributes(one),
          })),
        }),
  };
}

/**
 * Lets S3 send the events of one bucket of this account to a queue or topic.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
export function notificationTargetStatement(
  targetArn: string,
  action: "sqs:SendMessage" | "sns:Publish",
  bucketArn: string,
  env: AwsEnvironment,
): Statement {
  assertArguments(
    "notificationTargetStatement",
    { targetArn, action, bucketArn, env },
    {
      targetArn: text,
      action: word(["sqs:SendMessage", "sns:Publish"]),
      bucketArn: text,
      env: environmentWith("accountId"),
    },
  );
  return {
    sid: "S3Notifications",
    principals: { service: [servicePrincipal("s3", env)] },
    actions: [action],
    resources: [targetArn],
    conditions: {
      StringEquals: { "aws:SourceAccount": env.accountId },
      ArnEquals: { "aws:SourceArn": bucketArn },
    },
  };
}

/** Each target once, in the order in which it is first named, with what any of its notifications says of it. */
export function distinctTargets({ queues = [], topics = [], functions = [] }: Notifications) {
  const once = <T extends object>(all: readonly T[], arnOf: (one: T) => string) =>
    [...new Set(all.map(arnOf))].map((arn) => {
      const own = all.filter((one) => arnOf(one) === arn);
      return Object.assign({}, ...own.map(withoutUndefined)) as T;
    });
  return {
    queues: once(queues, ({ queueArn }) => queueArn),
    topics: once(topics, ({ topicArn }) => topicArn),
    functions: once(functions, ({ functionArn }) => functionArn),
  };
}

function withoutUndefined<T extends object>(one: T): T {
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as T;
}
