/** What an alert is about. Each has its places in a record, see `places.ts`, and may be absent. */
export type AlertSubject =
  | "key"
  | "alias"
  | "trail"
  | "bucket"
  | "role"
  | "user"
  /** The event rules, alarms and filters of the alerts themselves, by the start of their names; the trail's log group; the topic. */
  | "rules"
  | "alarms"
  | "logs"
  | "topic";

/** One alert. */
export interface AlertTraits {
  /** Appended to names of rules, filters and alarms. */
  readonly suffix: string;
  readonly subject: AlertSubject;
  /** Service whose calls are watched, as its events are called. */
  readonly service: "kms" | "cloudtrail" | "s3" | "iam" | "events" | "monitoring" | "logs" | "sns";
  /** Names of calls in CloudTrail. */
  readonly eventNames: readonly string[];
  /** Whether only calls count that failed. Otherwise attempts that were refused count as well. */
  readonly failed: boolean;
  /**
   * Whether the events arrive in one region only, whatever region the account works in: an event rule anywhere else never sees one, a trail of all regions
   * does.
   */
  readonly global?: true;
  /** Calls within five minutes that raise the alarm. The event rule reports every one. */
  readonly threshold: number;
  /** Why somebody wants to know: the description of rule and alarm. */
  readonly reason: string;
  /** Where AWS documents the events. */
  readonly source: string;
}
