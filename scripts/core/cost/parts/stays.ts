/** How long an object stays in a bucket, and in which storage class. */
import type { Bucket, LifecycleRule, Transition } from "../synthesis/buckets";

/** Days that every object spends in one state. */
export interface Stay {
  readonly version: "current" | "noncurrent";
  readonly storageClass: string;
  readonly days: number;
}

/**
 * The life of an object that nobody touches: current until it expires, noncurrent behind its delete marker, then gone; not before object lock
 * lets go of it.
 *
 * @param expirationInDays of the rule.
 * @param storageClass that the object has when it comes.
 * @returns nothing about noncurrent versions where no rule ends them.
 */
export function staysOf(
  rule: Omit<LifecycleRule, "prefix" | "expirationInDays">,
  expirationInDays: number,
  { versioned, lockInDays }: Pick<Bucket, "versioned" | "lockInDays">,
  storageClass = "STANDARD",
): readonly Stay[] {
  const current = spans(rule.transitions, expirationInDays, storageClass);
  const last = current.at(-1)?.storageClass ?? storageClass;
  if (!versioned || rule.noncurrentInDays === undefined) return current.map(of("current"));
  const noncurrentDays = Math.max(rule.noncurrentInDays, lockInDays - expirationInDays);
  const noncurrent = spans(rule.noncurrentTransitions, noncurrentDays, last);
  return [...current.map(of("current")), ...noncurrent.map(of("noncurrent"))];
}

type Span = Omit<Stay, "version">;

const of =
  (version: Stay["version"]) =>
  (span: Span): Stay => ({ version, ...span });

/** The days of one state, parted by changes of storage class. */
function spans(transitions: readonly Transition[], days: number, first: string): Span[] {
  const inTime = transitions.filter((each) => each.days < days);
  return [{ days: 0, storageClass: first }, ...inTime]
    .map(({ days: from, storageClass }, at) => ({ storageClass, days: (inTime[at]?.days ?? days) - from }))
    .filter((span) => span.days > 0);
}
