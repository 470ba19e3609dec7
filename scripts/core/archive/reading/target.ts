/** Where a restore goes: all that can be known of it before the first byte is fetched. */
import { chmod, lstat, mkdtemp, readdir, readlink, realpath, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { OperatorError } from "../../../errors";
import { adviceFor, reasonOf } from "../../../system-codes";
import { errorCode } from "../../errno";

export interface RestoreTarget {
  /** As it was spelled, for messages. */
  readonly name: string;
  /** Absolute and without links: what the kernel makes of the name, which `path.resolve` does not know. */
  readonly place: string;
  /**
   * Whether it is a directory that is there already. It stays the one that it is and is filled, because it may be a mount point, or somebody
   * may stand in it.
   */
  readonly isThere: boolean;
}

/** What mkfs.ext4 leaves in the root of a file system; it belongs to the file system, not to what is kept there. */
const LOST_FOUND = "lost+found";

const NAME_ANOTHER = "name a new or an empty directory";

/**
 * Finds the place of a target, and refuses one that a restore must not or cannot fill: anything but a new name or an empty directory, or one
 * in which nothing can be made.
 * @throws {@link OperatorError} `usage` when it names nothing, else `target`.
 */
export async function checkTarget(name: string): Promise<RestoreTarget> {
  if (name === "") throw new OperatorError("usage", "the target has no name", { hint: NAME_ANOTHER });
  // Arguments are decoded with replacement, so this would be another directory than the one that was meant.
  if (name.includes("\ufffd"))
    throw new OperatorError("usage", `the target ${name} is a name that is not UTF-8`, {
      hint: NAME_ANOTHER,
    });
  const target = await locate(name);
  if (target.isThere) await assertEmpty(target);
  await tryOut(target);
  return target;
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
  const is = await stat(bare).catch(async (error: unknown) => {
    throw errorCode(error) === "ENOENT" ? await isLink(bare) : cannotUse(name, error);
  });
  if (!is.isDirectory())
    throw new OperatorError("target", `${name} exists and is not a directory`, { hint: NAME_ANOTHER });
  const place = await realpath(bare).catch((error: unknown) => {
    throw cannotUse(name, error);
  });
  return { name, place, isThere: true };
}

async function newName(name: string, bare: string): Promise<RestoreTarget> {
  const last = basename(bare);
  const above = dirname(bare);
  const fail = (error: unknown): never => {
    throw cannotUse(above, error, "create the directory above the target first");
  };
  const parent = await realpath(above).catch(fail);
  if (!(await stat(parent).catch(fail)).isDirectory())
    throw new OperatorError("target", `${above} is not a directory`, { hint: NAME_ANOTHER });
  if (last === "." || last === "..")
    throw new OperatorError("target", `${name} is not there, and is no name for a new directory`, {
      hint: NAME_ANOTHER,
    });
  return { name, place: join(parent, last), isThere: false };
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
export async function assertEmpty({ name, place }: RestoreTarget, except?: string): Promise<void> {
  const names = await readdir(place).catch((error: unknown) => {
    throw cannotUse(name, error);
  });
  const others = names.filter((entry) => entry !== except);
  if (others.length === 0 || (others.join() === LOST_FOUND && (await isMountPoint(place)))) return;
  throw new OperatorError("target", `${name} is a directory that is not empty`, { hint: NAME_ANOTHER });
}

async function isMountPoint(place: string): Promise<boolean> {
  const [here, above] = await Promise.all([stat(place), stat(dirname(place))]);
  return here.dev !== above.dev;
}

/** Makes what a restore makes, and takes it back: permissions, read-only file systems, lacking room and odd file systems show. */
async function tryOut(target: RestoreTarget): Promise<void> {
  const { name, place, isThere } = target;
  const trial = await makeStaging(target);
  const told = (hint: string) => (error: unknown) => {
    throw cannotUse(name, error, hint);
  };
  try {
    await chmod(trial, 0o700).catch(told("choose a file system that has permissions"));
    // Sets what is set, which only the owner may. A directory that kept others' permissions would show what was private.
    if (isThere)
      await chmod(place, (await stat(place)).mode & 0o7777).catch(
        told("name a new directory: the permissions of this one cannot be set"),
      );
  } finally {
    await rmdir(trial).catch(told(`remove ${trial}, and choose a directory from which names can be removed`));
  }
}

/** Bytes of the target's name that stand in the name of its staging directory: what is put around it must fit, too. */
const NAME_BYTES = 200;

/**
 * Makes a private (0700) directory that can be renamed to the target, or whose content can be moved into it: on the same file system.
 * @throws {@link OperatorError} `target`.
 */
export async function makeStaging({ name, place, isThere }: RestoreTarget): Promise<string> {
  const shown = Buffer.from(basename(place))
    .subarray(0, NAME_BYTES)
    .toString()
    .replace(/\ufffd+$/, "");
  const prefix = isThere ? join(place, ".sealstack-") : join(dirname(place), `.${shown}.sealstack-`);
  return mkdtemp(prefix).catch((error: unknown) => {
    throw cannotUse(isThere ? name : dirname(place), error);
  });
}

export function cannotUse(path: string, cause: unknown, hint?: string): OperatorError {
  return new OperatorError("target", `cannot write to ${path}: ${reasonOf(cause)}`, {
    hint: hint ?? adviceFor(cause, "write"),
    cause,
  });
}
