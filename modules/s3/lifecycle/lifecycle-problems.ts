/** What is wrong with lifecycle rules: S3 would say it at deployment, as `InvalidRequest` or `MalformedXML`. */
import { type Range, rangeText } from "../../config-error";
import { shown } from "../../show-value";
import {
  LIFECYCLE_DAYS,
  LIFECYCLE_RULES,
  NEWER_NONCURRENT_VERSIONS,
  OBJECT_SIZE,
  RULE_ID_LENGTH,
  TRANSITION_DAYS,
} from "../limits";
import type { LifecycleFilter, LifecycleRuleProps, Transition } from "./lifecycle-rules";
import { isColder, STORAGE_CLASSES, stayInDays, storageClassProblem } from "./storage-classes";

const MIDNIGHT = /^\d{4}-\d{2}-\d{2}T00:00:00Z$/;

/**
 * Everything that is wrong with rules, one sentence each.
 *
 * @param otherIds ids of the bucket's rules that come from elsewhere
 */
export function lifecycleProblems(
  rules: readonly LifecycleRuleProps[],
  otherIds: readonly string[] = [],
): readonly string[] {
  const ids = [...otherIds, ...rules.map(({ id }) => id)];
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [
    ...[...twice].map((id) => `lifecycle rules must not share the id ${shown(id)}`),
    ...rules.flatMap((rule) =>
      ruleProblems(rule).map((problem) => `lifecycle rule ${shown(rule.id)}: ${problem}`),
    ),
  ];
}

/** S3 takes none of it rather than an empty configuration. */
export function countProblems(count: number): string[] {
  const { min, max } = LIFECYCLE_RULES;
  if (count >= min && count <= max) return [];
  return [`lifecycle rules must be ${min} to ${max} in number, got ${count}`];
}

function ruleProblems(rule: LifecycleRuleProps): string[] {
  const { filter = {}, transitions = [], noncurrentTransitions = [] } = rule;
  const problems = [
    ...number("length of the id", rule.id.length, RULE_ID_LENGTH),
    ...number("expirationInDays", rule.expirationInDays, LIFECYCLE_DAYS),
    ...number("noncurrentExpirationInDays", rule.noncurrentExpirationInDays, LIFECYCLE_DAYS),
    ...number(
      "abortIncompleteMultipartUploadInDays",
      rule.abortIncompleteMultipartUploadInDays,
      LIFECYCLE_DAYS,
    ),
    ...number("newerNoncurrentVersions", rule.newerNoncurrentVersions, NEWER_NONCURRENT_VERSIONS),
    ...date("expirationDate", rule.expirationDate),
    ...sizeProblems(filter),
    ...combinationProblems(rule, filter),
    ...transitions.flatMap(transitionProblems),
    ...noncurrentTransitions.flatMap(({ storageClass, noncurrentDays, newerNoncurrentVersions }) => [
      ...number(`noncurrentDays of ${storageClass}`, noncurrentDays, LIFECYCLE_DAYS),
      ...number(
        `newerNoncurrentVersions of ${storageClass}`,
        newerNoncurrentVersions,
        NEWER_NONCURRENT_VERSIONS,
      ),
      ...classProblems(storageClass, noncurrentDays),
    ]),
    ...orderProblems(
      "transitions",
      transitions.map(({ storageClass, days }) => ({ storageClass, days })),
      rule.expirationInDays,
    ),
    ...orderProblems(
      "noncurrentTransitions",
      noncurrentTransitions.map(({ storageClass, noncurrentDays: days }) => ({ storageClass, days })),
      rule.noncurrentExpirationInDays,
    ),
  ];
  return problems;
}

/** What S3 does not take together. Source: S3 API Reference, `LifecycleRule`; S3 User Guide, "Lifecycle configuration elements". */
function combinationProblems(rule: LifecycleRuleProps, filter: LifecycleFilter): string[] {
  const { expirationInDays, expirationDate, newerNoncurrentVersions, transitions = [] } = rule;
  const marker = rule.expiredObjectDeleteMarker === true;
  const byTags = Object.keys(filter.tags ?? {}).length > 0;
  const bySize = filter.objectSizeGreaterThan !== undefined || filter.objectSizeLessThan !== undefined;
  const acts = Object.keys(rule).some((name) => !["id", "enabled", "filter"].includes(name));
  const problems: string[] = [];
  if (!acts) problems.push("must do something");
  if (expirationInDays !== undefined && expirationDate !== undefined)
    problems.push("expirationInDays and expirationDate must not be given together");
  if (marker && (expirationInDays !== undefined || expirationDate !== undefined))
    problems.push("expiredObjectDeleteMarker must stand in a rule without another expiration");
  if (marker && byTags) problems.push("expiredObjectDeleteMarker must not be filtered by tags");
  if (rule.abortIncompleteMultipartUploadInDays !== undefined && (byTags || bySize))
    problems.push("abortIncompleteMultipartUploadInDays must not be filtered by tags or sizes");
  if (newerNoncurrentVersions !== undefined && rule.noncurrentExpirationInDays === undefined)
    problems.push("newerNoncurrentVersions needs noncurrentExpirationInDays");
  if (
    transitions.some(({ date }) => date !== undefined) &&
    transitions.some(({ days }) => days !== undefined)
  )
    problems.push("transitions must be all by days or all by date");
  return problems;
}

function transitionProblems({ storageClass, days, date: day }: Transition): string[] {
  const problems = [
    ...number(`days of ${storageClass}`, days, TRANSITION_DAYS),
    ...date(`date of ${storageClass}`, day),
    ...classProblems(storageClass, days),
  ];
  if ((days === undefined) === (day === undefined))
    problems.push(`transition to ${storageClass} needs either days or a date`);
  return problems;
}

function classProblems(storageClass: string, days: number | undefined): string[] {
  const unknown = storageClassProblem("storageClass", storageClass);
  if (unknown !== undefined) return [unknown];
  const { minimumDays } = STORAGE_CLASSES[storageClass as keyof typeof STORAGE_CLASSES];
  if (days === undefined || days >= minimumDays) return [];
  return [`objects must be ${minimumDays} days old before they move to ${storageClass}, got ${days}`];
}

function orderProblems(
  what: string,
  moves: readonly { readonly storageClass: Transition["storageClass"]; readonly days: number | undefined }[],
  expiration: number | undefined,
): string[] {
  const late = moves.filter(
    ({ days }) => days !== undefined && expiration !== undefined && days >= expiration,
  );
  return [
    ...late.map(
      ({ storageClass, days }) =>
        `${what} must come before the expiration after ${expiration} days, got ${storageClass} after ${days}`,
    ),
    ...moves.slice(1).flatMap(({ storageClass, days = 0 }, index) => {
      const before = moves[index];
      if (before === undefined) return [];
      if (!isColder(before.storageClass, storageClass) || (before.days ?? 0) > days)
        return [
          `${what} must go from warm to cold and from early to late, got ${before.storageClass} before ${storageClass}`,
        ];
      const stay = stayInDays(before.storageClass, storageClass);
      if (before.days === undefined || days - before.days >= stay) return [];
      return [
        `${what} must leave objects in ${before.storageClass} for ${stay} days before ${storageClass}, got ${days - before.days}`,
      ];
    }),
  ];
}

function sizeProblems({ objectSizeGreaterThan: more, objectSizeLessThan: less }: LifecycleFilter): string[] {
  const problems = [
    ...number("objectSizeGreaterThan", more, OBJECT_SIZE),
    ...number("objectSizeLessThan", less, OBJECT_SIZE),
  ];
  if (more !== undefined && less !== undefined && more >= less)
    problems.push(`objectSizeGreaterThan must be below objectSizeLessThan, got ${more} and ${less}`);
  return problems;
}

function number(what: string, value: number | undefined, range: Range): string[] {
  if (value === undefined) return [];
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return [];
  return [`${what} must be ${rangeText(range)}, got ${value}`];
}

function date(what: string, value: string | undefined): string[] {
  if (value === undefined || MIDNIGHT.test(value)) return [];
  return [`${what} must be a day at midnight UTC, such as 2027-01-31T00:00:00Z, got ${shown(value)}`];
}
