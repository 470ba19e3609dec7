/** A file that no name leads to, so that no crash leaves its bytes behind. */
import { constants, realpathSync, unlinkSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { hasDescriptors } from "./descriptors";
import { Directory } from "./directory";
import { MARK } from "./mark";
import { ownName } from "./own-name";

/** Source: Linux, <asm-generic/fcntl.h>, without the O_DIRECTORY that belongs to it. */
const TMPFILE_BIT = 0o20000000;

const NEW_FILE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * For reading and writing, by its owner alone. It never has a name where the file system can do that (O_TMPFILE of Linux; not NFS); else it has
 * one that cannot be guessed, and loses it at once.
 * @throws the system's error.
 */
export async function namelessFile(directory: string): Promise<FileHandle> {
  const never = hasDescriptors() ? await neverNamed(directory).catch(() => undefined) : undefined;
  if (never !== undefined) return never;
  const holder = Directory.open(realpathSync.native(directory));
  try {
    const name = ownName("");
    const file = await open(holder.at(name), NEW_FILE, MARK.file);
    unlinkSync(holder.at(name));
    return file;
  } finally {
    holder.close();
  }
}

const neverNamed = (directory: string): Promise<FileHandle> =>
  open(directory, constants.O_RDWR | constants.O_DIRECTORY | TMPFILE_BIT, 0o600);
