/**
 * Files that do not say how long they are, such as those of /proc (0) and /sys (a page): the kernel writes them when they are read. Their bytes
 * are read to the end, once, and kept until they stand in the archive, which says the length first.
 */
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import type { MemberToWrite } from "../archive/writing/contents";
import { changed, unreadable } from "../archive/writing/source-error";
import { spool } from "../files/spool";

/** Longest file without blocks on a disk that is tried: 64 KiB, the largest page. A longer one is a hole in a file system. */
const TRIED_BYTES = 64 * 1024;

/** Of a FIFO that took the file's place, opening would wait for a writer; and some files of the kernel wait for what is to come. */
const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Whether a file has another length than it says; tried where it may be so.
 * @throws whatever the system fails with.
 */
export function isUnsized(
  place: string,
  { dev, ino, size, blocks }: Pick<BigIntStats, "dev" | "ino" | "size" | "blocks">,
): boolean {
  if (size > 0n && (blocks > 0n || size > TRIED_BYTES)) return false;
  const fd = openSync(place, READ_ONLY);
  try {
    const buffer = Buffer.allocUnsafe(size === 0n ? 1 : TRIED_BYTES + 1);
    let length = 0;
    for (let count = -1; count !== 0 && length < buffer.length; length += count)
      count = readSync(fd, buffer, length, buffer.length - length, null);
    // One that was written meanwhile has a length now: what comes of it is seen when it is read.
    const is = fstatSync(fd, { bigint: true });
    return length !== Number(size) && is.size === size && is.dev === dev && is.ino === ino;
  } finally {
    closeSync(fd);
  }
}

/**
 * A file that {@link isUnsized}. Nothing tells whether it is the one that was found, because it is made anew each time, but for its file
 * system: such files stand in those of the kernel, where nobody can exchange one for another.
 */
export function unsizedFile(
  place: string,
  device: bigint,
  member: Omit<MemberToWrite, "type" | "size">,
): MemberToWrite {
  const unmeasured = { ...member, type: "file", size: 0 } as const;
  return {
    ...unmeasured,
    measure: async () => {
      const kept = await spool(toTheEnd(place, device, member.path));
      return {
        member: { ...unmeasured, size: kept.size, open: () => kept.stream() },
        dispose: () => kept.dispose(),
      };
    },
  };
}

async function* toTheEnd(place: string, device: bigint, path: string): AsyncGenerator<Buffer> {
  const fail = (cause: unknown): never => {
    throw unreadable(path, cause);
  };
  const handle = await open(place, READ_ONLY).catch(fail);
  try {
    if ((await handle.stat({ bigint: true })).dev !== device) throw changed(path);
    for (;;) {
      const { bytesRead, buffer } = await handle
        .read(Buffer.allocUnsafe(TRIED_BYTES), 0, TRIED_BYTES, null)
        .catch(fail);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
