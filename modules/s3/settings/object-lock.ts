/** What cannot be deleted for a time, as plain data. */
import { rangeText } from "../../config-error";
import { shown } from "../../show-value";
import { lockProblems, type Retention } from "../lifecycle/lifecycle";
import type { LifecycleRuleProps } from "../lifecycle/lifecycle-rules";
import { RETENTION_DAYS, RETENTION_YEARS } from "../limits";

/** Keeps every new object version from being deleted or overwritten. Either days or years are given. */
export interface ObjectLock {
  /** `GOVERNANCE` yields to who has `s3:BypassGovernanceRetention`; `COMPLIANCE` to nobody, the root user included. */
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  /** Days from the upload, 1 to 36500; never longer than any expiration. */
  readonly retentionInDays?: number;
  /** Years from the upload, 1 to 100, in place of days. */
  readonly retentionInYears?: number;
}

/** A default for every new object; or `"perObject"`: each upload says for itself, and is not locked if it says nothing. */
export type ObjectLockProp = ObjectLock | "perObject";

const MODES: readonly ObjectLock["mode"][] = ["GOVERNANCE", "COMPLIANCE"];

/** The default retention in days; a year has at least 365. */
function daysOf({ retentionInDays, retentionInYears }: ObjectLock): number | undefined {
  return retentionInDays ?? (retentionInYears === undefined ? undefined : retentionInYears * 365);
}

/** The rule for the provider; none where uploads say it themselves. */
export function objectLockRule(lock: ObjectLockProp) {
  if (lock === "perObject") return {};
  const { mode, retentionInDays: days, retentionInYears: years } = lock;
  const period = { ...(days === undefined ? {} : { days }), ...(years === undefined ? {} : { years }) };
  return { rule: { defaultRetention: { mode, ...period } } };
}

/** Everything that is wrong with a lock, beside the rules that remove objects. */
export function objectLockProblems(
  lock: ObjectLockProp | undefined,
  retentions: readonly Retention[],
  rules: readonly LifecycleRuleProps[],
): readonly string[] {
  if (lock === undefined || lock === "perObject") return [];
  const { mode, retentionInDays: days, retentionInYears: years } = lock;
  const problems: string[] = [];
  if (!MODES.includes(mode))
    problems.push(`objectLock.mode must be one of ${MODES.join(", ")}, got ${shown(mode)}`);
  if ((days === undefined) === (years === undefined))
    problems.push("objectLock needs either retentionInDays or retentionInYears");
  for (const [name, value, range] of [
    ["retentionInDays", days, RETENTION_DAYS],
    ["retentionInYears", years, RETENTION_YEARS],
  ] as const)
    if (value !== undefined && !(Number.isInteger(value) && value >= range.min && value <= range.max))
      problems.push(`objectLock.${name} must be ${rangeText(range)}, got ${value}`);
  const retentionInDays = daysOf(lock);
  if (problems.length > 0 || retentionInDays === undefined) return problems;
  const expiring = [
    ...retentions,
    ...rules.flatMap(({ id, enabled = true, expirationInDays }) =>
      expirationInDays === undefined || !enabled ? [] : [{ prefix: id, expirationInDays }],
    ),
  ];
  return expiring.flatMap((one) => lockProblems(one, { retentionInDays }));
}
