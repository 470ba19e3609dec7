/** Which backups of one series a policy keeps, and why. Pure. */
import { type Calendar, PERIODS } from "./calendar";
import type { Policy } from "./policy";

/** A backup, and every time of which it is the state. */
export interface Candidate {
  readonly id: string;
  readonly createdAt: Date;
  /** Times at which somebody looked and found nothing changed since. */
  readonly unchangedAt: readonly Date[];
}

interface Point {
  readonly id: string;
  readonly at: Date;
}

/**
 * The newest backup of each period that has one, counted from the newest period on; the newest ones; and those of a time before the newest, not before now: where
 * backups have stopped, none goes because time goes on.
 *
 * A backup since which nothing changed stands in for each time at which that was seen.
 *
 * @returns why, by id of each that is kept
 */
export function keepers(
  candidates: readonly Candidate[],
  policy: Policy,
  calendar: Calendar,
): ReadonlyMap<string, readonly string[]> {
  const reasons = new Map<string, string[]>();
  const keep = (id: string, why: string): void => {
    const all = reasons.get(id) ?? [];
    if (!all.includes(why)) reasons.set(id, [...all, why]);
  };
  const points = candidates.flatMap(pointsOf).sort(newestFirst);
  const backups = candidates.map(({ id, createdAt }) => ({ id, at: createdAt })).sort(newestFirst);
  for (const { id } of backups.slice(0, policy.last ?? 0)) keep(id, `last ${policy.last}`);
  for (const period of PERIODS) {
    const seen = new Set<string>();
    for (const { id, at } of points) {
      if (seen.size >= (policy[period] ?? 0)) break;
      const name = calendar.periodOf(period, at);
      if (!seen.has(name)) keep(id, `${period} ${name}`);
      seen.add(name);
    }
  }
  const newest = points[0]?.at.getTime() ?? 0;
  if (policy.within !== undefined)
    for (const { id, at } of points)
      if (newest - at.getTime() <= policy.within.milliseconds) keep(id, `within ${policy.within.text}`);
  return reasons;
}

const pointsOf = ({ id, createdAt, unchangedAt }: Candidate): Point[] =>
  [createdAt, ...unchangedAt].map((at) => ({ id, at }));

/** Of the same time, the first by name: as listings have it. */
function newestFirst(a: Point, b: Point): number {
  return b.at.getTime() - a.at.getTime() || (a.id < b.id ? -1 : 1);
}
