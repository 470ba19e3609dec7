export { type AlertSubscription, AlertTopic, type AlertTopicProps } from "./alert-topic";
export type { AlertChoice, AlertChoices } from "./alerts/alert-rules";
export {
  ALERTS,
  type AlertName,
  type AlertSubjects,
  type WatchedKey,
} from "./alerts/alert-table";
export type { AlertSubject, AlertTraits } from "./alerts/alert-traits";
export { Alerts, type AlertsProps, type AlertTrail } from "./alerts/alerts";
export { type EventPattern, eventPattern, RULE_STATE } from "./alerts/event-pattern";
export { filterPattern, filterPatterns } from "./alerts/filter-pattern";
export { type EventSelector, eventSelectors, type S3DataEvents } from "./event-selectors";
export {
  eventsKeyStatement,
  eventsRoleArn,
  eventsRoleName,
  eventsRoleStatements,
  eventsRoleTrust,
} from "./events-role";
export { type AuditKeyUses, auditKeyUses } from "./key-uses";
export {
  ALARM_PERIOD_SECONDS,
  DEFAULT_LOG_RETENTION_IN_DAYS,
  LOG_RETENTION_IN_DAYS,
  type LogRetentionInDays,
} from "./limits";
export { logGroupArn, topicArn, trailArn } from "./names";
export { topicStatements } from "./topic-policy";
export { Trail } from "./trail";
export { logsRoleStatements, logsRoleTrust } from "./trail-logs-policy";
export type { TrailBucket, TrailLogs, TrailProps } from "./trail-props";
