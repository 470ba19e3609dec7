/** One process at a time, across processes: a file created exclusively that names its owner. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identify, isAlive, type ProcessId } from "./started";

/**
 * Runs `work` while holding the lock file `path`; waits as long as another living process holds it.
 * A lock whose owner has died is taken over.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  while (!tryLock(path)) await sleep(100);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  const mine = `${path}.${process.pid}.new`;
  writeFileSync(mine, JSON.stringify(identify(process.pid)), { mode: 0o600 });
  try {
    // A link appears with its content, so that a lock never stands without its owner's name.
    linkSync(mine, path);
    return true;
  } catch {
    removeIfDead(path);
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function removeIfDead(path: string): void {
  const owner = readOwner(path);
  if (owner === undefined || isAlive(owner)) return;
  // Moved, not deleted: between the look and the move another process may have done the same and taken the lock.
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
    const moved = readOwner(aside);
    if (moved !== undefined && isAlive(moved)) linkSync(aside, path);
  } catch {
    // Someone else was faster; the next attempt sees what is there.
  }
  rmSync(aside, { force: true });
}

/** `undefined` when there is no lock any more. */
function readOwner(path: string): ProcessId | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ProcessId;
  } catch {
    return undefined;
  }
}
