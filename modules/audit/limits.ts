import type { Range } from "../config-error";

/** Source: CloudTrail API Reference, `CreateTrail`, `Name`. */
export const TRAIL_NAME_LENGTH: Range = { min: 3, max: 128 };

/** Characters before `AWSLogs`. Source: CloudTrail API Reference, `CreateTrail`, `S3KeyPrefix`. */
export const TRAIL_PREFIX_LENGTH: Range = { min: 1, max: 200 };

/** Values in all conditions of all advanced event selectors of a trail. Source: CloudTrail User Guide, "Quotas in AWS CloudTrail". */
export const SELECTOR_VALUES: Range = { min: 1, max: 500 };

/** Source: CloudWatch Logs API Reference, `CreateLogGroup`, `logGroupName`. */
export const LOG_GROUP_NAME_LENGTH: Range = { min: 1, max: 512 };

/** Days for which CloudWatch Logs can keep events; it takes no other. Source: CloudWatch Logs API Reference, `PutRetentionPolicy`. */
export const LOG_RETENTION_IN_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
export type LogRetentionInDays = (typeof LOG_RETENTION_IN_DAYS)[number];

/** Used where the caller names none: a year, for who looks back from an audit. The trail's bucket keeps them for longer. */
export const DEFAULT_LOG_RETENTION_IN_DAYS: LogRetentionInDays = 365;

/** Source: SNS API Reference, `CreateTopic`, `Name`. */
export const TOPIC_NAME_LENGTH: Range = { min: 1, max: 256 };

/** Characters that names of alerts begin with: what is appended has to fit into {@link RULE_NAME_LENGTH}. The bound is ours. */
export const ALERT_NAME_LENGTH: Range = { min: 1, max: 40 };

/** Source: EventBridge API Reference, `PutRule`, `Name`. */
export const RULE_NAME_LENGTH: Range = { min: 1, max: 64 };

/** Characters of an event pattern; a quota that can be raised. Source: EventBridge User Guide, "Amazon EventBridge quotas". */
export const EVENT_PATTERN_LENGTH: Range = { min: 1, max: 2048 };

/** Source: CloudWatch Logs API Reference, `PutMetricFilter`, `filterPattern`. */
export const FILTER_PATTERN_LENGTH: Range = { min: 0, max: 1024 };

/** Occurrences within {@link ALARM_PERIOD_SECONDS} that raise an alarm. The upper bound is ours. */
export const ALARM_THRESHOLD: Range = { min: 1, max: 1_000_000 };

/** Seconds over which an alarm counts: about the time that CloudTrail takes to deliver to CloudWatch Logs. */
export const ALARM_PERIOD_SECONDS = 300;
