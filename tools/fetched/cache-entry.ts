/** What is downloaded or built once and kept in ~/.cache/sealstack: a folder `NAME-DIGEST` for each thing, made where it is missing. */
import { createHash } from "node:crypto";
import { readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { CACHE_DIR } from "../paths";
import { withLock } from "../processes/lock";

const DIGITS = 12;

/** An entry that nobody used for so long goes when another of its name is made. */
const UNUSED_AFTER_MS = 30 * 24 * 3600 * 1000;

export interface CacheEntry {
  readonly name: string;
  /** What it is made from: another entry where it differs. Parts are put together as they are. */
  readonly madeFrom: readonly (string | Buffer)[];
  /** Whether the folder has all that it should have. */
  isMade(dir: string): boolean;
  /** Makes the folder; it may be there, with what an interrupted run has left. */
  make(dir: string): Promise<void>;
}

/**
 * Folder of the entry. Which entry was used when is the folder's time: old ones of its name go when a new one is made.
 *
 * @throws what `make` throws
 */
export async function cacheEntry(entry: CacheEntry, cache = CACHE_DIR): Promise<string> {
  const { name, madeFrom, isMade, make } = entry;
  const hash = createHash("sha256");
  for (const part of madeFrom) hash.update(part);
  const dir = join(cache, `${name}-${hash.digest("hex").slice(0, DIGITS)}`);
  if (!isMade(dir))
    await withLock(`${dir}.lock`, async () => {
      if (isMade(dir)) return;
      await make(dir);
      removeUnused(name, dir, cache);
    });
  utimesSync(dir, new Date(), new Date());
  return dir;
}

function removeUnused(name: string, made: string, cache: string): void {
  const ofName = new RegExp(`^[0-9a-f]{${DIGITS}}$`);
  for (const other of readdirSync(cache)) {
    const dir = join(cache, other);
    if (!other.startsWith(`${name}-`) || !ofName.test(other.slice(name.length + 1)) || dir === made) continue;
    const used = statSync(dir, { throwIfNoEntry: false })?.mtimeMs;
    if (used !== undefined && used < Date.now() - UNUSED_AFTER_MS)
      rmSync(dir, { recursive: true, force: true });
  }
}
