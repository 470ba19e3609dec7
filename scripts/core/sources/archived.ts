/** What an archive will hold, for checks that must not look at anything else. */
import { OperatorError } from "../../errors";
import { ROOT_PATH } from "../archive/member";
import type { MemberToWrite } from "../archive/writing/contents";
import { ReadBuffers } from "../archive/writing/read-buffers";

/** Links followed at most. Source: `MAXSYMLINKS` of Linux, <linux/namei.h>. */
const MAX_LINKS = 40;
/** Bytes of a file that a check reads: far more than any configuration, certificate or key has. 4 MiB. */
const MAX_READ_BYTES = 4 * 1024 * 1024;

export class Archived {
  private readonly byPath: ReadonlyMap<string, MemberToWrite>;
  constructor(members: Iterable<MemberToWrite>) {
    this.byPath = new Map(Array.from(members, (member) => [member.path, member]));
  }

  /** The file or directory that a path leads to, by links of the archive; `undefined` when there will be none. */
  find(path: string): MemberToWrite | undefined {
    let links = 0;
    const done: string[] = [];
    const left = path.split("/");
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      if (name === "" || name === ".") continue;
      if (name === "..") {
        if (done.pop() === undefined) return undefined; // leads out
        continue;
      }
      const member = this.byPath.get([...done, name].join("/"));
      if (member === undefined) return undefined;
      if (member.type !== "symlink") done.push(name);
      else if (++links > MAX_LINKS) return undefined;
      else left.unshift(...(member.linkTarget ?? "").split("/"));
    }
    return this.byPath.get(done.length === 0 ? ROOT_PATH : done.join("/"));
  }

  has(path: string): boolean {
    return this.find(path) !== undefined;
  }

  /**
   * The bytes that will be archived, of a short file: it must be as it was found, and the archive fails if it is another one later.
   * @throws OperatorError `source`.
   */
  async read(member: MemberToWrite): Promise<Buffer> {
    const { path, size } = member;
    if (size > MAX_READ_BYTES)
      throw new OperatorError("source", `${path} is too large to be checked: ${size} bytes`);
    const chunks: Buffer[] = [];
    await this.pass(member, (chunk) => void chunks.push(Buffer.from(chunk)));
    return Buffer.concat(chunks);
  }

  /** Likewise of any file, piece by piece. @param use must not keep what it is given. */
  async pass(member: MemberToWrite, use: (chunk: Buffer) => void): Promise<void> {
    const buffers = new ReadBuffers();
    for await (const chunk of member.open?.(buffers) ?? []) {
      use(chunk);
      if (chunk.buffer instanceof ArrayBuffer) buffers.give(chunk.buffer);
    }
  }
}
