/** What a scan found, and what an archive is told of it. */
import type { BigIntStats } from "node:fs";
import type { MemberToWrite } from "../archive/writing/contents";
import { type Identified, identity } from "../file-identity";
import { readUnchanged } from "./read-unchanged";
import { unsizedFile } from "./unsized-file";

/** One thing below the path that is backed up. */
export interface Found extends Identified {
  /** In the archive. */
  readonly path: string;
  /** `unsized`: a file that does not say how long it is. */
  readonly kind: "file" | "directory" | "symlink" | "unsized";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Target of a symbolic link. */
  readonly linkTarget?: string;
}

export function found(path: string, kind: Found["kind"], stats: BigIntStats, linkTarget?: string): Found {
  const { dev, ino, size, mtimeNs, ctimeNs, mode, uid, gid } = stats;
  return {
    ...{ path, kind, dev, ino, size, mtimeNs, ctimeNs },
    ...{ mode: Number(mode & 0o7777n), uid: Number(uid), gid: Number(gid) },
    ...(linkTarget === undefined ? {} : { linkTarget }),
  };
}

/** @param place where it stands. */
export function memberOf(it: Found, place: string): MemberToWrite {
  const { path, kind, mode, uid, gid } = it;
  const common = { path, mode, uid, gid, mtimeSeconds: wholeSeconds(it.mtimeNs) };
  if (kind === "unsized") return unsizedFile(place, it.dev, common);
  if (kind === "directory") return { ...common, type: "directory", size: 0 };
  if (kind === "symlink") return { ...common, type: "symlink", size: 0, linkTarget: it.linkTarget ?? "" };
  const seen = identity(it);
  return {
    ...common,
    type: "file",
    size: Number(it.size),
    fresh: true,
    found: { place, seen },
    open: (buffers) => readUnchanged(place, path, seen, buffers),
  };
}

const NANOSECONDS = 1_000_000_000n;

/** The second that a time lies in: the division of large integers cuts towards 1970, and before that this is the next one. */
export function wholeSeconds(nanoseconds: bigint): number {
  const cut = nanoseconds / NANOSECONDS;
  return Number(cut * NANOSECONDS > nanoseconds ? cut - 1n : cut);
}
