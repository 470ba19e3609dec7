import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { OperatorError } from "../../errors";
import { quotePath } from "../archive/member";
import { errorCode } from "../errno";

/** Bytes of one read: at most 256 KiB. */
const READ_BYTES = 256 * 1024;

/** What tells a file from another, and from itself at another time; one string, because there may be many. */
export function identity({ dev, ino, size, mtimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${size}:${mtimeNs}`;
}

/**
 * The bytes of a file, which must be the one seen before and stay as it was until its last byte was read: same inode, size
 * and modification time.
 *
 * @param seen its {@link identity} when it was found.
 * @throws {@link OperatorError} `source` when the file is gone, cannot be read, or changed.
 */
export async function* readUnchanged(place: string, path: string, seen: string): AsyncGenerator<Buffer> {
  const fail = (cause: unknown): never => {
    throw new OperatorError("source", `cannot read ${quotePath(path)}: ${errorCode(cause)}`, { cause });
  };
  const handle = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW).catch(fail);
  try {
    const { size } = await sameAs(handle, path, seen);
    const length = size < READ_BYTES ? Number(size) + 1 : READ_BYTES; // one more: room for what would show a change
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length).catch(fail);
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
    }
    await sameAs(handle, path, seen);
  } finally {
    await handle.close();
  }
}

async function sameAs(handle: FileHandle, path: string, seen: string): Promise<BigIntStats> {
  const stats = await handle.stat({ bigint: true });
  if (identity(stats) === seen) return stats;
  throw changed(path);
}

/** What is said of a file or directory that did not keep still. */
export function changed(path: string): OperatorError {
  return new OperatorError("source", `${quotePath(path)} changed while it was read`, {
    hint: "stop what writes to it, or back up a snapshot",
  });
}
