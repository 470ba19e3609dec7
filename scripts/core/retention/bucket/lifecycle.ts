/** When a hidden version is gone for good. Pure. */
import { type ExpirationRule, type ObjectVersion, UNKNOWN, type Unknown, type VersionLock } from "../ports";

const DAY_MS = 24 * 60 * 60 * 1000;

/** When, or `never` as things stand. */
export type Gone = Date | "never" | Unknown;

/** What decides. */
export interface Hidden {
  readonly version: ObjectVersion;
  /** Noncurrent versions of the same key that are newer. */
  readonly newer: number;
  /** When it became noncurrent, or would. */
  readonly hiddenAt: Date;
  /** `undefined` where there are no locks. */
  readonly lock: VersionLock | Unknown | undefined;
}

/**
 * The day on which lifecycle may remove it: S3 counts from when it became noncurrent and rounds up to the next midnight UTC; neither a lock nor a legal hold is
 * passed over. It may take S3 some days more.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html "Lifecycle rules: Based on an object's age"
 */
export function goneForGood(
  { version, newer, hiddenAt, lock }: Hidden,
  rules: readonly ExpirationRule[] | Unknown,
): Gone {
  if (rules === UNKNOWN || lock === UNKNOWN) return UNKNOWN;
  if (lock?.legalHold === true) return "never";
  const days = rules.filter((rule) => fits(rule, version) && newer >= rule.newerNoncurrentVersions);
  const gone = earliest(days, ({ noncurrentDays }) => noncurrentDays, hiddenAt);
  if (!(gone instanceof Date)) return gone;
  return new Date(Math.max(gone.getTime(), lock?.retention?.until.getTime() ?? 0));
}

/** When lifecycle hides an object that is kept; a lock does not hinder that. */
export function hiddenByLifecycle(version: ObjectVersion, rules: readonly ExpirationRule[] | Unknown): Gone {
  if (rules === UNKNOWN) return UNKNOWN;
  return earliest(
    rules.filter((rule) => fits(rule, version)),
    ({ currentDays }) => currentDays,
    version.lastModified,
  );
}

function fits({ prefix, size }: ExpirationRule, version: ObjectVersion): boolean {
  const above = version.size > (size.above ?? -1);
  return version.key.startsWith(prefix) && above && version.size < (size.below ?? Number.POSITIVE_INFINITY);
}

/** By the rule that comes first; whether one by tags comes before it is not known. */
function earliest(
  rules: readonly ExpirationRule[],
  daysOf: (rule: ExpirationRule) => number | undefined,
  from: Date,
): Gone {
  const fitting = rules.filter((rule) => daysOf(rule) !== undefined);
  if (fitting.length === 0) return "never";
  const days = Math.min(...fitting.map((rule) => daysOf(rule) ?? 0));
  if (fitting.some((rule) => rule.byTags && daysOf(rule) === days)) return UNKNOWN;
  return new Date(Math.ceil((from.getTime() + days * DAY_MS) / DAY_MS) * DAY_MS);
}
