/** What is wrong with notifications: S3 would say it at deployment, as `InvalidArgument`. */
import { shown } from "../../show-value";
import { isToken } from "../../tokens";
import { distinctTargets, type NotificationFilter, type Notifications } from "./notifications";

interface Target extends NotificationFilter {
  readonly arn: string;
  readonly queueUrl?: string | undefined;
  readonly writePolicy?: unknown;
}

/** Everything that is wrong with notifications. */
export function notificationProblems(notifications: Notifications | undefined): readonly string[] {
  if (notifications === undefined) return [];
  const { queues = [], topics = [], functions = [] } = notifications;
  const targets: readonly Target[] = [
    ...queues.map((one) => ({ ...one, arn: one.queueArn })),
    ...topics.map((one) => ({ ...one, arn: one.topicArn })),
    ...functions.map((one) => ({ ...one, arn: one.functionArn })),
  ];
  const unwritten = distinctTargets(notifications)
    .queues.filter(({ queueUrl, writePolicy = true }) => writePolicy === true && queueUrl === undefined)
    .map(({ queueArn }) => `notification to ${shown(queueArn)} needs queueUrl to write the queue's policy`);
  return [...targets.flatMap(targetProblems), ...unwritten, ...contradictions(targets), ...overlaps(targets)];
}

function targetProblems({ arn, events }: Target): readonly string[] {
  const twice = new Set(events.filter((event, index) => events.indexOf(event) !== index));
  return [
    ...(events.length === 0 ? [`notification to ${shown(arn)} must name an event`] : []),
    ...(/\.fifo$/.test(arn) ? [`notification to ${shown(arn)}: S3 takes no FIFO queues and topics`] : []),
    ...events
      .filter((event) => !/^s3:[A-Za-z]+(:[A-Za-z*]+)?$/.test(event))
      .map(
        (event) => `notification to ${shown(arn)}: events are like s3:ObjectCreated:*, got ${shown(event)}`,
      ),
    ...[...twice].map((event) => `notification to ${shown(arn)} must name ${event} once`),
  ];
}

/** There is one policy for a target, however often it is named. */
function contradictions(targets: readonly Target[]): readonly string[] {
  return [...new Set(targets.map(({ arn }) => arn))].flatMap((arn) => {
    const own = targets.filter((target) => target.arn === arn);
    const urls = new Set(own.flatMap(({ queueUrl }) => queueUrl ?? []));
    const policies = new Set(own.map(({ writePolicy = true }) => writePolicy === true));
    return [
      ...(urls.size > 1 ? [`queueUrl of ${shown(arn)} must be the same wherever it is named`] : []),
      ...(policies.size > 1 ? [`writePolicy of ${shown(arn)} must be the same wherever it is named`] : []),
    ];
  });
}

/**
 * S3 refuses two notifications for one event of one object, to the same target too. Filters overlap where a key can begin with both prefixes and end
 * with both suffixes; one that is left out is in every key.
 *
 * Source: S3 User Guide, "Configuring event notifications using object key name filtering".
 */
function overlaps(targets: readonly Target[]): readonly string[] {
  return targets.flatMap((one, index) =>
    targets.slice(index + 1).flatMap((other) => {
      if (!filtersOverlap(one, other)) return [];
      const both = one.events.flatMap((event) => {
        const found = other.events.find((each) => eventsOverlap(event, each));
        return found === undefined ? [] : [[event, found] as const];
      });
      return both.map(
        ([event, found]) =>
          `${event} of ${shown(keysOf(one))} must go to one target only, got ${shown(one.arn)}, and ${shown(other.arn)} for ${found} of ${shown(keysOf(other))}`,
      );
    }),
  );
}

function keysOf({ prefix = "", suffix = "" }: NotificationFilter): string {
  return `${prefix}*${suffix}`;
}

/** What only Terraform knows may be anything, and is left to S3. */
function filtersOverlap(one: NotificationFilter, other: NotificationFilter): boolean {
  const [prefix, suffix] = [one.prefix ?? "", one.suffix ?? ""];
  const [otherPrefix, otherSuffix] = [other.prefix ?? "", other.suffix ?? ""];
  if ([prefix, suffix, otherPrefix, otherSuffix].some(isToken)) return false;
  return (
    (prefix.startsWith(otherPrefix) || otherPrefix.startsWith(prefix)) &&
    (suffix.endsWith(otherSuffix) || otherSuffix.endsWith(suffix))
  );
}

/** `s3:ObjectCreated:*` is every event that begins like it. */
function eventsOverlap(one: string, other: string): boolean {
  const covers = (wide: string, event: string) =>
    wide === event || (wide.endsWith("*") && event.startsWith(wide.slice(0, -1)));
  return covers(one, other) || covers(other, one);
}
