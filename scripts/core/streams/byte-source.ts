/** Where `encrypt` and `decrypt` read from and write to: a file, or a pipe. */
import { type FileHandle, open, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { OperatorError } from "../../errors";
import { adviceFor, reasonOf } from "../../system-codes";
import { watchInput } from "../file-identity";

/** Name of the pipe in `--in` and `--out`. */
export const PIPE = "-";

/** Bytes of one read of a file. */
export const READ_BYTES = 256 * 1024;

/** Whether a name stands for a pipe: `-`, or a FIFO, a terminal, a device. Whoever writes there may have failed, or never begun. */
export async function isPipe(name: string): Promise<boolean> {
  if (name === PIPE) return true;
  const found = await stat(name).catch(() => undefined); // what is wrong with it is told when it is opened
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** Bytes to be read. */
export interface Input {
  readonly stream: Readable;
  /** Call it after the last byte. @throws OperatorError `source` when it is a file, and not as it was. */
  assertUnchanged(): Promise<void>;
}

/**
 * Opens a file, or the given stdin for `-`.
 * @throws OperatorError `source` when the file is missing, unreadable or a directory.
 */
export async function openInput(name: string, stdin: Readable): Promise<Input> {
  if (name === PIPE) return { stream: stdin, assertUnchanged: async () => {} };
  const handle = await openFile(name);
  const watched = await watchInput(handle);
  // Whoever destroys the stream closes the file; at its end it is still to be looked at.
  const stream = handle.createReadStream({ highWaterMark: READ_BYTES, autoClose: false });
  return { stream, assertUnchanged: () => watched.assertUnchanged() };
}

/** @throws OperatorError `source` when the file is missing, unreadable or a directory. */
export async function openFile(name: string): Promise<FileHandle> {
  const handle = await open(name, "r").catch((cause) => {
    throw cannotRead(name, cause);
  });
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw new OperatorError("source", `${name} is a directory`, {
      hint: "give a file; `sealstack backup` takes directories",
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
