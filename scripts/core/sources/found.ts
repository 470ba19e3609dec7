/** What an archive is told of a file, a directory or a link that was found. */
import type { BigIntStats } from "node:fs";
import type { MemberToWrite } from "../archive/writing/contents";
import type { ReadBuffers } from "../archive/writing/read-buffers";
import { identity } from "../file-identity";
import { readUnchanged } from "./read-unchanged";

/** There may be many: what each needs is in fields, and nothing else of what the scan saw is kept. */
export class FileMember implements MemberToWrite {
  readonly type = "file";
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  readonly size: number;
  readonly fresh = true;
  private readonly seen: string;
  constructor(
    private readonly place: string,
    stats: BigIntStats,
    { path, mode, uid, gid, mtimeSeconds }: ReturnType<typeof common>,
  ) {
    this.path = path;
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    this.mtimeSeconds = mtimeSeconds;
    this.size = Number(stats.size);
    this.seen = identity(stats);
  }

  get found(): NonNullable<MemberToWrite["found"]> {
    return { place: this.place, seen: this.seen };
  }

  open(buffers: ReadBuffers): AsyncIterable<Buffer> {
    return readUnchanged(this.place, this.path, this.seen, buffers);
  }
}

export const common = (path: string, { mode, uid, gid, mtimeNs }: BigIntStats) => ({
  path,
  mode: Number(mode & 0o7777n),
  uid: Number(uid),
  gid: Number(gid),
  mtimeSeconds: wholeSeconds(mtimeNs),
});

const NANOSECONDS = 1_000_000_000n;

/** The second that a time lies in: the division of large integers cuts towards 1970, and before that this is the next one. */
function wholeSeconds(nanoseconds: bigint): number {
  const cut = nanoseconds / NANOSECONDS;
  return Number(cut * NANOSECONDS > nanoseconds ? cut - 1n : cut);
}
