/** Directories that are held open. */
import {
  type BigIntStats,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { DESCRIPTORS, hasDescriptors } from "./descriptors";
import { exchanged } from "./exchanged";
import { assertOnlyOurs, whoElseMayChange } from "./only-ours";

/**
 * A descriptor that names below it are found by, and that asks for no permission to read. The same number on every processor that Node.js
 * is built for. Source: Linux, <asm-generic/fcntl.h>.
 */
const O_PATH = 0o10000000;

const FOLLOW_NOTHING = constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** `read`: its names can be listed, its permissions and times set. `search`: names in it can be used. */
export type Use = "read" | "search";

/**
 * A directory by its descriptor: whoever may rename it, or put a link in the place of one above it, changes nothing about what is done
 * below it. Where a system shows no descriptors (macOS), names have to do, and {@link assertOnlyOurs} refuses directories that others could
 * change meanwhile.
 */
export class Directory {
  /** A path to it, for calls of this process. */
  private readonly way: string;
  private constructor(
    readonly fd: number,
    /** As it was when it was opened. */
    readonly place: string,
  ) {
    this.way = hasDescriptors() ? `${DESCRIPTORS}/${fd}` : place;
  }

  /**
   * Goes from the root down, by one name after the other, and follows no link.
   * @param place an absolute path without links, as `realpath` gives it.
   * @throws the system's error, such as ENOTDIR for a link; OperatorError `target` where others could change it meanwhile.
   */
  static open(place: string, use: Use = "search"): Directory {
    if (!hasDescriptors()) {
      assertOnlyOurs(place);
      return new Directory(openSync(place, constants.O_RDONLY | FOLLOW_NOTHING), place);
    }
    const names = place.split("/").filter((name) => name !== "");
    let here = new Directory(openSync("/", flags(names.length === 0 ? use : "search")), "/");
    for (const [index, name] of names.entries()) {
      const above = here;
      try {
        here = above.child(name, index === names.length - 1 ? use : "search");
      } finally {
        above.close();
      }
    }
    return here;
  }

  /** A directory in it; a link is an error. */
  child(name: string, use: Use = "search"): Directory {
    return new Directory(openSync(this.at(name), flags(use)), join(this.place, name));
  }

  /** A path to it, or to a name in it, for calls of this process; worth nothing after {@link close}. */
  at(name?: string): string {
    return name === undefined ? this.way : `${this.way}/${name}`;
  }

  /** A path to it for other processes of this user, while it is open. */
  wayForOthers(): string {
    if (!hasDescriptors() || whoElseMayChange(this.place) === undefined) return this.place;
    return `/proc/${readlinkSync("/proc/self")}/fd/${this.fd}`;
  }

  stat(): BigIntStats {
    return fstatSync(this.fd, { bigint: true });
  }

  /** Whether a name in it is something that is open. */
  has(name: string, fd: number): boolean {
    const found = lstatSync(this.at(name), { bigint: true, throwIfNoEntry: false });
    const opened = fstatSync(fd, { bigint: true });
    return found !== undefined && found.dev === opened.dev && found.ino === opened.ino;
  }

  /**
   * Sets group and permissions of a socket in it, and of nothing that was put in its place.
   * @throws the system's error; OperatorError `target` when it is no socket.
   */
  openSocket(name: string, { mode, gid }: { readonly mode: number; readonly gid: number | undefined }): void {
    const fd = hasDescriptors() ? openSync(this.at(name), O_PATH | constants.O_NOFOLLOW) : undefined;
    const way = fd === undefined ? this.at(name) : `${DESCRIPTORS}/${fd}`;
    try {
      if (!(fd === undefined ? lstatSync(way) : fstatSync(fd)).isSocket())
        throw exchanged(join(this.place, name));
      if (gid !== undefined) chownSync(way, -1, gid);
      chmodSync(way, mode);
    } finally {
      if (fd !== undefined) closeSync(fd);
    }
  }

  /** Whether a path leads to it now. */
  isAt(path: string): boolean {
    try {
      const [found, own] = [statSync(path, { bigint: true }), this.stat()];
      return found.dev === own.dev && found.ino === own.ino;
    } catch {
      return false;
    }
  }

  /** Makes names in it survive a power cut; not every file system can. */
  sync(): void {
    try {
      const fd = openSync(this.at("."), constants.O_RDONLY | constants.O_DIRECTORY);
      try {
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    } catch {
      // As good as it gets: the directory may not be readable.
    }
  }

  close(): void {
    closeSync(this.fd);
  }
}

const flags = (use: Use): number =>
  FOLLOW_NOTHING | (use === "read" || !hasDescriptors() ? constants.O_RDONLY : O_PATH);
