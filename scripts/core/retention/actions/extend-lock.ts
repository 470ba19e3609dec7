/** Makes locks end later, never sooner. */
import { OperatorError } from "../../../errors";
import { chooseBackups, storedVersions } from "../bucket/chosen";
import type { FoundBackup } from "../bucket/inventory";
import { type LockMode, type ObjectVersion, type Retention, UNKNOWN, type VersionedStore } from "../ports";
import { assertLocks } from "./hold";
import type { PrunePlan } from "./prune";

/** As long as S3 locks anything. Source: S3 API Reference, DefaultRetention: 100 years. */
export const MAX_LOCK_DAYS = 36_500;

export interface LockRequest {
  readonly until: Date;
  /** For versions that have no lock yet. @default - that of the bucket */
  readonly mode: LockMode | undefined;
}

export interface LockChange {
  readonly version: ObjectVersion;
  readonly from: Retention | undefined;
  readonly to: Retention;
}

export interface LockPlan {
  readonly backups: readonly {
    readonly id: string;
    readonly changes: readonly LockChange[];
    readonly versions: number;
  }[];
}

/** Backups by their ids: all versions of them. */
export async function planLock(
  store: VersionedStore,
  ids: readonly string[],
  request: LockRequest,
  signal: AbortSignal,
): Promise<LockPlan> {
  const chosen = await chooseBackups(store, ids, signal);
  await assertLocks(store, signal);
  return lockPlan(
    store,
    chosen.map((backup) => ({ id: backup.id, versions: storedVersions(backup) })),
    request,
    signal,
  );
}

/** What a policy keeps: the versions that are to be seen. */
export async function planLockOfKept(
  store: VersionedStore,
  { series }: PrunePlan,
  request: LockRequest,
  signal: AbortSignal,
): Promise<LockPlan> {
  await assertLocks(store, signal);
  const kept = series
    .flatMap(({ decisions }) => decisions)
    .filter(({ verdict }) => verdict === "keep")
    .map(({ backup }) => ({ id: backup.id, versions: currentVersions(backup) }));
  return lockPlan(store, kept, request, signal);
}

const currentVersions = ({ payload, manifest }: FoundBackup): ObjectVersion[] =>
  [...manifest.slice(0, 1), ...payload.slice(0, 1)].filter(({ isDeleteMarker }) => !isDeleteMarker);

async function lockPlan(
  store: VersionedStore,
  backups: readonly { readonly id: string; readonly versions: readonly ObjectVersion[] }[],
  request: LockRequest,
  signal: AbortSignal,
): Promise<LockPlan> {
  const bucket = await store.bucketLock({ signal });
  const mode = request.mode ?? (bucket === UNKNOWN ? undefined : bucket.defaultMode);
  const result = [];
  for (const { id, versions } of backups) {
    const changes: LockChange[] = [];
    for (const version of versions) {
      signal.throwIfAborted();
      const change = await changeOf(store, version, { ...request, mode }, signal);
      if (change !== undefined) changes.push(change);
    }
    result.push({ id, changes, versions: versions.length });
  }
  return { backups: result };
}

async function changeOf(
  store: VersionedStore,
  version: ObjectVersion,
  { until, mode }: LockRequest,
  signal: AbortSignal,
): Promise<LockChange | undefined> {
  const lock = await store.lockOf(version, { signal });
  if (lock === UNKNOWN)
    throw new OperatorError(
      "accessDenied",
      `cannot read the lock of ${version.key}: AWS denied the request`,
      {
        hint: "give the role s3:GetObjectRetention and s3:GetObjectLegalHold; see docs/retention.md",
      },
    );
  const from = lock.retention;
  if (from !== undefined && from.until >= until) return undefined; // never shorter
  const kept = from?.mode ?? mode;
  if (kept === undefined)
    throw new OperatorError("usage", `${version.key} has no lock, and the bucket has no mode for new ones`, {
      hint: "give --mode GOVERNANCE or --mode COMPLIANCE",
    });
  return { version, from, to: { mode: kept, until } };
}

export async function performLock(
  { backups }: LockPlan,
  store: VersionedStore,
  signal: AbortSignal,
): Promise<void> {
  for (const { changes } of backups)
    for (const { version, to } of changes) {
      signal.throwIfAborted();
      await store.setRetention(version, to, { signal });
    }
}
