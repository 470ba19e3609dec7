/** Hides the backups that no policy keeps, by delete markers and nothing else. */
import { OperatorError } from "../../../errors";
import { manifestKey } from "../../object-key";
import { type FoundBackup, type Inventory, isVisible, takeInventory } from "../bucket/inventory";
import { assertPlausible, assertReady } from "../bucket/safety";
import { calendarOf } from "../policy/calendar";
import { type Policies, policyFor } from "../policy/policy";
import { type ObjectVersion, UNKNOWN, type VersionedStore } from "../ports";
import { type Decision, decide, type SeriesPlan } from "./decide";
import { finishable } from "./unfinished";

export interface PruneRequest {
  /** Below which backups are looked for, none within another. */
  readonly prefixes: readonly string[];
  /** Only series of this name. */
  readonly name: string | undefined;
  readonly policies: Policies;
}

export interface Surroundings {
  readonly store: VersionedStore;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** What a run would do, or did. */
export interface PrunePlan {
  readonly now: Date;
  readonly series: readonly SeriesPlan[];
  /** Manifests whose payload an interrupted run hid. */
  readonly unfinished: readonly string[];
  readonly inventory: Inventory;
}

/**
 * Decides, and changes nothing.
 * @throws OperatorError `notSafe` before anything could be chosen wrongly
 */
export async function planPrune(request: PruneRequest, surroundings: Surroundings): Promise<PrunePlan> {
  const { store, signal } = surroundings;
  const { prefixes, name, policies } = request;
  const calendar = calendarOf(policies.timeZone);
  const now = await assertReady(store, surroundings.now, signal);
  const all = await takeInventory(store, prefixes, signal);
  const inventory = { ...all, series: all.series.filter((each) => name === undefined || each.name === name) };
  assertPlausible(inventory, prefixes.map((prefix) => `${store.name}/${prefix}`).join(", "), now);
  const decided = inventory.series.map((each): SeriesPlan => {
    const policy = policyFor(each, policies);
    return { series: each, policy, decisions: decide(each, policy, calendar, now) };
  });
  const series = await withHolds(decided, store, signal);
  return { now, series, unfinished: finishable(series, inventory.strayManifests), inventory };
}

/** A legal hold is somebody's word that it is to stay. Only what would go is asked for it. */
async function withHolds(
  plans: readonly SeriesPlan[],
  store: VersionedStore,
  signal: AbortSignal,
): Promise<readonly SeriesPlan[]> {
  if (!plans.some(({ decisions }) => decisions.some(({ verdict }) => verdict === "delete"))) return plans;
  const locks = await store.bucketLock({ signal });
  if (locks !== UNKNOWN && !locks.enabled) return plans;
  const result: SeriesPlan[] = [];
  for (const plan of plans) {
    const decisions: Decision[] = [];
    for (const decision of plan.decisions) decisions.push(await unlessHeld(decision, store, signal));
    result.push({ ...plan, decisions });
  }
  return result;
}

async function unlessHeld(decision: Decision, store: VersionedStore, signal: AbortSignal): Promise<Decision> {
  const held = decision.verdict === "delete" && (await isHeld(decision.backup, store, signal));
  return held ? { ...decision, verdict: "keep", reasons: ["legal hold"] } : decision;
}

async function isHeld(backup: FoundBackup, store: VersionedStore, signal: AbortSignal): Promise<boolean> {
  const current = [backup.payload[0], backup.manifest[0]].filter(
    (version): version is ObjectVersion => version?.isDeleteMarker === false,
  );
  for (const version of current) {
    const lock = await store.lockOf(version, { signal });
    if (lock === UNKNOWN)
      throw new OperatorError(
        "accessDenied",
        `cannot tell whether ${version.key} is under a legal hold: AWS denied the request`,
        { hint: "give the role s3:GetObjectLegalHold and s3:GetObjectRetention; see docs/retention.md" },
      );
    if (lock.legalHold) return true;
  }
  return false;
}

/** What was hidden by {@link performPrune}. */
export interface Pruned {
  readonly deleted: readonly string[];
  readonly finished: readonly string[];
}

/**
 * Hides what the plan says, the oldest first; of each backup its payload, then its manifest: once the payload is hidden the backup is not listed any more, and
 * what is left if the run ends there is a manifest alone, which the next run hides.
 *
 * @throws OperatorError that says how many were hidden before
 */
export async function performPrune(
  plan: PrunePlan,
  { store, signal }: Surroundings,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<Pruned> {
  const decisions = plan.series.flatMap((each) => each.decisions.toReversed());
  const going = decisions.filter(({ verdict }) => verdict === "delete").map(({ backup }) => backup);
  // Two payloads of the same second may share a manifest.
  const needed = new Set(
    decisions.filter(({ verdict }) => verdict !== "delete").map(({ backup }) => manifestKey(backup.id)),
  );
  const pruned = { deleted: [] as string[], finished: [] as string[] };
  try {
    for (const key of plan.unfinished) {
      signal.throwIfAborted();
      await store.addDeleteMarker(key, { signal });
      pruned.finished.push(key);
    }
    for (const { id, manifest } of going) {
      signal.throwIfAborted();
      onProgress(pruned.deleted.length, going.length);
      await store.addDeleteMarker(id, { signal });
      if (isVisible(manifest) && !needed.has(manifestKey(id)))
        await store.addDeleteMarker(manifestKey(id), { signal });
      pruned.deleted.push(id);
    }
  } catch (error) {
    throw explained(error, pruned.deleted.length, going.length);
  }
  return pruned;
}

function explained(error: unknown, done: number, all: number): unknown {
  if (!(error instanceof OperatorError)) return error;
  return new OperatorError(
    error.exit,
    `${error.summary}; ${done} of ${all} backups were deleted before that`,
    {
      hint: error.hint,
      cause: error,
    },
  );
}
