import type { Settings } from "../config";
import { type ListedBackup, listBackups } from "../core/backup/list";
import { assertName } from "../core/backup/object-key";
import { freshAt } from "../core/backup/unchanged-records";
import type { Report } from "../output";
import { formatAge, formatBytes, formatTable } from "./format";
import type { CommandIo } from "./io";

export interface ListOptions {
  readonly settings: Settings;
  /** Only backups of this name. */
  readonly name: string | undefined;
}

/** Lists backups, the newest first, from the names in the bucket. */
export async function run({ settings, name }: ListOptions, io: CommandIo): Promise<Report> {
  if (name !== undefined) assertName(name);
  const store = await io.services.store(settings);
  const { backups, orphans, unchanged } = await listBackups(
    store,
    { prefixes: settings.searchPrefixes, name },
    io.signal,
  );
  if (orphans.length > 0) io.output.warn(`manifests without a payload: ${orphans.join(", ")}`);
  const now = io.now();
  const listed = backups.map((backup) => ({ ...backup, freshAt: freshAt(backup, unchanged, now) }));
  const rows = listed.map((backup) => row(backup, now));
  const table = formatTable([["ID", "SIZE", "AGE", "STATE"], ...rows]);
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
}

const row = (backup: Shown, now: Date): string[] => [
  backup.id,
  formatBytes(backup.bytes),
  formatAge(backup.createdAt, now),
  `${backup.complete ? "complete" : "incomplete: no manifest"}${seen(backup, now)}`,
];

/** The mark of an incomplete backup would say that something is there. */
function seen({ complete, createdAt, freshAt: fresh }: Shown, now: Date): string {
  if (!complete || fresh.getTime() === createdAt.getTime()) return "";
  return `; nothing changed until ${formatAge(fresh, now)} ago`;
}

const data = ({ id, name, createdAt, bytes, complete, format, freshAt: fresh }: Shown) => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  bytes,
  complete,
  format,
  ...(complete ? { freshAt: fresh.toISOString() } : {}),
});
