/** Puts files into a folder: all of them or none, and none over another. */
import { link, lstat, mkdir, mkdtemp, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { OperatorError } from "../../errors";
import { reasonOf } from "../../system-codes";
import { errorCode } from "../errno";

/**
 * They are written beside, and then linked to their names, which fails where there is one already.
 *
 * @param signal ends it; what was there until then is taken away again
 * @throws OperatorError `target` with the files that are there, or when the folder cannot be written
 */
export async function writeAll(
  folder: string,
  files: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    await makeFolder(folder, undo);
    await refuseExisting(folder, files);
    const beside = await mkdtemp(join(folder, ".sealstack-init-"));
    try {
      await put(folder, beside, files, signal, undo);
    } finally {
      await rm(beside, { recursive: true, force: true });
    }
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    if (error instanceof OperatorError || signal.aborted) throw error;
    throw new OperatorError("target", `${folder} cannot be written: ${reasonOf(error)}`, { cause: error });
  }
}

async function put(
  folder: string,
  beside: string,
  files: ReadonlyMap<string, string>,
  signal: AbortSignal,
  undo: (() => Promise<void>)[],
): Promise<void> {
  let number = 0;
  for (const [path, text] of files) {
    signal.throwIfAborted();
    const written = join(beside, String(number++));
    const target = join(folder, path);
    await writeFile(written, text, { flag: "wx" });
    await makeFolder(dirname(target), undo);
    await link(written, target);
    undo.push(() => rm(target));
  }
}

/** Makes a folder, and those above it, remembering which it made. */
async function makeFolder(folder: string, undo: (() => Promise<void>)[]): Promise<void> {
  try {
    await mkdir(folder);
    undo.push(() => rmdir(folder));
  } catch (error) {
    if (errorCode(error) === "ENOENT") {
      await makeFolder(dirname(folder), undo);
      await makeFolder(folder, undo);
      return;
    }
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

async function refuseExisting(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const taken: string[] = [];
  for (const path of files.keys()) if (await isThere(join(folder, path))) taken.push(path);
  if (taken.length === 0) return;
  throw new OperatorError("target", `${folder} has files already, and nothing was written:`, {
    details: taken,
    hint: "name an empty folder, or move these away",
  });
}

/** Links that lead nowhere count, too. */
async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return false;
    throw error;
  }
}
