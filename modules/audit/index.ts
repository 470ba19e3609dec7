export type { AlertChoice, AlertChoices } from "./alert-rules";
export {
  ALERTS,
  type AlertName,
  type AlertSubjects,
  type AlertTraits,
  type WatchedKey,
} from "./alert-table";
export { type AlertSubscription, AlertTopic, type AlertTopicProps } from "./alert-topic";
export { Alerts, type AlertsProps, type AlertTrail } from "./alerts";
export { type EventPattern, eventPattern, RULE_STATE } from "./event-pattern";
export { type EventSelector, eventSelectors, type S3DataEvents } from "./event-selectors";
export {
  eventsKeyStatement,
  eventsRoleArn,
  eventsRoleName,
  eventsRoleStatements,
  eventsRoleTrust,
} from "./events-role";
export { filterPattern, filterPatterns } from "./filter-pattern";
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
