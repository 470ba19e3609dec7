import { chmodSync, chownSync, lstatSync, readdirSync, renameSync, rmdirSync, utimesSync } from "node:fs";
import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LeftBehindError } from "../../../errors";
import { removeTree } from "../../files/remove-tree";
import { syncDirectory } from "../../files/sync-directory";
import { assertEmpty, cannotUse, checkTarget, makeStaging, type RestoreTarget } from "./target";

/**
 * Fills a private (0700) directory and then gives it the target's name in one step; where the target is a directory that is there, its content moves
 * there. When `fill` fails, or is interrupted, nothing of it is left and the target is as it was.
 *
 * @throws {@link OperatorError} `target`, or whatever `fill` fails with.
 */
export async function fillAtomically<T>(name: string, fill: (directory: string) => Promise<T>): Promise<T> {
  const target = await checkTarget(name);
  const staging = await makeStaging(target);
  try {
    const result = await fill(staging);
    await (target.isThere ? moveInto(target, staging) : giveName(target, staging));
    return result;
  } catch (error) {
    throw await removed(staging, error);
  }
}

async function giveName({ name, place }: RestoreTarget, staging: string): Promise<void> {
  // Replaces an empty directory, and nothing else: the kernel fails with ENOTEMPTY or ENOTDIR.
  await rename(staging, place).catch((error: unknown) => {
    throw cannotUse(name, error, "something of that name was made meanwhile: name a new directory");
  });
  await syncDirectory(dirname(place));
}

async function moveInto(target: RestoreTarget, staging: string): Promise<void> {
  await assertEmpty(target, staging.slice(target.place.length + 1));
  try {
    moveContent(staging, target.place);
  } catch (error) {
    throw cannotUse(target.name, error);
  }
  await syncDirectory(target.place);
}

/** Nothing else goes on meanwhile. Either all of it has moved, or nothing. */
function moveContent(from: string, to: string): void {
  const [is, was] = [lstatSync(from), lstatSync(to)];
  const moved: string[] = [];
  try {
    own(to, is);
    chmodSync(to, 0o700); // private until all of it is there
    chmodSync(from, 0o700);
    for (const name of readdirSync(from)) {
      moveEntry(join(from, name), join(to, name));
      moved.push(name);
    }
    rmdirSync(from);
    chmodSync(to, is.mode & 0o7777);
    utimesSync(to, is.atime, is.mtime); // a number before 1970 would be taken for the present
  } catch (error) {
    for (const name of moved.reverse()) moveEntry(join(to, name), join(from, name));
    own(to, was);
    chmodSync(to, was.mode & 0o7777);
    throw error;
  }
}

/** The directory belongs to whom everything below it belongs. */
function own(place: string, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  const now = lstatSync(place);
  if (now.uid !== uid || now.gid !== gid) chownSync(place, uid, gid);
}

/** A directory that its owner may not write cannot go to another one: its `..` is written. */
function moveEntry(from: string, to: string): void {
  const stats = lstatSync(from);
  const locked = stats.isDirectory() && (stats.mode & 0o200) === 0;
  if (locked) chmodSync(from, stats.mode | 0o200);
  renameSync(from, to);
  if (locked) chmodSync(to, stats.mode & 0o7777);
}

/** @returns what to throw: the error, with what is left of plaintext on the disk if it cannot be removed. */
async function removed(staging: string, error: unknown): Promise<unknown> {
  try {
    await removeTree(staging);
    return error;
  } catch {
    const left = `what was restored so far is left in ${staging}`;
    return new LeftBehindError(error, left, `remove it: rm -rf ${staging}`);
  }
}
