import { type ListedBackup, listBackups } from "../../core/backup/list";
import { assertName } from "../../core/object-key";
import type { ObjectStore } from "../../core/ports";
import { type DrillTimes, drillsOf } from "../../core/records/drill-records";
import {
  type QuarantineRecords,
  quarantineOf,
  quarantineReason,
} from "../../core/records/quarantine-records";
import { freshAt } from "../../core/records/unchanged-records";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { formatAge, formatBytes, formatTable } from "../format";
import type { CommandIo } from "../io";

export interface ListOptions {
  readonly settings: Settings;
  /** Only backups of this name. */
  readonly name: string | undefined;
}

/** Lists backups, the newest first, from the names in the bucket. */
export async function run({ settings, name }: ListOptions, io: CommandIo): Promise<Report> {
  if (name !== undefined) assertName(name);
  const store = await io.services.store(settings);
  const { backups, orphans, unchanged, quarantine, drills } = await listBackups(
    store,
    { prefixes: settings.searchPrefixes, name },
    io.signal,
  );
  if (orphans.length > 0) io.output.warn(`manifests without a payload: ${orphans.join(", ")}`);
  const now = io.now();
  const reasons = await whyInQuarantine(store, backups, quarantine, io.signal);
  const listed = backups.map((backup) => ({
    ...backup,
    freshAt: freshAt(backup, unchanged, now),
    quarantine: reasons.get(backup.id),
    drills: drillsOf(backup, drills),
  }));
  const rows = listed.map((backup) => row(backup, now));
  const table = formatTable([["ID", "SIZE", "AGE", "STATE"], ...rows], io.stdout.columns);
  const places = settings.searchPrefixes.map((prefix) => `${store.name}/${prefix}`);
  const nothing = `no backups below ${places.join(", ")}`;
  return {
    data: { store: store.name, prefixes: settings.searchPrefixes, backups: listed.map(data), orphans },
    lines: backups.length === 0 ? [nothing] : table,
  };
}

interface Shown extends ListedBackup {
  /** When it was made, or a run last found nothing changed since. */
  readonly freshAt: Date;
  /** Why it is in quarantine, if it is. */
  readonly quarantine: string | undefined;
  readonly drills: DrillTimes;
}

/** By id; one small object is read for each mark, of which there are few. */
async function whyInQuarantine(
  store: ObjectStore,
  backups: readonly ListedBackup[],
  quarantine: QuarantineRecords,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>();
  for (const backup of backups) {
    const mark = quarantineOf(backup, quarantine);
    if (mark !== undefined) reasons.set(backup.id, await quarantineReason(store, mark, signal));
  }
  return reasons;
}

const row = (backup: Shown, now: Date): string[] => [
  backup.id,
  formatBytes(backup.bytes),
  formatAge(backup.createdAt, now),
  state(backup, now),
];

function state(backup: Shown, now: Date): string {
  const { complete, quarantine } = backup;
  if (quarantine !== undefined) return `in quarantine: ${quarantine}`;
  return `${complete ? `complete${seen(backup, now)}` : "incomplete: no manifest"}${drilled(backup, now)}`;
}

/** How the last drill of it ended. */
function drilled({ drills: { passed, failed } }: Shown, now: Date): string {
  const isGood = failed === undefined || (passed !== undefined && passed > failed);
  const last = isGood ? passed : failed;
  return last === undefined ? "" : `; drill ${isGood ? "passed" : "failed"} ${formatAge(last, now)} ago`;
}

/** Of a backup that counts: the mark of any other would say that something is there. */
function seen({ createdAt, freshAt: fresh }: Shown, now: Date): string {
  if (fresh.getTime() === createdAt.getTime()) return "";
  return `; nothing changed until ${formatAge(fresh, now)} ago`;
}

const data = (backup: Shown) => {
  const { id, name, createdAt, bytes, complete, format, freshAt: fresh, quarantine, drills } = backup;
  const { passed, failed } = drills;
  return {
    id,
    name,
    createdAt: createdAt.toISOString(),
    bytes,
    complete,
    format,
    ...(complete && quarantine === undefined ? { freshAt: fresh.toISOString() } : {}),
    ...(quarantine === undefined ? {} : { quarantine }),
    ...(passed === undefined ? {} : { drillPassedAt: passed.toISOString() }),
    ...(failed === undefined ? {} : { drillFailedAt: failed.toISOString() }),
  };
};
