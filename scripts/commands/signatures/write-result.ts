import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { writeAtomically } from "../../core/files/atomic-file";
import { PIPE } from "../../core/streams/byte-source";
import { OperatorError } from "../../errors";
import type { CommandIo } from "../io";

export interface ResultTarget {
  /** File, or `-` for stdout. */
  readonly out: string;
  /** Replace an existing file. */
  readonly force: boolean;
}

/** Writes a few bytes to a file, whole or not at all, or to stdout. @throws OperatorError `usage` when they are binary and stdout is a terminal. */
export async function writeResult(
  bytes: Buffer,
  { out, force }: ResultTarget,
  { stdout, signal }: CommandIo,
  { text = false }: { readonly text?: boolean } = {},
): Promise<void> {
  const source = Readable.from([bytes], { objectMode: false });
  if (out !== PIPE) return writeAtomically(source, out, { overwrite: force, signal });
  if (stdout.isTTY === true && !text)
    throw new OperatorError("usage", "the result is binary and stdout is a terminal", {
      hint: "give --out FILE, or a pipe",
    });
  await pipeline(source, stdout, { signal, end: false });
}
