import { type BackupSurroundings, backup, planBackup } from "../../../scripts/core/backup/backup";
import type { Manifest } from "../../../scripts/core/backup/manifest";
import { type BackupName, parseId } from "../../../scripts/core/object-key";
import type { MessageCipher, ObjectStore } from "../../../scripts/core/ports";
import { filesSource } from "../../../scripts/core/sources/files";
import type { PreparedSource } from "../../../scripts/core/sources/source";
import { rawCipher } from "../kms/raw-cipher";

/** What the use cases need, with a clock that stands still. */
export function surroundings(store: ObjectStore, cipher: MessageCipher = rawCipher()): BackupSurroundings {
  return {
    store,
    cipher,
    signal: new AbortController().signal,
    now: () => new Date("2026-11-22T01:42:00Z"),
    host: "ca1",
    toolVersion: "0.1.0",
  };
}

export const REQUEST = { prefix: "step-ca/", name: "ca", context: {} } as const;

/** Backs up a path, or a prepared source. */
export async function backUp(
  what: string | PreparedSource,
  deps: BackupSurroundings,
  request: Parameters<typeof planBackup>[0] = REQUEST,
): Promise<Manifest> {
  const source = typeof what === "string" ? await filesSource(what) : what;
  return backup(source, planBackup(request, deps), request, deps);
}

/** The id of a backup as a name. */
export function named(id: string): BackupName {
  const name = parseId(id);
  if (name === undefined) throw new Error(`no id: ${id}`);
  return name;
}
