import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  futimesSync,
  lchownSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  write,
  writeSync,
} from "node:fs";
import { promisify } from "node:util";
import { OperatorError } from "../../../errors";
import { adviceFor, reasonOf } from "../../../system-codes";
import { errorCode } from "../../errno";
import { type Member, quotePath, ROOT_PATH } from "../member";
import { MEMBER_PACKING } from "../packing/member-packing";
import { PackedList } from "../packing/packed-list";
import type { ArchiveSink } from "./read";
import { syncTree } from "./sync-tree";
import type { Body } from "./tar-reader";

export interface ExtractOptions {
  /**
   * Give files the numeric owner and group of the backup; only root can. Otherwise they belong to whoever restores.
   * @default false
   */
  readonly preserveOwner?: boolean;
}

/**
 * Set-user-id and set-group-id bits are not restored: a backup must not be a way to plant them. The sticky bit of a directory only takes
 * something away: without it, whoever may write there could remove what is others'.
 */
const PERMISSION_BITS = { file: 0o777, directory: 0o1777, symlink: 0o777 } as const;

/**
 * Bytes of a file that are written without letting anything else go on: 1 MiB. Most files are that short, and a call that waits costs a
 * fraction of one that is called back; a longer one would keep the network waiting.
 */
const SHORT_BYTES = 1024 * 1024;

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Writes members below a directory that is empty, private (0700) and ours alone. There is nothing to follow on the way:
 * files are made new in directories made before them, and links come last, when everything else is there.
 */
export class Extractor implements ArchiveSink {
  private readonly directories = new PackedList(MEMBER_PACKING);
  private readonly links = new PackedList(MEMBER_PACKING);
  constructor(
    private readonly into: string,
    private readonly options: ExtractOptions = {},
  ) {}

  async directory(member: Member): Promise<void> {
    this.directories.add(member);
    if (member.path !== ROOT_PATH) this.attempt(member, () => mkdirSync(this.place(member), 0o700));
  }

  async file(member: Member, body: Body): Promise<void> {
    const fd = this.attempt(member, () => openSync(this.place(member), NEW_FILE, 0o600));
    try {
      if ("writeTo" in body && body.writeTo !== undefined)
        await body.writeTo(fd, (cause) => explained(member, cause));
      else
        for await (const pieces of body)
          for (const piece of pieces)
            if (member.size <= SHORT_BYTES) this.attempt(member, () => writeAll(fd, piece));
            else await this.later(member, () => writeAllLater(fd, piece));
      this.attempt(member, () => this.settle(fd, member));
    } finally {
      closeSync(fd);
    }
  }

  async symlink(member: Member): Promise<void> {
    this.links.add(member);
  }

  /**
   * Makes the links, gives directories their permissions and times, the deepest first, and sees that all of it is on the disk.
   * @param atLast takes what is left to do with the directory itself, by its descriptor: until then it stays private. Done at once where it is absent.
   */
  async finish(atLast?: (settle: (fd: number) => void) => void): Promise<void> {
    for (const link of this.links) this.attempt(link, () => this.link(link));
    for (const directory of this.directories.reversed())
      if (directory.path === ROOT_PATH && atLast !== undefined) atLast((fd) => this.settle(fd, directory));
      else this.attempt(directory, () => this.settleAt(directory));
    await this.later({ path: ROOT_PATH }, () => syncTree(this.into));
  }

  private settleAt(directory: Member): void {
    const fd = openSync(this.place(directory), constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      this.settle(fd, directory);
    } finally {
      closeSync(fd);
    }
  }

  private link(member: Member): void {
    const { linkTarget = "", uid, gid, mtimeSeconds } = member;
    symlinkSync(linkTarget, this.place(member));
    if (this.options.preserveOwner === true) lchownSync(this.place(member), uid, gid);
    lutimesSync(this.place(member), fileTime(mtimeSeconds), fileTime(mtimeSeconds));
  }

  /** Owner first: changing it clears permission bits. */
  private settle(fd: number, { type, uid, gid, mode, mtimeSeconds }: Member): void {
    if (this.options.preserveOwner === true) fchownSync(fd, uid, gid);
    fchmodSync(fd, mode & PERMISSION_BITS[type]);
    futimesSync(fd, fileTime(mtimeSeconds), fileTime(mtimeSeconds));
  }

  private place({ path }: Member): string {
    return path === ROOT_PATH ? this.into : `${this.into}/${path}`; // which is in its normal form
  }

  private attempt<T>(member: Pick<Member, "path">, work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw explained(member, cause);
    }
  }

  private later<T>(member: Pick<Member, "path">, work: () => Promise<T>): Promise<T> {
    return work().catch((cause: unknown) => {
      throw explained(member, cause);
    });
  }
}

/** Node.js takes a negative number for the present moment, and a date for what it says. */
function fileTime(seconds: number): number | Date {
  return seconds < 0 ? new Date(seconds * 1000) : seconds;
}

/** The kernel may take less at a time. */
function writeAll(fd: number, chunk: Buffer): void {
  for (let done = 0; done < chunk.length; ) done += writeSync(fd, chunk, done);
}

async function writeAllLater(fd: number, chunk: Buffer): Promise<void> {
  for (let done = 0; done < chunk.length; ) done += (await writeLater(fd, chunk, done)).bytesWritten;
}

const writeLater = promisify(write);

function explained({ path }: Pick<Member, "path">, cause: unknown): unknown {
  const code = errorCode(cause);
  if (code === undefined) return cause;
  return new OperatorError("target", `cannot write ${quotePath(path)}: ${reasonOf(cause)}`, {
    hint: HINTS[code] ?? adviceFor(cause, "write"),
    cause,
  });
}

const HINTS: Readonly<Record<string, string>> = {
  EEXIST: "restore to a file system that tells names apart by case and by Unicode form",
  EPERM: "run as root to restore owners",
};
