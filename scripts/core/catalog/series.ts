/** All backups of one name below one prefix, from names and what a listing shows beside them. */
import { type BackupName, parseId } from "../object-key";
import type { ObjectStore, StoredObject } from "../ports";
import type { SeenBackup } from "./catalog";

export type Series = Pick<BackupName, "prefix" | "name">;

/** A backup of a series, and its name taken apart. */
export interface ListedMember {
  readonly name: BackupName;
  readonly seen: SeenBackup;
}

/**
 * @returns the newest first.
 * @throws OperatorError when the store cannot be listed.
 */
export async function listSeries(
  store: Pick<ObjectStore, "list">,
  { prefix, name }: Series,
  signal: AbortSignal,
): Promise<ListedMember[]> {
  const members: ListedMember[] = [];
  const start = `${prefix}${name}-`;
  for await (const object of store.list(start, { signal })) {
    if ((object.key[start.length] ?? "") > "9") break; // another series, whose name goes on
    const found = parseId(object.key);
    if (found?.name === name && found.prefix === prefix) members.push({ name: found, seen: seenOf(object) });
  }
  return members.sort((a, b) => newestFirst(a.name, b.name));
}

export function newestFirst(a: BackupName, b: BackupName): number {
  return b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? -1 : 1);
}

const seenOf = ({ key, size, etag, lastModified }: StoredObject): SeenBackup => ({
  id: key,
  size,
  ...(etag !== undefined && { etag }),
  lastModified: lastModified.toISOString(),
});
