import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { BLOCK_BYTES } from "../archive/block";
import { changed, unreadable } from "../archive/source-error";

/** Bytes of one read, at most: those of a block, which then goes to a thread without being copied. */
const READ_BYTES = BLOCK_BYTES;

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
    throw unreadable(path, cause);
  };
  // Of a FIFO that took the file's place, opening would wait for a writer.
  const handle = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    fail,
  );
  const read = (length: number): Promise<Buffer> => {
    const reading = handle
      .read(Buffer.allocUnsafeSlow(length), 0, length)
      .then(({ bytesRead, buffer }) => buffer.subarray(0, bytesRead), fail);
    reading.catch(() => {}); // thrown when its turn comes
    return reading;
  };
  try {
    const { size } = await sameAs(handle, path, seen);
    const length = size < READ_BYTES ? Number(size) + 1 : READ_BYTES; // one more: room for what would show a change
    for (let next = read(length); ; ) {
      const chunk = await next;
      if (chunk.length === 0) break;
      next = read(length);
      yield chunk;
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
