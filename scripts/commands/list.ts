import type { Settings } from "../config";
import { type ListedBackup, listBackups } from "../core/backup/list";
import { assertName } from "../core/backup/object-key";
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
  const { backups, orphans } = await listBackups(
    store,
    { prefixes: settings.searchPrefixes, name },
    io.signal,
  );
  if (orphans.length > 0) io.output.warn(`manifests without a payload: ${orphans.join(", ")}`);
  const rows = backups.map((backup) => [...row(backup, io.now())]);
  const table = formatTable([["ID", "SIZE", "AGE", "STATE"], ...rows]);
  const places = settings.searchPrefixes.map((prefix) => `${store.name}/${prefix}`);
  const nothing = `no backups below ${places.join(", ")}`;
  return {
    data: { store: store.name, prefixes: settings.searchPrefixes, backups: backups.map(data), orphans },
    lines: backups.length === 0 ? [nothing] : table,
  };
}

const row = ({ id, bytes, createdAt, complete }: ListedBackup, now: Date): string[] => [
  id,
  formatBytes(bytes),
  formatAge(createdAt, now),
  complete ? "complete" : "incomplete: no manifest",
];

const data = ({ id, name, createdAt, bytes, complete, format }: ListedBackup) => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  bytes,
  complete,
  format,
});
