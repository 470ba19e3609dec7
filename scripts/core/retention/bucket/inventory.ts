/** What stands in a bucket, version by version, put together to backups and the series that they belong to. */
import { OBJECT_SUFFIX } from "../../../../modules/backup-contract";
import { type BackupName, isPrefix, manifestKey, normalPrefix, parseId, stemOf } from "../../object-key";
import { parseRecordKey, type RecordName } from "../../records/record-key";
import type { ObjectVersion, VersionedStore } from "../ports";

/** All versions of one key, the newest first. */
export type Versions = readonly ObjectVersion[];

export interface FoundBackup extends BackupName {
  /** Of the payload; never none. */
  readonly payload: Versions;
  readonly manifest: Versions;
  /** Records about it that were not deleted, the newest first. */
  readonly records: readonly RecordName[];
}

/** Backups of one thing. */
export interface Series {
  readonly prefix: string;
  readonly name: string;
  /** Newest first; those that are hidden, too. */
  readonly backups: readonly FoundBackup[];
}

export interface Inventory {
  readonly series: readonly Series[];
  /** Manifests to which no payload belongs, hidden or not, by key. */
  readonly strayManifests: ReadonlyMap<string, Versions>;
  /** All versions of records, by key. */
  readonly records: ReadonlyMap<string, Versions>;
}

export const isVisible = (versions: Versions): boolean => versions[0]?.isDeleteMarker === false;

/** Whether a reader sees a whole backup: its payload and the manifest that was stored after it. */
export const isComplete = ({ payload, manifest }: FoundBackup): boolean =>
  isVisible(payload) && isVisible(manifest);

/** Marks of quarantine that count. */
export const quarantineMarks = ({ records }: FoundBackup): readonly RecordName[] =>
  records.filter(({ kind }) => kind === "quarantine");

/**
 * @param prefixes none within another
 * @throws OperatorError when the listing cannot be had, or is not whole
 */
export async function takeInventory(
  store: VersionedStore,
  prefixes: readonly string[],
  signal: AbortSignal,
): Promise<Inventory> {
  const keys = new Map<string, ObjectVersion[]>();
  for (const prefix of prefixes)
    for await (const version of store.versions(normalPrefix(prefix), { signal }))
      add(keys, version.key, version);
  return inventoryOf(keys);
}

function inventoryOf(keys: ReadonlyMap<string, Versions>): Inventory {
  const records = new Map<string, Versions>();
  const manifests = new Map<string, Versions>();
  const payloads: { readonly name: BackupName; readonly versions: Versions }[] = [];
  const about = new Map<string, RecordName[]>();
  for (const [key, versions] of keys) {
    const record = parseRecordKey(key);
    const name = record === undefined ? parseId(key) : undefined;
    if (record !== undefined) records.set(key, versions);
    if (record !== undefined && isVisible(versions)) add(about, `${record.prefix}${record.stem}`, record);
    // Others were not made by sealstack: nothing of them is judged, and none of them can stop a run.
    if (name !== undefined && isPrefix(name.prefix)) payloads.push({ name, versions });
    if (key.endsWith(OBJECT_SUFFIX.manifest)) manifests.set(key, versions);
  }
  const backups = payloads.map(
    ({ name, versions }): FoundBackup => ({
      ...name,
      payload: versions,
      manifest: manifests.get(manifestKey(name.id)) ?? [],
      records: (about.get(`${name.prefix}${stemOf(name)}`) ?? []).sort(newestRecordFirst),
    }),
  );
  for (const { id } of backups) manifests.delete(manifestKey(id));
  return { series: seriesOf(backups), strayManifests: manifests, records };
}

function seriesOf(backups: readonly FoundBackup[]): Series[] {
  const series = new Map<string, FoundBackup[]>();
  for (const backup of backups) add(series, `${backup.prefix}\n${backup.name}`, backup);
  return [...series.values()].map((all) => {
    const { prefix, name } = all[0] as FoundBackup;
    return { prefix, name, backups: all.sort(newestFirst) };
  });
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}

function newestFirst(a: BackupName, b: BackupName): number {
  return b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? -1 : 1);
}

const newestRecordFirst = (a: RecordName, b: RecordName): number => b.at.getTime() - a.at.getTime();
