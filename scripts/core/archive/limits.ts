/**
 * Limits of an archive. They bound what a hostile archive can make the reader keep in memory or ask of a file
 * system; the writer keeps to them too, so that whatever was backed up can be restored. The number of bytes needs no
 * limit of its own: nothing is published before all of it was authenticated, and a full disk fails cleanly.
 */
export const ARCHIVE_LIMIT = {
  /**
   * Members: 2^20, for a million files and the directories that hold them. Reading so many takes 258 MiB, writing up to 290.
   * A tar through a pipe is one.
   */
  members: 1024 * 1024,
  /** Bytes of one path. Source: `PATH_MAX` of Linux, <linux/limits.h>, with the final NUL. */
  pathBytes: 4095,
  /** Bytes of one component of a path. Source: `NAME_MAX` of Linux, <linux/limits.h>. */
  nameBytes: 255,
  /** Components of one path; deep enough for real trees, and no recursion of a tool that reads the result breaks. */
  depth: 256,
  /** Bytes of the names of all members, each without the directories before it, and of the targets of links together: 64 MiB. */
  allNameBytes: 64 * 1024 * 1024,
  /**
   * Members that may stand in any order, and bytes of their paths together: all of them are remembered then. Of more, each
   * directory must be followed by what it holds, names in the order of their bytes, as the writer has it: then nothing comes twice unseen.
   */
  anyOrder: { members: 100_000, pathBytes: 16 * 1024 * 1024 },
  /** Modification times that Node.js can give back as they were: no `Date` is earlier, and no number exact that is later. */
  mtimeSeconds: { min: -8_640_000_000_000, max: Number.MAX_SAFE_INTEGER },
  /** Bytes of `backup.json`: 1 MiB. */
  infoBytes: 1024 * 1024,
} as const;

/** What a member adds to {@link ARCHIVE_LIMIT.allNameBytes}. */
export function nameBytes({
  path,
  linkTarget = "",
}: {
  readonly path: string;
  readonly linkTarget?: string;
}): number {
  return Buffer.byteLength(path.slice(path.lastIndexOf("/") + 1)) + Buffer.byteLength(linkTarget);
}
