/** A file that appears whole or not at all. */
import {
  constants,
  linkSync,
  lstatSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
} from "node:fs";
import { type FileHandle, open, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { OperatorError } from "../../errors";
import { adviceFor, reasonOf } from "../../system-codes";
import { errorCode } from "../errno";
import { kindOf } from "../file-kind";
import { Directory } from "../places/directory";
import { exchanged } from "../places/exchanged";
import { refuseLinksOfOthers } from "../places/links-of-others";
import { isMarked, MARK, showLife } from "../places/mark";
import { ownName } from "../places/own-name";

export interface AtomicFile {
  /** Where the bytes go until {@link AtomicFile.publish}: a file beside the target that only its owner may read. */
  readonly handle: FileHandle;
  /** Syncs the bytes and gives them their name. */
  publish(): Promise<void>;
  /** Closes it, and removes what was written unless it was published. */
  discard(): Promise<void>;
}

/**
 * Opens a temporary file in the target's directory that only its owner may read. The directory is held open: the file gets its name in the one
 * that was meant, whoever may rename it or put links there, and what was exchanged for the file is found out.
 * @param overwrite whether an existing file may be replaced; a symbolic link is replaced, never followed.
 * @throws OperatorError `target` when the target exists or its directory cannot be written.
 */
export async function atomicFile(
  target: string,
  { overwrite }: { readonly overwrite: boolean },
): Promise<AtomicFile> {
  const holder = holderOf(target);
  const [temporary, last] = [ownName(basename(target)), basename(target)];
  let handle: FileHandle;
  try {
    refuseExisting(holder, target, overwrite);
    handle = await open(holder.at(temporary), NEW_FILE, MARK.file);
  } catch (cause) {
    holder.close();
    throw cause instanceof OperatorError ? cause : cannotWrite(target, cause);
  }
  const endLife = showLife(handle.fd);
  let [published, closed] = [false, false];
  return {
    handle,
    publish: async () => {
      try {
        await handle.sync();
        if (!holder.isAt(dirname(target))) throw exchanged(dirname(target));
        if (!holder.has(temporary, handle.fd)) throw exchanged(join(holder.place, temporary));
        if (overwrite) renameSync(holder.at(temporary), holder.at(last));
        else giveName(holder, temporary, target);
        if (!holder.has(last, handle.fd)) throw exchanged(target);
        published = true;
        if (isMarked((await handle.stat({ bigint: true })).mode, "file")) await handle.chmod(0o600);
        holder.sync();
      } catch (cause) {
        throw cause instanceof OperatorError ? cause : cannotWrite(target, cause);
      }
    },
    discard: async () => {
      if (closed) return;
      closed = true;
      endLife();
      if (!published) await forget(handle, holder, temporary);
      await handle.close();
      holder.close();
    },
  };
}

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

function holderOf(target: string): Directory {
  try {
    refuseLinksOfOthers(dirname(target));
    return Directory.open(realpathSync.native(dirname(target)));
  } catch (cause) {
    throw cause instanceof OperatorError ? cause : cannotWrite(target, cause);
  }
}

/** Where its name leads to something else by now, at least nothing is in it. */
async function forget(handle: FileHandle, holder: Directory, temporary: string): Promise<void> {
  try {
    if (holder.has(temporary, handle.fd)) unlinkSync(holder.at(temporary));
    else await handle.truncate(0);
  } catch {
    // what failed before this is what is told
  }
}

/**
 * Writes all of `content` to a new file; if it fails, there is no file.
 * @param options.mode of the file. @default 0o600
 * @throws OperatorError `target`, or whatever `content` fails with.
 */
export async function writeAtomically(
  content: AsyncIterable<Buffer> | Buffer | string,
  target: string,
  options: { readonly overwrite: boolean; readonly signal: AbortSignal; readonly mode?: number },
): Promise<void> {
  const { signal, mode } = options;
  const file = await atomicFile(target, options);
  try {
    await writeFile(file.handle, content, { signal });
    if (mode !== undefined) await file.handle.chmod(mode);
    await file.publish();
  } finally {
    await file.discard();
  }
}

/** `link` fails where the name was taken meanwhile; `rename` would replace it. */
function giveName(holder: Directory, temporary: string, target: string): void {
  const last = holder.at(basename(target));
  try {
    linkSync(holder.at(temporary), last);
  } catch (error) {
    if (errorCode(error) === "EEXIST") throw targetExists(target);
    refuseExisting(holder, target, false); // the file system has no hard links: check, then rename
    renameSync(holder.at(temporary), last);
    return;
  }
  unlinkSync(holder.at(temporary));
}

function refuseExisting(holder: Directory, target: string, overwrite: boolean): void {
  const found = lstatSync(holder.at(basename(target)), { throwIfNoEntry: false });
  if (found === undefined) return;
  const is = found.isSymbolicLink() ? (whereItLeads(holder, target) ?? found) : found;
  if (is.isDirectory())
    throw new OperatorError("target", `${target} is a directory`, { hint: "name a file" });
  // A file in its place would be something else.
  if (!is.isFile() && !is.isSymbolicLink())
    throw new OperatorError("target", `${target} is ${kindOf(is)}`, { hint: "name a file" });
  if (!overwrite) throw targetExists(target);
}

function whereItLeads(holder: Directory, target: string): Stats | undefined {
  try {
    return statSync(holder.at(basename(target)));
  } catch {
    return undefined; // to nowhere
  }
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
