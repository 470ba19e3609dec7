/** What a bucket tells of its events, and to whom, as plain data. */
import type { Statement } from "../../iam/policies/policy-document";
import { type AwsEnvironment, servicePrincipal } from "../../iam/policies/principals";
import type { Off } from "../../relaxations";

interface NotificationFilter {
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

/** Messages to a queue, which must not be FIFO. */
export interface QueueNotification extends NotificationFilter, PolicyOfTarget {
  readonly queueArn: string;
  /** URL of the queue, which is its id; needed to write its policy. */
  readonly queueUrl?: string;
}

/** Messages to a topic, which must not be FIFO. */
export interface TopicNotification extends NotificationFilter, PolicyOfTarget {
  readonly topicArn: string;
}

/** Calls of a function. Its permission is added to those that it has. */
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

/** Everything that is wrong with notifications. */
export function notificationProblems(notifications: Notifications | undefined): readonly string[] {
  if (notifications === undefined) return [];
  const { queues = [], topics = [], functions = [] } = notifications;
  const targets = [
    ...queues.map((one) => ({ ...one, what: one.queueArn })),
    ...topics.map((one) => ({ ...one, what: one.topicArn })),
    ...functions.map((one) => ({ ...one, what: one.functionArn })),
  ];
  const problems = targets.flatMap(({ what, events }) => [
    ...(events.length === 0 ? [`notification to '${what}' must name an event`] : []),
    ...(/\.fifo$/.test(what) ? [`notification to '${what}': S3 takes no FIFO queues and topics`] : []),
    ...events
      .filter((event) => !/^s3:[A-Za-z]+(:[A-Za-z*]+)?$/.test(event))
      .map((event) => `notification to '${what}': events are like s3:ObjectCreated:*, got '${event}'`),
  ]);
  for (const { queueArn, queueUrl, writePolicy = true } of queues)
    if (writePolicy === true && queueUrl === undefined)
      problems.push(`notification to '${queueArn}' needs queueUrl to write the queue's policy`);
  const policied = [...queues.map(({ queueArn }) => queueArn), ...topics.map(({ topicArn }) => topicArn)];
  return problems.concat(overlaps(targets), repeats(policied));
}

/** S3 refuses two notifications for one event of one object. Only equal filters are noticed here; the rest S3 says itself. */
function overlaps(targets: readonly NotificationFilter[]): readonly string[] {
  const claims = targets.flatMap(({ events, prefix = "", suffix = "" }) =>
    events.map((event) => `${event} of '${prefix}*${suffix}'`),
  );
  const twice = new Set(claims.filter((claim, index) => claims.indexOf(claim) !== index));
  return [...twice].map((claim) => `${claim} must go to one target only`);
}

function repeats(arns: readonly string[]): readonly string[] {
  const twice = new Set(arns.filter((arn, index) => arns.indexOf(arn) !== index));
  return [...twice].map((arn) => `'${arn}' must be named once, with all its events`);
}
