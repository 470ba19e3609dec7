/** A file that appears whole or not at all. */
import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, link, lstat, open, rename, unlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { OperatorError } from "../../errors";
import { adviceFor, reasonOf } from "../../system-codes";
import { errorCode } from "../errno";
import { syncDirectory } from "./sync-directory";

export interface AtomicFile {
  /** Where the bytes go until {@link AtomicFile.publish}: a 0600 file beside the target. */
  readonly handle: FileHandle;
  /** Syncs the bytes and gives them their name. */
  publish(): Promise<void>;
  /** Removes what was written; does nothing after `publish`. */
  discard(): Promise<void>;
}

/**
 * Opens a 0600 temporary file in the target's directory.
 * @param overwrite whether an existing file may be replaced; a symbolic link is replaced, never followed.
 * @throws OperatorError `target` when the target exists or its directory cannot be written.
 */
export async function atomicFile(
  target: string,
  { overwrite }: { readonly overwrite: boolean },
): Promise<AtomicFile> {
  await refuseExisting(target, overwrite);
  const temporary = join(dirname(target), `.${basename(target)}.sealstack-${randomBytes(6).toString("hex")}`);
  const handle = await open(
    temporary,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
    0o600,
  ).catch((cause) => {
    throw cannotWrite(target, cause);
  });
  let open_ = true;
  const close = async (): Promise<void> => {
    if (open_) await handle.close();
    open_ = false;
  };
  return {
    handle,
    publish: async () => {
      try {
        await handle.sync();
        await close();
        await (overwrite ? rename(temporary, target) : giveName(temporary, target));
        await syncDirectory(dirname(target));
      } catch (cause) {
        throw cause instanceof OperatorError ? cause : cannotWrite(target, cause);
      }
    },
    discard: async () => {
      await close();
      await unlink(temporary).catch(() => {});
    },
  };
}

/**
 * Writes all of `bytes` to a new 0600 file; if they fail, there is no file.
 * @throws OperatorError `target`, or whatever `bytes` fails with.
 */
export async function writeAtomically(
  bytes: AsyncIterable<Buffer>,
  target: string,
  options: { readonly overwrite: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const file = await atomicFile(target, options);
  try {
    await writeFile(file.handle, bytes, { signal: options.signal });
    await file.publish();
  } finally {
    await file.discard();
  }
}

/** `link` fails where the name was taken meanwhile; `rename` would replace it. */
async function giveName(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    if (errorCode(error) === "EEXIST") throw targetExists(target);
    await refuseExisting(target, false); // the file system has no hard links: check, then rename
    return rename(temporary, target);
  }
  await unlink(temporary);
}

async function refuseExisting(target: string, overwrite: boolean): Promise<void> {
  const found: Stats | undefined = await lstat(target).catch(() => undefined);
  if (found === undefined) return;
  if (found.isDirectory())
    throw new OperatorError("target", `${target} is a directory`, { hint: "name a file" });
  if (!overwrite) throw targetExists(target);
}

function targetExists(target: string): OperatorError {
  return new OperatorError("target", `${target} exists already`, {
    hint: "choose another name, or give --force",
  });
}

function cannotWrite(target: string, cause: unknown): OperatorError {
  return new OperatorError("target", `cannot write ${target}: ${reasonOf(cause)}`, {
    hint: adviceFor(cause, "write"),
    cause,
  });
}
