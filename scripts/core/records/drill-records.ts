/** When backups were drilled, and how that ended. Names only: whoever may list can read them. */

import { type BackupName, stemOf } from "../object-key";
import type { ObjectStore } from "../ports";
import { parseRecordKey, parseStem, recordFolder } from "./record-key";

/** How a drill can end. It stands in the key of its evidence. */
export const DRILL_RESULTS = ["passed", "failed"] as const;
export type DrillResult = (typeof DRILL_RESULTS)[number];

/** The times of the newest drills of a backup, by how they ended. */
export interface DrillTimes {
  readonly passed?: Date;
  readonly failed?: Date;
}

/** The newest drills of backups, by prefix and stem together. */
export type DrillRecords = ReadonlyMap<string, DrillTimes>;

/** The ending of the JSON of a drill's evidence. */
export const evidenceEnding = (result: DrillResult): string => `.${result}.json`;

const ENDING = new RegExp(`^\\.(${DRILL_RESULTS.join("|")})\\.json$`);

/**
 * The drills below prefixes. Nothing but who may write there protects them, and a drill says something about a backup that is still there only.
 *
 * @param prefixes of backups, such as those of the stack; drills below folders within them are not looked for. Who has a listing of backups has these in it.
 * @throws OperatorError when they cannot be listed.
 */
export async function drillRecords(
  store: ObjectStore,
  prefixes: readonly string[],
  signal?: AbortSignal,
): Promise<DrillRecords> {
  const found = new DrillMarks();
  for (const prefix of prefixes)
    for await (const { key } of store.list(recordFolder(prefix, "drills"), signal && { signal }))
      found.see(key);
  return found.records;
}

/** Picks the drills out of a listing of more. */
export class DrillMarks {
  readonly records = new Map<string, DrillTimes>();

  see(key: string): void {
    const record = parseRecordKey(key);
    if (record?.kind !== "drills") return;
    const result = ENDING.exec(record.ending)?.[1] as DrillResult | undefined;
    if (result === undefined) return;
    const of = `${record.prefix}${record.stem}`;
    const times = this.records.get(of) ?? {};
    const known = times[result];
    if (known === undefined || known < record.at) this.records.set(of, { ...times, [result]: record.at });
  }
}

/** The newest drills of one backup. */
export const drillsOf = (
  backup: Pick<BackupName, "prefix" | "name" | "createdAt">,
  records: DrillRecords,
): DrillTimes => records.get(`${backup.prefix}${stemOf(backup)}`) ?? {};

/** One drill, as the names tell it. */
export interface KnownDrill {
  readonly at: Date;
  readonly result: DrillResult;
  /** Of the backup, without prefix and ending; it may be gone. */
  readonly stem: string;
}

/**
 * The newest drills of a series, the newest first: of each of its backups the last that passed and the last that failed.
 * @param until later ones are of a clock that was wrong, and do not count
 */
export function drillsOfSeries(
  { prefix, name }: Pick<BackupName, "prefix" | "name">,
  records: DrillRecords,
  until: Date,
): KnownDrill[] {
  const drills: KnownDrill[] = [];
  for (const [of, times] of records) {
    const stem = of.slice(prefix.length);
    if (!of.startsWith(prefix) || parseStem(stem)?.name !== name) continue;
    for (const result of DRILL_RESULTS) {
      const at = times[result];
      if (at !== undefined && at <= until) drills.push({ at, result, stem });
    }
  }
  return drills.sort((a, b) => b.at.getTime() - a.at.getTime());
}
