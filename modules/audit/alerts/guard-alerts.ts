/** Alerts about whoever stops the alerts. A deployment that changes them raises them, too. */
import type { AlertTraits } from "./alert-traits";

const common = { failed: false, threshold: 1 } as const;

export const GUARD_ALERTS = {
  trailChanged: {
    ...common,
    suffix: "trail-changed",
    subject: "trail",
    service: "cloudtrail",
    eventNames: ["DeleteTrail", "PutEventSelectors", "PutInsightSelectors", "StopLogging", "UpdateTrail"],
    reason: "The trail was stopped, deleted or changed: what happens from now on may not be recorded.",
    source: "CloudTrail User Guide, 'Creating CloudWatch alarms for CloudTrail events: examples'",
  },
  alertRulesChanged: {
    ...common,
    suffix: "alert-rules-changed",
    subject: "rules",
    service: "events",
    eventNames: ["DeleteRule", "DisableRule", "PutRule", "PutTargets", "RemoveTargets"],
    reason: "An event rule of these alerts was disabled, deleted or changed: it may tell nobody any more.",
    source: "EventBridge User Guide, 'Logging Amazon EventBridge API calls using AWS CloudTrail'",
  },
  alarmsChanged: {
    ...common,
    suffix: "alarms-changed",
    subject: "alarms",
    service: "monitoring",
    eventNames: ["DeleteAlarms", "DisableAlarmActions", "PutMetricAlarm", "SetAlarmState"],
    reason: "An alarm of these alerts was deleted, silenced or changed: it may tell nobody any more.",
    source: "CloudWatch User Guide, 'Logging Amazon CloudWatch API calls with AWS CloudTrail'",
  },
  alertLogsChanged: {
    ...common,
    suffix: "alert-logs-changed",
    subject: "logs",
    service: "logs",
    eventNames: [
      "DeleteLogGroup",
      "DeleteLogStream",
      "DeleteMetricFilter",
      "DisassociateKmsKey",
      "PutMetricFilter",
      "PutRetentionPolicy",
    ],
    reason:
      "The log group of the trail, or a filter on it, was deleted or changed: alarms may not see what happens any more.",
    source: "CloudWatch Logs User Guide, 'Logging Amazon CloudWatch Logs API calls in AWS CloudTrail'",
  },
  alertTopicChanged: {
    ...common,
    suffix: "alert-topic-changed",
    subject: "topic",
    service: "sns",
    eventNames: [
      "AddPermission",
      "DeleteTopic",
      "RemovePermission",
      "SetSubscriptionAttributes",
      "SetTopicAttributes",
      "Subscribe",
      "Unsubscribe",
    ],
    reason:
      "The topic of the alerts was deleted or changed, or somebody left it or joined it: alerts may reach nobody.",
    source: "SNS Developer Guide, 'Logging AWS SNS API calls using AWS CloudTrail'",
  },
} as const satisfies Record<string, AlertTraits>;
