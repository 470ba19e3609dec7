import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { ConfigError } from "../../config-error";
import { renderJson, renderText } from "../../iam/render-policy";
import { globalEventsArriveIn } from "../../partitions";
import { noteRelaxations, relaxationProblems, relaxationsOf } from "../../relaxations";
import { tagsOf } from "../../tags";
import { assertProps } from "../../validate";
import { ALARM_PERIOD_SECONDS } from "../limits";
import { activeAlerts, alertProblems, offAlerts, thresholdOf } from "./alert-rules";
import { ALERTS_PROPS } from "./alert-shape";
import { type AlertName, type AlertSubjects, alertTraits } from "./alert-table";
import type { AlertsProps } from "./alerts-props";
import { eventPattern, RULE_STATE } from "./event-pattern";
import { filterPatterns } from "./filter-pattern";

export type { AlertsProps, AlertTrail } from "./alerts-props";

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
    assertProps(this, props, ALERTS_PROPS);
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
        // No default: a metric that is always reported is billed for every hour, and what is not reported breaches nothing.
        metricTransformation: { ...metric, value: "1" },
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
