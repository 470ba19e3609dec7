import {
  type BigIntStats,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  readdirSync,
  renameSync,
  rmdirSync,
} from "node:fs";
import { LeftBehindError, OperatorError } from "../../../errors";
import { exchanged } from "../../places/exchanged";
import { isMarked } from "../../places/mark";
import { PrivateDirectory } from "../../places/private-directory";
import { moveEntry } from "./move-entry";
import { assertEmpty, assertReached, cannotUse, makeStaging, openTarget, type RestoreTarget } from "./target";

/** Gives the directory what it shall have at last: owner, permissions, times. */
export type Settle = (fd: number) => void;

/**
 * @param directory a path that leads to the private directory, whatever becomes of its name.
 * @param atLast takes what is to be done with the directory itself, when all else is done: it is private until then.
 */
export type Fill<T> = (directory: string, atLast: (settle: Settle) => void) => Promise<T>;

/**
 * Fills a private directory and then gives it the target's name in one step; where the target is a directory that is there, its content moves
 * there. When `fill` fails, or is interrupted, nothing of it is left and the target is as it was.
 *
 * All of it is done through descriptors: whoever may rename what is in the directory above, or put links there, changes nothing about where
 * things go, and is found out before this succeeds.
 *
 * @throws {@link OperatorError} `target`, or whatever `fill` fails with.
 */
export async function fillAtomically<T>(name: string, fill: Fill<T>): Promise<T> {
  const target = await openTarget(name);
  try {
    const staging = makeStaging(target);
    try {
      let last: Settle | undefined;
      const result = await fill(staging.directory.at(), (settle) => {
        last = settle;
      });
      assertReached(target);
      const settle = last ?? asMade(staging.directory.stat());
      if (target.isThere) moveInto(target, staging, settle);
      else giveName(target, staging, settle);
      return result;
    } catch (error) {
      throw removed(staging, error);
    } finally {
      staging.close();
    }
  } finally {
    target.holder.close();
  }
}

function giveName(
  { name, holder, last = "" }: RestoreTarget,
  staging: PrivateDirectory,
  settle: Settle,
): void {
  const { fd } = staging.directory;
  staging.assertInPlace();
  try {
    // Replaces an empty directory, and nothing else: the kernel fails with ENOTEMPTY or ENOTDIR.
    renameSync(holder.at(staging.name), holder.at(last));
  } catch (error) {
    throw cannotUse(name, error, "something of that name was made meanwhile: name a new directory");
  }
  if (!holder.has(last, fd)) throw exchanged(name);
  try {
    settle(fd);
  } catch (error) {
    staging.lock();
    renameSync(holder.at(last), holder.at(staging.name));
    throw cannotUse(name, error);
  }
  syncQuietly(fd);
  holder.sync();
}

/** Nothing else goes on meanwhile. Either all of it has moved, or nothing. */
function moveInto(target: RestoreTarget, staging: PrivateDirectory, settle: Settle): void {
  const { name, holder: to } = target;
  const from = staging.directory;
  assertEmpty(target, staging.name);
  const [is, was] = [from.stat(), to.stat()];
  const moved: string[] = [];
  try {
    own(to.fd, is);
    fchmodSync(to.fd, 0o700); // private until all of it is there
    assertEmpty(target, staging.name); // nobody else can change that any more
    staging.assertInPlace();
    staging.lock();
    for (const entry of readdirSync(from.at())) {
      moveEntry(from, to, entry);
      moved.push(entry);
    }
    rmdirSync(to.at(staging.name));
    settle(to.fd);
  } catch (error) {
    fchmodSync(to.fd, 0o700);
    // The one that they came from may be gone already.
    const back = PrivateDirectory.make(to, "");
    for (const entry of moved.reverse()) moveEntry(to, back.directory, entry);
    back.remove();
    back.close();
    own(to.fd, was);
    fchmodSync(to.fd, Number(was.mode & 0o7777n));
    throw error instanceof OperatorError ? error : cannotUse(name, error);
  }
  syncQuietly(to.fd);
}

/** The directory belongs to whom everything below it belongs. */
function own(fd: number, { uid, gid }: BigIntStats): void {
  const now = fstatSync(fd, { bigint: true });
  if (now.uid !== uid || now.gid !== gid) fchownSync(fd, Number(uid), Number(gid));
}

/** As it was made, but without our mark. */
const asMade =
  ({ mode, atime, mtime }: BigIntStats): Settle =>
  (fd) => {
    fchmodSync(fd, isMarked(mode, "directory") ? 0o700 : Number(mode & 0o7777n));
    futimesSync(fd, atime, mtime); // a number before 1970 would be taken for the present
  };

function syncQuietly(fd: number): void {
  try {
    fsyncSync(fd);
  } catch {
    // not every file system can
  }
}

/** @returns what to throw: the error, with what is left of plaintext on the disk if it cannot be removed. */
function removed(staging: PrivateDirectory, error: unknown): unknown {
  try {
    staging.remove();
    return error;
  } catch (cause) {
    if (cause instanceof OperatorError) return error; // it is empty, and its name is another's
    const left = `what was restored so far is left in ${staging.place}`;
    return new LeftBehindError(error, left, `remove it: rm -rf ${staging.place}`);
  }
}
