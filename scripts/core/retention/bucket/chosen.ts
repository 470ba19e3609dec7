/** The backups that a command names, with every version of their objects. */
import { OBJECT_SUFFIX } from "../../../../modules/backup-contract";
import { OperatorError } from "../../../errors";
import { type BackupName, manifestKey, parseId } from "../../object-key";
import type { ObjectVersion, VersionedStore } from "../ports";
import type { Versions } from "./inventory";

export interface ChosenBackup extends BackupName {
  /** None where there never was one, or lifecycle removed it. */
  readonly payload: Versions;
  readonly manifest: Versions;
}

/**
 * @param ids such as `list` shows them; the same one twice is one
 * @throws OperatorError `usage` for what is no id, `notFound` for a backup of which there is no version, before anything is done
 */
export async function chooseBackups(
  store: VersionedStore,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly ChosenBackup[]> {
  const names = [...new Set(ids)].map(backupId);
  const chosen: ChosenBackup[] = [];
  for (const name of names) {
    const [payload, manifest] = [
      await versionsOf(store, name.id, signal),
      await versionsOf(store, manifestKey(name.id), signal),
    ];
    if (!payload.some(({ isDeleteMarker }) => !isDeleteMarker))
      throw new OperatorError("notFound", `${store.name} has no version of the backup ${name.id}`, {
        hint:
          payload.length > 0
            ? "look for a copy elsewhere: lifecycle has removed it, and its delete marker is all that is left"
            : "check --bucket and the id; see `sealstack list`",
      });
    chosen.push({ ...name, payload, manifest });
  }
  return chosen;
}

/** @throws OperatorError `usage` */
export function backupId(text: string): BackupName {
  const name = parseId(text);
  if (name !== undefined) return name;
  throw new OperatorError("usage", `'${text}' is not the id of a backup`, {
    hint: `give an id as \`sealstack list\` shows it, such as step-ca/ca-20261122T014200Z.tar.gz${OBJECT_SUFFIX.kms}`,
  });
}

async function versionsOf(store: VersionedStore, key: string, signal: AbortSignal): Promise<ObjectVersion[]> {
  const found: ObjectVersion[] = [];
  for await (const version of store.versions(key, { signal })) if (version.key === key) found.push(version);
  return found;
}

/** Versions that hold something, of both objects. */
export const storedVersions = ({ payload, manifest }: Pick<ChosenBackup, "payload" | "manifest">): Versions =>
  [...manifest, ...payload].filter(({ isDeleteMarker }) => !isDeleteMarker);
