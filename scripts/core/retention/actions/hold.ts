/** Legal holds of backups: on every version of payload and manifest, hidden ones too, which lifecycle would remove. */
import { OperatorError } from "../../../errors";
import { chooseBackups, storedVersions } from "../bucket/chosen";
import { type ObjectVersion, UNKNOWN, type VersionedStore } from "../ports";

export interface HoldPlan {
  readonly on: boolean;
  readonly backups: readonly HeldBackup[];
}

export interface HeldBackup {
  readonly id: string;
  /** Those to change: the others are so already, and known to be. */
  readonly changes: readonly ObjectVersion[];
  readonly versions: number;
}

/** @throws OperatorError `refused` for a bucket without Object Lock, before anything is changed */
export async function planHold(
  store: VersionedStore,
  ids: readonly string[],
  on: boolean,
  signal: AbortSignal,
): Promise<HoldPlan> {
  const chosen = await chooseBackups(store, ids, signal);
  await assertLocks(store, signal);
  const backups: HeldBackup[] = [];
  for (const backup of chosen) {
    const versions = storedVersions(backup);
    const changes: ObjectVersion[] = [];
    for (const version of versions) {
      const lock = await store.lockOf(version, { signal });
      if (lock === UNKNOWN || lock.legalHold !== on) changes.push(version);
    }
    backups.push({ id: backup.id, changes, versions: versions.length });
  }
  return { on, backups };
}

export async function performHold(
  { on, backups }: HoldPlan,
  store: VersionedStore,
  signal: AbortSignal,
): Promise<void> {
  for (const { changes } of backups)
    for (const version of changes) {
      signal.throwIfAborted();
      await store.setLegalHold(version, on, { signal });
    }
}

/** Where it may not be asked, the first change tells. @throws OperatorError `refused` */
export async function assertLocks(store: VersionedStore, signal: AbortSignal): Promise<void> {
  const lock = await store.bucketLock({ signal });
  if (lock !== UNKNOWN && !lock.enabled)
    throw new OperatorError(
      "refused",
      `${store.name} must have Object Lock enabled, got a bucket without it`,
      {
        hint: "switch it on with bucket.objectLock; see docs/changes.md",
      },
    );
}
