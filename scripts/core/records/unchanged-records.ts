/** Marks of runs that looked and found nothing changed since a backup. Names only: whoever may list can read them. */

import { type BackupName, stemOf } from "../object-key";
import type { ObjectStore } from "../ports";
import { parseRecordKey, recordFolder } from "./record-key";

/** When runs found nothing changed since a backup, by its prefix and stem together. */
export type UnchangedRecords = ReadonlyMap<string, readonly Date[]>;

/** A mark may be so much later than the clock of whoever looks: 5 minutes, as AWS allows in signatures. */
export const SKEW_MILLISECONDS = 5 * 60_000;

/**
 * The marks below prefixes. They tell of freshness only, and nothing protects them but who may write there: a mark of a backup that is gone,
 * or known to be bad, says nothing. Ask {@link freshAt} about backups that are listed.
 *
 * @param prefixes of backups, such as those of the stack; marks below folders within them are not looked for. Who has a listing of backups has these in it.
 * @throws OperatorError when they cannot be listed.
 */
export async function unchangedRecords(
  store: ObjectStore,
  prefixes: readonly string[],
  signal?: AbortSignal,
): Promise<UnchangedRecords> {
  const found = new UnchangedMarks();
  for (const prefix of prefixes)
    for await (const { key } of store.list(recordFolder(prefix, "unchanged"), signal && { signal }))
      found.see(key);
  return found.records;
}

/** Picks the marks out of a listing of more. */
export class UnchangedMarks {
  readonly records = new Map<string, Date[]>();

  see(key: string): void {
    const record = parseRecordKey(key);
    if (record?.kind !== "unchanged") return;
    const of = `${record.prefix}${record.stem}`;
    const times = this.records.get(of);
    if (times === undefined) this.records.set(of, [record.at]);
    else times.push(record.at);
  }
}

/**
 * Up to when a backup holds what there is: its own time, or that of the newest run that found nothing changed since. A mark from the future is
 * of a clock that was wrong, and does not count.
 *
 * @param backup one that is in the listing, complete, and not in quarantine: nothing else is fresh, whatever marks say.
 */
export function freshAt(
  backup: Pick<BackupName, "prefix" | "name" | "createdAt">,
  records: UnchangedRecords,
  now: Date,
): Date {
  const limit = now.getTime() + SKEW_MILLISECONDS;
  const times = (records.get(`${backup.prefix}${stemOf(backup)}`) ?? []).map((time) => time.getTime());
  return new Date(
    times
      .filter((time) => time <= limit)
      .reduce((newest, time) => Math.max(newest, time), backup.createdAt.getTime()),
  );
}
