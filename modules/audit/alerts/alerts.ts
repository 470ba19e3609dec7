import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { ConfigError } from "../../config-error";
import { renderJson, renderText } from "../../iam/render-policy";
import { globalEventsArriveIn } from "../../partitions";
import { noteRelaxations, relaxationProblems, relaxationsOf } from "../../relaxations";
import { type Tags, tagsOf } from "../../tags";
import { ALARM_PERIOD_SECONDS } from "../limits";
import { type AlertChoices, activeAlerts, alertProblems, offAlerts, thresholdOf } from "./alert-rules";
import { type AlertName, type AlertSubjects, alertTraits, type WatchedKey } from "./alert-table";
import { eventPattern, RULE_STATE } from "./event-pattern";
import { filterPatterns } from "./filter-pattern";

/** A trail that alerts come from; `Trail` is one. */
export interface AlertTrail {
  readonly trailName: string;
  readonly logGroupName?: string | undefined;
}

/** What {@link Alerts} needs. */
export interface AlertsProps {
  /** Start of the names of rules, filters and alarms, unique in account and region: 1 to 40 letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** Keys that are watched; about seven fit with an alias each, as event patterns are bounded. Event rules see the calls of their own region only. */
  readonly keys: readonly [WatchedKey, ...WatchedKey[]];
  /** Aliases that are watched beside those which the keys are known to have, each with `alias/`. @default - `aliasNames` of the keys */
  readonly aliases?: readonly string[];
  /**
   * Trail that is watched for being stopped or changed. Where it copies its records to a log group, each alert gets a metric filter and an
   * alarm besides its event rule: they come some minutes later than the event, but count, keep a state, and see all regions.
   *
   * @default - no alert about a trail, and event rules only
   */
  readonly trail?: AlertTrail;
  /**
   * Buckets that are watched for changes of who reaches them and of what keeps their objects; `Bucket` is one. Objects that are re-encrypted in place are
   * seen by a trail with `dataEvents` only.
   *
   * @default - none
   */
  readonly buckets?: readonly { readonly bucketName: string }[];
  /**
   * Roles that are watched for changes of trust, permissions and boundary; `Role` is one. Events of IAM arrive in one region of the partition: the trail needs a
   * log group, or `region` has to be that one.
   *
   * @default - none
   */
  readonly roles?: readonly { readonly roleName: string }[];
  /** Users that are watched in the same way, for new access keys too; `User` is one. @default - none */
  readonly users?: readonly { readonly userName: string }[];
  /** Region of the rules; needed for rules about roles and users, see there. @default - no such rules */
  readonly region?: string;
  /**
   * Who is told: an `AlertTopic`, or another topic that lets alarms publish, and EventBridge: through a role of yours, or by its policy, which cannot tell
   * rules of this account from those of others.
   */
  readonly topic: { readonly topicArn: string; readonly eventsRoleArn?: string };
  /** Alerts that are off for a reason, or have another threshold; see `ALERTS`. @default - all on, with the thresholds of the table */
  readonly alerts?: AlertChoices;
  /** Namespace of the metrics. @default "Sealstack/Audit" */
  readonly metricNamespace?: string;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

/** Used where the caller names none. */
const DEFAULT_NAMESPACE = "Sealstack/Audit";

/**
 * Tells a topic when keys are misused or tampered with: decrypts that fail, keys that are disabled or to be deleted, policies and grants that change,
 * aliases that move, material that comes or goes, copies in other regions; when buckets, roles and users that belong to them change; and when
 * somebody stops the alerts: the trail, these rules, alarms and filters, the topic. `ALERTS` has all of them. An account without any trail has no such events.
 *
 * What a deployment changes raises an alert, too. Nobody is told through a topic that is gone: who wants to know that as well watches it from another one.
 *
 * What another account is refused is logged there and not here (KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail"), and a failure whose
 * event names no key belongs to none.
 *
 * A topic cannot tell that its own key was disabled: messages under it can no longer be sent. Watch that key from a topic with another one.
 *
 * @throws {@link ConfigError} when the props are invalid, or the patterns longer than AWS accepts.
 */
export class Alerts extends Construct {
  /** The alerts that are on. */
  readonly active: readonly AlertName[];

  constructor(scope: Construct, id: string, props: AlertsProps) {
    super(scope, id);
    const { keys, trail, alerts = {} } = props;
    const aliases = [
      ...new Set([...(props.aliases ?? []), ...keys.flatMap(({ aliasNames = [] }) => aliasNames)]),
    ];
    const logGroupName = trail?.logGroupName;
    const subjects: AlertSubjects = {
      keys,
      aliases,
      trailName: trail?.trailName,
      buckets: (props.buckets ?? []).map(({ bucketName }) => bucketName),
      roles: (props.roles ?? []).map(({ roleName }) => roleName),
      users: (props.users ?? []).map(({ userName }) => userName),
      prefix: `${props.name}-`,
      logGroupName,
      topicArn: props.topic.topicArn,
      globalEvents: props.region !== undefined && globalEventsArriveIn(props.region),
    };
    const relaxations = relaxationsOf(offAlerts(alerts));
    const problems = [
      ...alertProblems(props.name, subjects, alerts, logGroupName !== undefined),
      ...relaxationProblems(relaxations),
    ];
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    this.active = activeAlerts(alerts, subjects);
    const made = this.active.flatMap((name) => [
      ...(alertTraits(name).global !== true || subjects.globalEvents === true
        ? [this.rule(name, props, subjects)]
        : []),
      ...(logGroupName === undefined ? [] : [this.alarm(name, props, subjects, logGroupName)]),
    ]);
    // What is off has no resource of its own: the first of what is on keeps the reasons.
    if (made[0] !== undefined) noteRelaxations(made[0], relaxations);
  }

  private rule(name: AlertName, props: AlertsProps, subjects: AlertSubjects): CloudwatchEventRule {
    const { suffix, reason } = alertTraits(name);
    const rule = new CloudwatchEventRule(this, `${suffix}-rule`, {
      name: `${props.name}-${suffix}`,
      description: reason,
      state: RULE_STATE,
      eventPattern: renderJson(this, eventPattern(name, subjects)),
      ...tagsOf(props.tags),
    });
    new CloudwatchEventTarget(this, `${suffix}-target`, {
      rule: rule.name,
      targetId: "topic",
      arn: props.topic.topicArn,
      ...(props.topic.eventsRoleArn === undefined ? {} : { roleArn: props.topic.eventsRoleArn }),
    });
    return rule;
  }

  private alarm(
    name: AlertName,
    props: AlertsProps,
    subjects: AlertSubjects,
    logGroupName: string,
  ): CloudwatchMetricAlarm {
    const { suffix, reason } = alertTraits(name);
    const metric = {
      name: `${props.name}-${suffix}`,
      namespace: props.metricNamespace ?? DEFAULT_NAMESPACE,
    };
    const filters = filterPatterns(name, subjects).map((pattern, index) => {
      const number = index === 0 ? "" : `-${index + 1}`;
      return new CloudwatchLogMetricFilter(this, `${suffix}-filter${number}`, {
        name: `${metric.name}${number}`,
        logGroupName,
        pattern: renderText(this, pattern),
        metricTransformation: { ...metric, value: "1", defaultValue: "0" },
      });
    });
    return new CloudwatchMetricAlarm(this, `${suffix}-alarm`, {
      alarmName: metric.name,
      alarmDescription: reason,
      namespace: metric.namespace,
      metricName: metric.name,
      statistic: "Sum",
      period: ALARM_PERIOD_SECONDS,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: thresholdOf(name, props.alerts ?? {}),
      // Nothing recorded means nothing happened.
      treatMissingData: "notBreaching",
      alarmActions: [props.topic.topicArn],
      ...tagsOf(props.tags),
      dependsOn: filters,
    });
  }
}
