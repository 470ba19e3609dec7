/** What a backup says of its predecessors, inside of what is authenticated. */
import { createHash } from "node:crypto";
import { z } from "zod";

/**
 * Predecessors that a catalog names, the newest first. Each is named by so many successors, and all of these would have to go for it to be
 * forgotten; a hundred take some 4 KiB of a compressed backup, and reach back three months of daily ones. The rest is a number and a digest.
 */
export const NAMED = 100;

/** A backup as a listing shows it. */
const seenBackup = z.strictObject({
  id: z.string(),
  /** Bytes. */
  size: z.number().int().nonnegative(),
  etag: z.string().optional(),
  /** ISO 8601, UTC. */
  lastModified: z.iso.datetime(),
});
export type SeenBackup = z.infer<typeof seenBackup>;

const catalog = z.object({
  schemaVersion: z.literal(1),
  /** The store that was listed, by its name for people. */
  store: z.string(),
  /** When, by the clock of who listed. */
  listedAt: z.iso.datetime(),
  newest: z.array(seenBackup).max(NAMED),
  /** All that are older than {@link newest}, where there are any; see {@link digestOf}. */
  older: z
    .object({
      count: z.number().int().positive(),
      sha256: z.string(),
      /** When the first of them was stored. */
      first: z.iso.datetime(),
    })
    .optional(),
  /** Why nothing was seen, where the store could not be listed. */
  problem: z.string().optional(),
});
export type Catalog = z.infer<typeof catalog>;

/** @param all of the series, the newest first. */
export function catalogOf(store: string, listedAt: Date, all: readonly SeenBackup[]): Catalog {
  const rest = all.slice(NAMED);
  const first = rest.map(({ lastModified }) => lastModified).sort()[0];
  return {
    schemaVersion: 1,
    store,
    listedAt: listedAt.toISOString(),
    newest: all.slice(0, NAMED),
    ...(first !== undefined && { older: { count: rest.length, sha256: digestOf(rest), first } }),
  };
}

/** Over backups in their order, a line each: alike only where nothing came, went or changed. */
export function digestOf(backups: readonly SeenBackup[]): string {
  const hash = createHash("sha256");
  for (const { id, size, etag, lastModified } of backups)
    hash.update(`${JSON.stringify([id, size, etag ?? "", lastModified])}\n`);
  return hash.digest("hex");
}

/**
 * @param info `backup.json` of a backup.
 * @returns `undefined` where it has no catalog, or one of a later version.
 */
export function parseCatalog(info: Buffer): Catalog | undefined {
  try {
    return catalog.parse(JSON.parse(info.toString("utf8")).catalog);
  } catch {
    return undefined;
  }
}
