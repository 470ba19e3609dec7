import { constants } from "node:fs";
import { type FileHandle, lchown, lutimes, mkdir, open, symlink } from "node:fs/promises";
import { join } from "node:path";
import { OperatorError } from "../../errors";
import { OrderedJobs } from "../crypto/ordered-jobs";
import { errorCode } from "../errno";
import { type Member, quotePath, ROOT_PATH } from "./member";
import type { ArchiveSink } from "./read";

export interface ExtractOptions {
  /**
   * Give files the numeric owner and group of the backup; only root can. Otherwise they belong to whoever restores.
   * @default false
   */
  readonly preserveOwner?: boolean;
}

/** Set-user-id, set-group-id and sticky bits are not restored: a backup must not be a way to plant them. */
const PERMISSION_BITS = 0o777;

/** Files that get their permissions and are synced while the next are written: syncing one mostly waits for the disk. */
const SETTLING_FILES = 8;

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Writes members below a directory that is empty, private (0700) and ours alone. There is nothing to follow on the way:
 * files are made new in directories made before them, and links come last, when everything else is there.
 */
export class Extractor implements ArchiveSink {
  private readonly directories: Member[] = [];
  private readonly links: Member[] = [];
  private readonly settling = new OrderedJobs<void>(SETTLING_FILES, () => {});
  constructor(
    private readonly into: string,
    private readonly options: ExtractOptions = {},
  ) {}

  async directory(member: Member): Promise<void> {
    this.directories.push(member);
    if (member.path !== ROOT_PATH) await this.attempt(member, () => mkdir(this.place(member), 0o700));
  }

  async file(member: Member, body: AsyncIterable<Buffer>): Promise<void> {
    const handle = await this.attempt(member, () => open(this.place(member), NEW_FILE, 0o600));
    try {
      for await (const chunk of body) await this.attempt(member, () => handle.writeFile(chunk));
    } catch (error) {
      await handle.close();
      throw error;
    }
    const settling = this.attempt(member, () => this.settle(handle, member)).finally(() => handle.close());
    this.settling.begin(settling);
    await this.settling.settle();
  }

  async symlink(member: Member): Promise<void> {
    this.links.push(member);
  }

  /** Waits for what is still going on, when the restore failed and the directory is about to be removed. */
  abandon(): Promise<void> {
    return this.settling.abandon();
  }

  /** Makes the links, then gives directories their permissions and times, the deepest first. */
  async finish(): Promise<void> {
    await this.settling.settle(0);
    for (const link of this.links) await this.attempt(link, () => this.link(link));
    for (const directory of this.directories.reverse()) {
      await this.attempt(directory, async () => {
        const handle = await open(this.place(directory), constants.O_RDONLY | constants.O_DIRECTORY);
        await this.settle(handle, directory).finally(() => handle.close());
      });
    }
  }

  private async link(member: Member): Promise<void> {
    const { linkTarget = "", uid, gid, mtimeSeconds } = member;
    await symlink(linkTarget, this.place(member));
    if (this.options.preserveOwner === true) await lchown(this.place(member), uid, gid);
    await lutimes(this.place(member), mtimeSeconds, mtimeSeconds);
  }

  /** Owner first: changing it clears permission bits. */
  private async settle(handle: FileHandle, { uid, gid, mode, mtimeSeconds }: Member): Promise<void> {
    if (this.options.preserveOwner === true) await handle.chown(uid, gid);
    await handle.chmod(mode & PERMISSION_BITS);
    await handle.utimes(mtimeSeconds, mtimeSeconds);
    await handle.sync();
  }

  private place({ path }: Member): string {
    return path === ROOT_PATH ? this.into : join(this.into, path);
  }

  private async attempt<T>({ path }: Member, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      const code = errorCode(cause);
      if (code === undefined) throw cause;
      throw new OperatorError("target", `cannot write ${quotePath(path)}: ${code}`, {
        hint: HINTS[code],
        cause,
      });
    }
  }
}

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "free some space; nothing was left behind",
  EDQUOT: "free some space; nothing was left behind",
  EEXIST: "restore to a file system that tells names apart by case and by Unicode form",
  EPERM: "run as root to restore owners",
};
