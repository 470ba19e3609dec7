import { listBackups } from "../../core/backup/list";
import { assertName } from "../../core/object-key";
import type { KnownDrill } from "../../core/records/drill-records";
import { type Limits, PROBLEMS, type SeriesStatus, statusOf } from "../../core/status/series-status";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { type Fact, formatAge, formatFacts } from "../format";
import type { CommandIo } from "../io";

export interface StatusOptions extends Limits {
  readonly settings: Settings;
  /** Only backups of this name. */
  readonly name: string | undefined;
}

/** Says how it stands with each series of backups, and fails where something is not as it must be. */
export async function run({ settings, name, ...limits }: StatusOptions, io: CommandIo): Promise<Report> {
  if (name !== undefined) assertName(name);
  const store = await io.services.store(settings);
  const prefixes = settings.searchPrefixes;
  const listing = await listBackups(store, { prefixes, name }, io.signal);
  const now = io.now();
  const all = statusOf(listing, prefixes, limits, now);
  return {
    data: { store: store.name, prefixes, at: now.toISOString(), series: all.map((each) => data(each, now)) },
    lines: all.flatMap((each) => lines(each, store.name, now)),
    exit: all.some(({ problems }) => problems.length > 0) ? "unhealthy" : "ok",
  };
}

function lines(status: SeriesStatus, store: string, now: Date): string[] {
  const { prefix, name, last, counts, problems } = status;
  const title = `${name === undefined ? `${store}/${prefix}` : `${prefix}${name}`}: ${problems.length === 0 ? "ok" : "not ok"}`;
  const facts: Fact[] = [
    ...(problems.length === 0 ? [] : [["problem", problems.map((problem) => PROBLEMS[problem])] as const]),
    ...(name === undefined ? [] : [["last backup", lastLines(last, now)] as const]),
    ...(name === undefined ? [] : [["backups", countsLine(counts)] as const]),
    ...(name === undefined ? [] : [["drills", drillLines(status, now)] as const]),
  ];
  return formatFacts(title, facts);
}

function lastLines(last: SeriesStatus["last"], now: Date): string[] {
  if (last === undefined) return ["none that is complete"];
  const { backup, freshAt } = last;
  return [
    `${isoSeconds(backup.createdAt)}, ${formatAge(backup.createdAt, now)} old`,
    ...(freshAt > backup.createdAt ? [`nothing had changed ${formatAge(freshAt, now)} ago`] : []),
  ];
}

function countsLine({ complete, incomplete, inQuarantine }: SeriesStatus["counts"]): string {
  return [
    `${complete} complete`,
    ...(incomplete === 0 ? [] : [`${incomplete} without a manifest`]),
    ...(inQuarantine === 0 ? [] : [`${inQuarantine} in quarantine`]),
  ].join(", ");
}

function drillLines({ lastDrill, lastGoodDrill }: SeriesStatus, now: Date): string[] {
  if (lastDrill === undefined) return ["none yet"];
  const line = ({ at, result, stem }: KnownDrill): string[] => [
    `${result} ${formatAge(at, now)} ago: ${stem}`,
  ];
  if (lastDrill.result === "passed") return line(lastDrill);
  return [
    ...line(lastDrill),
    ...(lastGoodDrill === undefined ? ["none has passed yet"] : line(lastGoodDrill)),
  ];
}

function data(status: SeriesStatus, now: Date): Record<string, unknown> {
  const { prefix, name, last, counts, lastDrill, lastGoodDrill, problems } = status;
  return {
    prefix,
    ...(name === undefined ? {} : { name }),
    ok: problems.length === 0,
    problems,
    ...(last === undefined
      ? {}
      : {
          lastBackup: {
            id: last.backup.id,
            createdAt: last.backup.createdAt.toISOString(),
            freshAt: last.freshAt.toISOString(),
            ageSeconds: ageOf(last.freshAt, now),
            bytes: last.backup.bytes,
          },
        }),
    backups: counts,
    ...(lastDrill === undefined ? {} : { lastDrill: drillData(lastDrill, now) }),
    ...(lastGoodDrill === undefined ? {} : { lastGoodDrill: drillData(lastGoodDrill, now) }),
  };
}

const drillData = ({ at, result, stem }: KnownDrill, now: Date) => ({
  at: at.toISOString(),
  ageSeconds: ageOf(at, now),
  result,
  backup: stem,
});

const ageOf = (time: Date, now: Date): number => Math.max(0, now.getTime() - time.getTime()) / 1000;

const isoSeconds = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, "Z");
