import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { ReadBuffers } from "../archive/writing/read-buffers";
import { changed, unreadable } from "../archive/writing/source-error";
import { identity } from "../file-identity";

/**
 * The bytes of a file, which must be the one seen before and stay as it was until its last byte was read: same inode, size,
 * modification and change time.
 *
 * @param seen its {@link identity} when it was found.
 * @throws {@link OperatorError} `source` when the file is gone, cannot be read, or changed.
 */
export async function* readUnchanged(
  place: string,
  path: string,
  seen: string,
  buffers: ReadBuffers,
): AsyncGenerator<Buffer> {
  const fail = (cause: unknown): never => {
    throw unreadable(path, cause);
  };
  // Of a FIFO that took the file's place, opening would wait for a writer.
  const handle = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    fail,
  );
  const read = (): Promise<Buffer> => {
    const reading = handle
      .read(buffers.take())
      .then(({ bytesRead, buffer }) => buffer.subarray(0, bytesRead), fail);
    reading.catch(() => {}); // thrown when its turn comes
    return reading;
  };
  try {
    await sameAs(handle, path, seen);
    for (let next = read(); ; ) {
      const chunk = await next;
      if (chunk.length === 0) break;
      next = read(); // while this one is worked on
      yield chunk;
    }
    await sameAs(handle, path, seen);
  } finally {
    await handle.close();
  }
}

async function sameAs(handle: FileHandle, path: string, seen: string): Promise<void> {
  if (identity(await handle.stat({ bigint: true })) !== seen) throw changed(path);
}
