/** Where a restore goes: all that can be known of it before the first byte is fetched. */
import { fchmodSync, readdirSync, statSync } from "node:fs";
import { lstat, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { OperatorError } from "../../../errors";
import { adviceFor, reasonOf } from "../../../system-codes";
import { errorCode } from "../../errno";
import { Directory, type Use } from "../../places/directory";
import { exchanged } from "../../places/exchanged";
import { refuseLinksOfOthers } from "../../places/links-of-others";
import { PrivateDirectory } from "../../places/private-directory";

export interface RestoreTarget {
  /** As it was spelled, for messages. */
  readonly name: string;
  /**
   * Whether it is a directory that is there already. It stays the one that it is and is filled, because it may be a mount point, or somebody
   * may stand in it.
   */
  readonly isThere: boolean;
  /** The target that is there, else the directory above it; held open, so that nobody can put another one in its place. */
  readonly holder: Directory;
  /** How the holder was named. */
  readonly way: string;
  /** Name of a target that is not there yet. */
  readonly last?: string;
}

/** What mkfs.ext4 leaves in the root of a file system; it belongs to the file system, not to what is kept there. */
const LOST_FOUND = "lost+found";

const NAME_ANOTHER = "name a new or an empty directory";

/** Refuses what {@link openTarget} does. */
export async function checkTarget(name: string): Promise<void> {
  (await openTarget(name)).holder.close();
}

/**
 * Finds the place of a target, and refuses one that a restore must not or cannot fill: anything but a new name or an empty directory, or one
 * in which nothing can be made. Its holder is to be closed.
 * @throws {@link OperatorError} `usage` when it names nothing, else `target`.
 */
export async function openTarget(name: string): Promise<RestoreTarget> {
  if (name === "") throw new OperatorError("usage", "the target has no name", { hint: NAME_ANOTHER });
  // Arguments are decoded with replacement, so this would be another directory than the one that was meant.
  if (name.includes("\ufffd"))
    throw new OperatorError("usage", `the target ${name} is a name that is not UTF-8`, {
      hint: NAME_ANOTHER,
    });
  const target = await locate(name);
  try {
    if (target.isThere) assertEmpty(target);
    tryOut(target);
    return target;
  } catch (error) {
    target.holder.close();
    throw error;
  }
}

async function locate(name: string): Promise<RestoreTarget> {
  const bare = name.replace(/(?<=.)\/+$/, "");
  const found = await lstat(bare).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw cannotUse(name, error);
  });
  if (found === undefined) return newName(name, bare);
  // With a slash behind it, a link is the directory that it leads to.
  if (found.isSymbolicLink() && bare === name) throw await isLink(name);
  refuseLinksOfOthers(bare);
  const is = await stat(bare).catch(async (error: unknown) => {
    throw errorCode(error) === "ENOENT" ? await isLink(bare) : cannotUse(name, error);
  });
  if (!is.isDirectory())
    throw new OperatorError("target", `${name} exists and is not a directory`, { hint: NAME_ANOTHER });
  const place = await realpath(bare).catch((error: unknown) => {
    throw cannotUse(name, error);
  });
  return { name, isThere: true, way: bare, holder: held(place, name, "read") };
}

async function newName(name: string, bare: string): Promise<RestoreTarget> {
  const last = basename(bare);
  const above = dirname(bare);
  const fail = (error: unknown): never => {
    throw cannotUse(above, error, "create the directory above the target first");
  };
  const parent = await realpath(above).catch(fail);
  refuseLinksOfOthers(above);
  if (!(await stat(parent).catch(fail)).isDirectory())
    throw new OperatorError("target", `${above} is not a directory`, { hint: NAME_ANOTHER });
  if (last === "." || last === "..")
    throw new OperatorError("target", `${name} is not there, and is no name for a new directory`, {
      hint: NAME_ANOTHER,
    });
  return { name, isThere: false, way: above, holder: held(parent, above, "search"), last };
}

/** @param place absolute and without links: what the kernel makes of the name, which `path.resolve` does not know. */
function held(place: string, name: string, use: Use): Directory {
  try {
    return Directory.open(place, use);
  } catch (error) {
    throw error instanceof OperatorError ? error : cannotUse(name, error);
  }
}

async function isLink(name: string): Promise<OperatorError> {
  const to = await readlink(name).catch(() => "another place");
  return new OperatorError("target", `${name} is a link to ${to}, not a directory`, {
    hint: "name the directory itself",
  });
}

/**
 * @param except a name that may be there.
 * @throws {@link OperatorError} `target`.
 */
export function assertEmpty({ name, holder }: RestoreTarget, except?: string): void {
  let names: string[];
  try {
    names = readdirSync(holder.at());
  } catch (error) {
    throw cannotUse(name, error);
  }
  const others = names.filter((entry) => entry !== except);
  if (others.length === 0 || (others.join() === LOST_FOUND && isMountPoint(holder))) return;
  throw new OperatorError("target", `${name} is a directory that is not empty`, { hint: NAME_ANOTHER });
}

const isMountPoint = (directory: Directory): boolean =>
  directory.stat().dev !== statSync(directory.at(".."), { bigint: true }).dev;

/** Whether the holder is still what its name leads to: who restores will look there. @throws {@link OperatorError} `target`. */
export function assertReached({ name, way, holder }: RestoreTarget): void {
  if (!holder.isAt(way)) throw exchanged(name);
}

/** Makes what a restore makes, and takes it back: permissions, read-only file systems, lacking room and odd file systems show. */
function tryOut(target: RestoreTarget): void {
  const { name, holder, isThere } = target;
  const trial = makeStaging(target);
  const told = (work: () => void, hint: string): void => {
    try {
      work();
    } catch (error) {
      throw error instanceof OperatorError ? error : cannotUse(name, error, hint);
    }
  };
  try {
    told(() => fchmodSync(trial.directory.fd, 0o700), "choose a file system that has permissions");
    // Sets what is set, which only the owner may. A directory that kept others' permissions would show what was private.
    if (isThere)
      told(
        () => fchmodSync(holder.fd, Number(holder.stat().mode & 0o7777n)),
        "name a new directory: the permissions of this one cannot be set",
      );
  } finally {
    try {
      told(
        () => trial.remove(),
        `remove ${trial.place}, and choose a directory from which names can be removed`,
      );
    } finally {
      trial.close();
    }
  }
}

/**
 * Makes a private directory that can be renamed to the target, or whose content can be moved into it: on the same file system.
 * @throws {@link OperatorError} `target`.
 */
export function makeStaging({ name, holder, last = "" }: RestoreTarget): PrivateDirectory {
  try {
    return PrivateDirectory.make(holder, last);
  } catch (error) {
    throw error instanceof OperatorError ? error : cannotUse(last === "" ? name : holder.place, error);
  }
}

export function cannotUse(path: string, cause: unknown, hint?: string): OperatorError {
  return new OperatorError("target", `cannot write to ${path}: ${reasonOf(cause)}`, {
    hint: hint ?? adviceFor(cause, "write"),
    cause,
  });
}
