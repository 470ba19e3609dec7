/** What alerts are made from. */
import type { Tags } from "../../tags";
import type { AlertChoices } from "./alert-rules";
import type { WatchedKey } from "./alert-table";

/** A trail that alerts come from; `Trail` is one. */
export interface AlertTrail {
  readonly trailName: string;
  readonly logGroupName?: string | undefined;
}

/** What `Alerts` needs. */
export interface AlertsProps {
  /** Start of the names of rules, filters and alarms, unique in account and region: 1 to 40 letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** Keys that are watched; about five fit with an alias each, as event patterns are bounded. Event rules see the calls of their own region only. */
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
