/** Tells of every version of every backup why it is kept or goes, until when it is locked, when it is gone for good, and what it costs. */

import { priceOf } from "../../cost/prices";
import { GIB } from "../../cost/units";
import { manifestKey } from "../../object-key";
import type { FoundBackup, Versions } from "../bucket/inventory";
import { type Gone, goneForGood, hiddenByLifecycle } from "../bucket/lifecycle";
import { type ObjectVersion, UNKNOWN, type Unknown, type VersionedStore, type VersionLock } from "../ports";
import type { Decision } from "./decide";
import type { PrunePlan, Surroundings } from "./prune";

/** What becomes of a version. `hidden`: it was deleted, or replaced, and can be had back. */
export type Fate = "keep" | "delete" | "pass over" | "hidden";

export interface ExplainedVersion {
  /** Prefix and name of its backup. */
  readonly series: string;
  readonly key: string;
  readonly versionId: string;
  readonly bytes: number;
  readonly storageClass: string | undefined;
  readonly fate: Fate;
  readonly reasons: readonly string[];
  /** `undefined` where the bucket has no Object Lock. */
  readonly lock: VersionLock | Unknown | undefined;
  /** When it was hidden, or will be: by this run, or by lifecycle. */
  readonly hidden: Gone;
  /** When lifecycle removes it for good. */
  readonly gone: Gone;
  /** For a month, in USD; `undefined`: the table has no price of it. */
  readonly usdPerMonth: number | undefined;
}

/** Versions that are asked for their locks at the same time. */
const AT_ONCE = 4; // of two requests each: listeners of one signal are warned about beyond ten

export async function explainPrune(
  plan: PrunePlan,
  { store, signal }: Omit<Surroundings, "now">,
): Promise<ExplainedVersion[]> {
  const [locks, rules] = [await store.bucketLock({ signal }), await store.expirations({ signal })];
  const withLocks = locks === UNKNOWN || locks.enabled;
  const finishing = new Set(plan.unfinished);
  const drafts = plan.series.flatMap(({ series, decisions }) => {
    const decided = new Map(decisions.map((decision) => [decision.backup.id, decision]));
    return series.backups.flatMap((backup) =>
      draftsOf(backup, decided.get(backup.id), finishing.has(manifestKey(backup.id)), plan.now),
    );
  });
  const result: ExplainedVersion[] = [];
  for (let at = 0; at < drafts.length; at += AT_ONCE) {
    signal.throwIfAborted();
    const some = drafts.slice(at, at + AT_ONCE).map(async ({ version, newer, hiddenAt, ...draft }) => {
      const lock = withLocks ? await store.lockOf(version, { signal }) : undefined;
      const hidden = hiddenAt ?? hiddenByLifecycle(version, rules);
      const gone =
        hidden instanceof Date ? goneForGood({ version, newer, hiddenAt: hidden, lock }, rules) : hidden;
      return { ...draft, ...described(version, store), lock, hidden, gone };
    });
    result.push(...(await Promise.all(some)));
  }
  return result;
}

interface Draft {
  readonly series: string;
  readonly version: ObjectVersion;
  readonly newer: number;
  readonly hiddenAt: Date | undefined;
  readonly fate: Fate;
  readonly reasons: readonly string[];
}

/** @param decision of what is to be seen; @param unfinished whether its manifest alone is left to be hidden */
function draftsOf(
  backup: FoundBackup,
  decision: Decision | undefined,
  unfinished: boolean,
  now: Date,
): Draft[] {
  const payload = decision ?? { verdict: "pass over" as const, reasons: ["its payload is deleted"] };
  const manifest = unfinished
    ? { verdict: "delete" as const, reasons: ["its payload is deleted already"] }
    : payload;
  const series = `${backup.prefix}${backup.name}`;
  return [
    ...draftsOfKey(backup.payload, series, payload, now),
    ...draftsOfKey(backup.manifest, series, manifest, now),
  ];
}

function draftsOfKey(
  versions: Versions,
  series: string,
  { verdict, reasons }: { readonly verdict: Fate; readonly reasons: readonly string[] },
  now: Date,
): Draft[] {
  let newer = 0;
  return versions.flatMap((version, at): Draft[] => {
    if (version.isDeleteMarker) return [];
    if (version.isLatest) {
      const goes = verdict === "delete" ? now : undefined;
      return [{ series, version, newer: newer++, hiddenAt: goes, fate: verdict, reasons }];
    }
    // S3 counts from when the next one came; the oldest of the newer ones that follow it without a gap.
    const successor = versions[at - 1];
    const why = successor?.isDeleteMarker === true ? "deleted" : "replaced";
    const since = successor?.lastModified ?? now;
    return [
      {
        series,
        version,
        newer: newer++,
        hiddenAt: since,
        fate: "hidden",
        reasons: [`${why} ${dayOf(since)}`],
      },
    ];
  });
}

function described(version: ObjectVersion, store: VersionedStore) {
  const { key, versionId, size: bytes, storageClass } = version;
  const price = store.region && priceOf(`s3.storage.${storageClass ?? "STANDARD"}`, store.region);
  const usdPerMonth = price ? ((bytes / GIB) * price.usd) / price.per : undefined;
  return { key, versionId, bytes, storageClass, usdPerMonth };
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);
