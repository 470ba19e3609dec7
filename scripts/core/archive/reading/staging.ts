import { lstat, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { OperatorError } from "../../../errors";
import { errorCode } from "../../errno";
import { syncDirectory } from "../../files/sync-directory";

/**
 * Refuses a target that a restore must not touch: anything but a new name or an empty directory.
 * @throws {@link OperatorError} `target`.
 */
export async function checkTarget(target: string): Promise<void> {
  const found = await lstat(target).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw cannotUse(target, error);
  });
  if (found === undefined) {
    const parent = await lstat(dirname(resolve(target))).catch((error: unknown) => {
      throw cannotUse(dirname(resolve(target)), error, "create the directory above the target first");
    });
    if (parent.isDirectory() || parent.isSymbolicLink()) return;
    throw new OperatorError("target", `${dirname(resolve(target))} is not a directory`);
  }
  if (!found.isDirectory())
    throw new OperatorError("target", `${target} exists and is not a directory`, { hint: NAME_ANOTHER });
  const names = await readdir(target).catch((error: unknown) => {
    throw cannotUse(target, error);
  });
  if (names.length > 0)
    throw new OperatorError("target", `${target} is a directory that is not empty`, { hint: NAME_ANOTHER });
}

const NAME_ANOTHER = "name a new or an empty directory";

/**
 * Fills a private (0700) directory beside `target`, then gives it that name in one step. When `fill` fails, or is
 * interrupted, the directory is removed and `target` is as it was.
 *
 * @throws {@link OperatorError} `target`, or whatever `fill` fails with.
 */
export async function fillAtomically<T>(target: string, fill: (directory: string) => Promise<T>): Promise<T> {
  await checkTarget(target);
  const place = resolve(target);
  const staging = await mkdtemp(join(dirname(place), `.${basename(place).slice(0, 200)}.sealstack-`)).catch(
    (error: unknown) => {
      throw cannotUse(dirname(place), error);
    },
  );
  try {
    const result = await fill(staging);
    // Replaces an empty directory, and nothing else: the kernel fails with ENOTEMPTY or ENOTDIR.
    await rename(staging, place).catch((error: unknown) => {
      throw cannotUse(target, error, RENAME_HINTS[errorCode(error) ?? ""]);
    });
    await syncDirectory(dirname(place));
    return result;
  } catch (error) {
    throw await removed(staging, error);
  }
}

/** @returns what to throw: the error, with what is left of plaintext on the disk if it cannot be removed. */
async function removed(staging: string, error: unknown): Promise<unknown> {
  try {
    await rm(staging, { recursive: true, force: true });
    return error;
  } catch {
    const [exit, message] =
      error instanceof OperatorError ? [error.exit, error.message] : ["target" as const, String(error)];
    return new OperatorError(exit, `${message}; what was restored so far is left in ${staging}`, {
      hint: `remove it: rm -rf ${staging}`,
      cause: error,
    });
  }
}

const RENAME_HINTS: Readonly<Record<string, string>> = {
  EBUSY: "name a new directory below it: a mount point cannot be replaced",
  ENOTEMPTY: "something was written to it meanwhile: name a new directory",
};

function cannotUse(path: string, cause: unknown, hint?: string): OperatorError {
  return new OperatorError("target", `cannot write to ${path}: ${errorCode(cause) ?? "unknown error"}`, {
    hint,
    cause,
  });
}
