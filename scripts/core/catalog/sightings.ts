/** Which backups saw which, in the order in which they were made. Pure. */
import { type BackupName, parseId } from "../object-key";
import type { Catalog, SeenBackup } from "./catalog";
import type { Witness } from "./words";

export interface Sighting {
  readonly by: BackupName;
  readonly as: SeenBackup;
  /** That was listed. */
  readonly store: string;
}

/** What is known of one backup. */
export interface Sightings {
  readonly name: BackupName;
  /** The oldest first. */
  readonly seen: readonly Sighting[];
  /** Later backups that would have named it, and did not; the oldest first. */
  readonly missed: readonly BackupName[];
}

/** Of every backup that is there or was seen, the newest first. */
export function sightingsOf(present: readonly SeenBackup[], witnesses: readonly Witness[]): Sightings[] {
  const inOrder = witnesses
    .flatMap(({ name, catalog }) => {
      if (catalog === undefined || catalog.problem !== undefined) return [];
      return [{ name, catalog, from: reachOf(catalog), to: name.createdAt.getTime() }];
    })
    .sort((a, b) => a.to - b.to);
  const seen = new Map<string, Sighting[]>(present.map(({ id }) => [id, []]));
  for (const { name: by, catalog } of inOrder)
    for (const as of catalog.newest) {
      const sighting = { by, as, store: catalog.store };
      const known = seen.get(as.id);
      if (known === undefined) seen.set(as.id, [sighting]);
      else known.push(sighting);
    }
  return [...seen]
    .flatMap(([id, sightings]) => {
      const name = parseId(id);
      if (name === undefined) return []; // only who has the key can have written that
      const saw = new Set(sightings.map(({ by }) => by.id));
      const made = name.createdAt.getTime();
      const missed = inOrder.filter(({ name: by, from, to }) => from < made && made < to && !saw.has(by.id));
      return [{ name, seen: sightings, missed: missed.map(({ name: by }) => by) }];
    })
    .sort((a, b) => b.name.createdAt.getTime() - a.name.createdAt.getTime());
}

/** After what time, in milliseconds, a catalog names all; of those of one second nobody can tell. */
function reachOf({ newest, older }: Catalog): number {
  const oldest = newest.at(-1);
  if (older === undefined || oldest === undefined) return Number.NEGATIVE_INFINITY;
  return parseId(oldest.id)?.createdAt.getTime() ?? Number.POSITIVE_INFINITY;
}
