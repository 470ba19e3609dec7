/** Where `encrypt` and `decrypt` read from and write to: a file, or a pipe. */
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { OperatorError } from "../../errors";
import { adviceFor, reasonOf } from "../../system-codes";

/** Name of the pipe in `--in` and `--out`. */
export const PIPE = "-";

/** Bytes of one read of a file. */
export const READ_BYTES = 256 * 1024;

/**
 * Opens a file, or the given stdin for `-`.
 * @throws OperatorError `source` when the file is missing, unreadable or a directory.
 */
export async function openSource(name: string, stdin: Readable): Promise<Readable> {
  if (name === PIPE) return stdin;
  return (await openFile(name)).createReadStream({ highWaterMark: READ_BYTES });
}

/** @throws OperatorError `source` when the file is missing, unreadable or a directory. */
export async function openFile(name: string): Promise<FileHandle> {
  const handle = await open(name, "r").catch((cause) => {
    throw cannotRead(name, cause);
  });
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw new OperatorError("source", `${name} is a directory`, {
      hint: "use `sealstack backup` for directories",
    });
  }
  return handle;
}

function cannotRead(name: string, cause: unknown): OperatorError {
  return new OperatorError("source", `cannot read ${name}: ${reasonOf(cause)}`, {
    hint: adviceFor(cause, "read"),
    cause,
  });
}
