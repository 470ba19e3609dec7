import type { Readable } from "node:stream";
import type { MemberToWrite } from "../archive/writing/contents";
import { spool } from "../files/spool";
import type { PreparedSource } from "./source";

/**
 * Bytes from a pipe, as a backup of one file. An archive names the length of a file before its bytes, so they are read to the
 * end first; an upload that has to be repeated reads them again.
 *
 * @param name of the file.
 */
export async function pipedSource(input: Readable, name: string, now: Date): Promise<PreparedSource> {
  const kept = await spool(input);
  const member: MemberToWrite = {
    type: "file",
    path: name,
    mode: 0o600,
    uid: 0,
    gid: 0,
    mtimeSeconds: Math.floor(now.getTime() / 1000),
    size: kept.size,
    open: () => kept.stream(),
  };
  return {
    source: "files",
    description: "stdin",
    members: [member],
    checks: [],
    skipped: [],
    assertUnchanged: async () => {},
    dispose: () => kept.dispose(),
  };
}
