/** Whether the backup of the last run is still what `latest` would be. */
import { type BackupName, manifestKey, parseId, stemOf } from "../object-key";
import type { ObjectStore, StoredObject } from "../ports";
import { recordFolder } from "../records/record-key";
import type { RunRecord } from "./run-record";

/** What a listing shows of one backup, with what follows it in its series. */
export interface Shown {
  readonly payload: StoredObject | undefined;
  readonly manifest: boolean;
  /** Ids of others of the series that are as new or newer. */
  readonly others: readonly string[];
}

/**
 * One page of a listing as a rule: names hold the time, so what is older comes before.
 * @throws OperatorError when the store cannot be listed.
 */
export async function lookUp(store: ObjectStore, backup: BackupName, signal: AbortSignal): Promise<Shown> {
  const series = `${backup.prefix}${backup.name}-`;
  const before = `${backup.prefix}${stemOf(backup)}`.slice(0, -1);
  let payload: StoredObject | undefined;
  let manifest = false;
  const others: string[] = [];
  for await (const object of store.list(series, { signal, startAfter: before })) {
    if ((object.key[series.length] ?? "") > "9") break; // another series, whose name goes on
    if (object.key === backup.id) payload = object;
    else if (object.key === manifestKey(backup.id)) manifest = true;
    else {
      const other = parseId(object.key);
      if (other?.name === backup.name && other.createdAt >= backup.createdAt) others.push(other.id);
    }
  }
  return { payload, manifest, others };
}

/** Why the backup of a record is not to be relied on; `undefined` when it is there, complete, the newest, as it was, and not in quarantine. */
export async function whyNotThere(
  store: ObjectStore,
  record: RunRecord,
  signal: AbortSignal,
): Promise<string | undefined> {
  const backup = parseId(record.id);
  if (backup === undefined) return "the last backup has no name that a backup has";
  const { payload, manifest, others } = await lookUp(store, backup, signal);
  if (payload === undefined) return `${record.id} is not there any more`;
  const { size, etag, lastModified } = payload;
  if (size !== record.bytes || etag !== record.etag || lastModified.toISOString() !== record.lastModified)
    return `${record.id} is another object than the one that was stored`;
  if (!manifest) return `${record.id} has no manifest`;
  if (others[0] !== undefined) return `${others[0]} is newer`;
  const marks = `${recordFolder(backup.prefix, "quarantine")}${stemOf(backup)}/`;
  for await (const _ of store.list(marks, { signal })) return `${record.id} is in quarantine`;
  return undefined;
}
