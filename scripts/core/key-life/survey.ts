/** What a bucket holds: backups, and the sidecars beside them. Names and sizes only. */

import { type BackupName, normalPrefix, parseId, stemOf } from "../object-key";
import type { ObjectStore } from "../ports";
import { newestFirst } from "../records/newer-keys";
import { parseRecordKey, type RecordName } from "../records/record-key";

export interface SurveyedBackup extends BackupName {
  /** Of the payload. */
  readonly bytes: number;
  /** Names of its sidecars, the newest first; perhaps also those of a backup that only has the same stem. */
  readonly sidecars: readonly RecordName[];
}

/** @returns every backup below the prefixes, the oldest first. */
export async function survey(
  store: Pick<ObjectStore, "list">,
  prefixes: readonly string[],
  signal: AbortSignal,
): Promise<readonly SurveyedBackup[]> {
  const payloads = new Map<string, { readonly name: BackupName; readonly bytes: number }>();
  const sidecars = new Map<string, RecordName[]>();
  for (const prefix of prefixes)
    for await (const { key, size } of store.list(normalPrefix(prefix), { signal })) {
      const name = parseId(key);
      if (name !== undefined) payloads.set(key, { name, bytes: size });
      const record = name === undefined ? parseRecordKey(key) : undefined;
      if (record?.kind !== "keys") continue;
      const place = `${record.prefix}${record.stem}`;
      sidecars.set(place, [...(sidecars.get(place) ?? []), record]);
    }
  return [...payloads.values()]
    .map(({ name, bytes }) => {
      const found = sidecars.get(`${name.prefix}${stemOf(name)}`) ?? [];
      return { ...name, bytes, sidecars: found.sort(newestFirst) };
    })
    .sort(oldestFirst);
}

const oldestFirst = (a: BackupName, b: BackupName): number =>
  a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1);
