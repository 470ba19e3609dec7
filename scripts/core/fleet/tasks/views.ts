/** The bucket as far as one object is concerned. */

import type { BackupName } from "../../object-key";
import { stemOf } from "../../object-key";
import type { ListOptions, ObjectStore, ReadOptions, StoredObject } from "../../ports";
import { recordFolder } from "../../records/record-key";

/**
 * The same store, of which a listing has nothing but the backup and its sidecars, whatever is asked for: the use cases for one backup list the
 * prefix it is in, which has a million others here. Where a version is named, the backup is read in that version.
 */
export function onlyOf(store: ObjectStore, name: BackupName, versionId: string | undefined): ObjectStore {
  const pinned = (key: string, options: ReadOptions = {}): ReadOptions =>
    key === name.id && versionId !== undefined ? { ...options, versionId } : options;
  const { replace, keepsVersions } = store;
  return {
    name: store.name,
    list: (_, options) => listOf(store, name, options),
    get: (key, options) => store.get(key, pinned(key, options)),
    ranges: (key, options) => store.ranges(key, pinned(key, options)),
    putNew: (key, body, options) => store.putNew(key, body, options),
    ...(replace && { replace: (key, body, options) => replace.call(store, key, body, options) }),
    ...(keepsVersions && { keepsVersions: (options) => keepsVersions.call(store, options) }),
  };
}

async function* listOf(
  store: ObjectStore,
  name: BackupName,
  options: ListOptions | undefined,
): AsyncGenerator<StoredObject> {
  yield* store.list(`${recordFolder(name.prefix, "keys")}${stemOf(name)}/`, options);
  for await (const object of store.list(name.id, options)) if (object.key === name.id) yield object;
}
