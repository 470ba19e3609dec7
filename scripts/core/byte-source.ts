/** Where `encrypt` and `decrypt` read from and write to: a file, or a pipe. */
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { OperatorError } from "../errors";
import { errorCode } from "./errno";

/** Name of the pipe in `--in` and `--out`. */
export const PIPE = "-";

/**
 * Opens a file, or the given stdin for `-`.
 * @throws OperatorError `source` when the file is missing, unreadable or a directory.
 */
export async function openSource(name: string, stdin: Readable): Promise<Readable> {
  if (name === PIPE) return stdin;
  const handle = await open(name, "r").catch((cause) => {
    throw cannotRead(name, cause);
  });
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw new OperatorError("source", `${name} is a directory`, {
      hint: "use `sealstack backup` for directories",
    });
  }
  return handle.createReadStream();
}

function cannotRead(name: string, cause: unknown): OperatorError {
  return new OperatorError("source", `cannot read ${name}: ${errorCode(cause) ?? "unknown error"}`, {
    cause,
  });
}
