/** How it stands with each series of backups: told from one listing, so that whoever may list can ask. Pure. */

import type { ListedBackup, Listing } from "../backup/list";
import { type Series, seriesOf } from "../backup/series";
import { drillsOfSeries, type KnownDrill } from "../records/drill-records";
import { quarantineOf } from "../records/quarantine-records";
import { freshAt, SKEW_MILLISECONDS } from "../records/unchanged-records";

export interface Limits {
  /** Milliseconds that the newest backup may be old. @default - any */
  readonly maxAge?: number | undefined;
  /** Milliseconds that the last good drill may be ago. @default - any, or none at all */
  readonly maxDrillAge?: number | undefined;
}

/** Problems of a series, by words that a program can tell apart. */
export const PROBLEMS = {
  noBackup: "there is no backup",
  noGoodBackup: "no backup is complete and not in quarantine",
  tooOld: "the last backup is older than --max-age",
  newestIncomplete: "the newest backup has no manifest",
  fromFuture: "the newest backup is from the future: a clock is wrong",
  drillFailed: "the last drill failed",
  neverDrilled: "no drill has passed yet",
  drillTooOld: "the last good drill is longer ago than --max-drill-age",
} as const;
export type Problem = keyof typeof PROBLEMS;

export interface SeriesStatus {
  readonly prefix: string;
  /** `undefined` for a prefix without any backup. */
  readonly name: string | undefined;
  /** The newest that is complete and not in quarantine. */
  readonly last: { readonly backup: ListedBackup; readonly freshAt: Date } | undefined;
  readonly counts: { readonly complete: number; readonly incomplete: number; readonly inQuarantine: number };
  readonly lastDrill: KnownDrill | undefined;
  readonly lastGoodDrill: KnownDrill | undefined;
  readonly problems: readonly Problem[];
}

/** @param prefixes that were asked for: one without a backup is a problem, too. */
export function statusOf(
  listing: Listing,
  prefixes: readonly string[],
  limits: Limits,
  now: Date,
): SeriesStatus[] {
  const series = seriesOf(listing.backups);
  const empty = prefixes.filter((prefix) => !series.some((each) => each.prefix.startsWith(prefix)));
  return [...series.map((each) => statusOfSeries(each, listing, limits, now)), ...empty.map(nothingBelow)];
}

function statusOfSeries(
  { prefix, name, backups }: Series<ListedBackup>,
  { quarantine, unchanged, drills }: Listing,
  limits: Limits,
  now: Date,
): SeriesStatus {
  const isBad = (backup: ListedBackup): boolean => quarantineOf(backup, quarantine) !== undefined;
  const good = backups.filter((backup) => backup.complete && !isBad(backup));
  const [backup] = good;
  const last = backup && { backup, freshAt: freshAt(backup, unchanged, now) };
  const limit = new Date(now.getTime() + SKEW_MILLISECONDS);
  const known = drillsOfSeries({ prefix, name }, drills, limit);
  const lastDrill = known[0];
  const lastGoodDrill = known.find(({ result }) => result === "passed");
  const newest = backups.find((each) => !isBad(each));
  const isOver = (time: Date, max: number | undefined): boolean =>
    max !== undefined && now.getTime() - time.getTime() > max;
  const problems: readonly (Problem | false)[] = [
    last === undefined && "noGoodBackup",
    last !== undefined && isOver(last.freshAt, limits.maxAge) && "tooOld",
    last !== undefined && newest?.complete === false && "newestIncomplete",
    newest !== undefined && newest.createdAt > limit && "fromFuture",
    lastDrill?.result === "failed" && "drillFailed",
    limits.maxDrillAge !== undefined && lastGoodDrill === undefined && "neverDrilled",
    lastGoodDrill !== undefined && isOver(lastGoodDrill.at, limits.maxDrillAge) && "drillTooOld",
  ];
  return {
    prefix,
    name,
    last,
    counts: {
      complete: good.length,
      incomplete: backups.filter((each) => !each.complete && !isBad(each)).length,
      inQuarantine: backups.filter(isBad).length,
    },
    lastDrill,
    lastGoodDrill,
    problems: problems.filter((problem) => problem !== false),
  };
}

const nothingBelow = (prefix: string): SeriesStatus => ({
  prefix,
  name: undefined,
  last: undefined,
  counts: { complete: 0, incomplete: 0, inQuarantine: 0 },
  lastDrill: undefined,
  lastGoodDrill: undefined,
  problems: ["noBackup"],
});
