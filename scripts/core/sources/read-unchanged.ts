import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { OperatorError } from "../../errors";
import { quotePath } from "../archive/member";
import { errorCode } from "../errno";

/** Bytes of one read: 256 KiB. */
const READ_BYTES = 256 * 1024;

/**
 * The bytes of a file, which must be the one seen before and stay as it was until its last byte was read: same inode, size
 * and modification time.
 *
 * @param seen what the scan found.
 * @throws {@link OperatorError} `source` when the file is gone, cannot be read, or changed.
 */
export async function* readUnchanged(place: string, path: string, seen: BigIntStats): AsyncGenerator<Buffer> {
  const handle = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW).catch((cause: unknown) => {
    throw new OperatorError("source", `cannot read ${quotePath(path)}: ${errorCode(cause)}`, { cause });
  });
  try {
    await assertSame(handle, path, seen);
    for (;;) {
      const { bytesRead, buffer } = await handle
        .read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES)
        .catch((cause) => {
          throw new OperatorError("source", `cannot read ${quotePath(path)}: ${errorCode(cause)}`, { cause });
        });
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
    }
    await assertSame(handle, path, seen);
  } finally {
    await handle.close();
  }
}

async function assertSame(handle: FileHandle, path: string, seen: BigIntStats): Promise<void> {
  const now = await handle.stat({ bigint: true });
  const same =
    now.dev === seen.dev && now.ino === seen.ino && now.size === seen.size && now.mtimeNs === seen.mtimeNs;
  if (!same) throw changed(path);
}

/** What is said of a file or directory that did not keep still. */
export function changed(path: string): OperatorError {
  return new OperatorError("source", `${quotePath(path)} changed while it was read`, {
    hint: "stop what writes to it, or back up a snapshot",
  });
}
