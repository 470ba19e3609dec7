/** Reads secret bytes from a file or a pipe, into one buffer that the caller zeroes. */
import type { FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { OperatorError } from "../../errors";
import { openFile, PIPE } from "../streams/byte-source";

/** More than the longest private key, RSA of 4096 bits in PEM, needs: 16 KiB. */
const MAX_BYTES = 16 * 1024;

/** Bits that let others than the owner read a file. */
const OTHERS_MAY_READ = 0o044;

/**
 * @param name file, or `-` for stdin.
 * @throws OperatorError `usage` when stdin is a terminal; `source` when it is missing, unreadable, empty or too long, or when others can read the file.
 */
export async function readMaterial(name: string, stdin: Readable): Promise<Buffer> {
  if (name === PIPE) {
    if ("isTTY" in stdin && stdin.isTTY === true)
      throw new OperatorError("usage", "key material is not typed, and stdin is a terminal", {
        hint: "give --in FILE, or a pipe",
      });
    return collect(stdin, "stdin");
  }
  const file = await openFile(name);
  try {
    await refuseReadableByOthers(file, name);
    return await collect(file.createReadStream({ autoClose: false }), name);
  } finally {
    await file.close();
  }
}

/** Asked of the open file: its name may lead elsewhere a moment later. */
async function refuseReadableByOthers(file: FileHandle, name: string): Promise<void> {
  const { mode } = await file.stat();
  if ((mode & OTHERS_MAY_READ) === 0) return;
  throw new OperatorError(
    "source",
    `${name} can be read by others (mode ${(mode & 0o777).toString(8).padStart(4, "0")}), allowed: its owner only`,
    { hint: "run `chmod 600` on it, and consider whether this key material is still a secret" },
  );
}

async function collect(source: Readable, name: string): Promise<Buffer> {
  const all = Buffer.alloc(MAX_BYTES);
  let length = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const room = MAX_BYTES - length;
      const fits = chunk.length <= room;
      if (fits) length += chunk.copy(all, length);
      chunk.fill(0);
      if (!fits)
        throw new OperatorError("source", `${name} has more than ${MAX_BYTES} bytes`, {
          hint: "give the key material alone",
        });
    }
  } catch (error) {
    all.fill(0);
    throw error;
  }
  if (length === 0) throw new OperatorError("source", `${name} is empty`, { hint: "give key material" });
  return all.subarray(0, length);
}
