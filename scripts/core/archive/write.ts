import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { type Header, type Pack, pack } from "tar-stream";
import { OperatorError } from "../../errors";
import { drained } from "./drained";
import { type BackupInfo, formatInfo } from "./info";
import { INFO_PATH, type Member, quotePath, ROOT_PATH, SUMS_PATH } from "./member";
import { Sums } from "./sums";

/** A member, and for a file the bytes of it: exactly `size` of them, or the archive fails. */
export interface MemberToWrite extends Member {
  open?(): AsyncIterable<Buffer>;
}

/** The writable end of one entry; a stream of streamx, not of Node. */
type Sink = ReturnType<Pack["entry"]>;

/** Largest second that the fixed field of a header can hold in tar-stream, which encodes it as 32 bits. */
const MAX_HEADER_SECONDS = 2 ** 31 - 1;
/** Largest id that the fixed field of a header can hold: six octal digits. */
const MAX_HEADER_ID = 0o777777;

/**
 * The tar stream of a backup: `backup.json`, the members in the order given, `SHA256SUMS`. The digests are inside what
 * will be encrypted, so that after `tar xzf` anyone can prove the result with `sha256sum -c .sealstack/SHA256SUMS`.
 *
 * Memory stays constant but for one line a file.
 */
export async function* writeArchive(
  info: BackupInfo,
  members: AsyncIterable<MemberToWrite> | Iterable<MemberToWrite>,
): AsyncGenerator<Buffer, void, undefined> {
  const archive = pack();
  let failure: unknown;
  const writing = write(archive, info, members).catch((error: unknown) => {
    failure = error;
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    for await (const chunk of archive) yield chunk as Buffer;
  } catch (error) {
    throw failure ?? error;
  } finally {
    archive.destroy();
    await writing;
  }
  if (failure !== undefined) throw failure;
}

async function write(
  archive: Pack,
  info: BackupInfo,
  members: AsyncIterable<MemberToWrite> | Iterable<MemberToWrite>,
): Promise<void> {
  const mtimeSeconds = Math.floor(Date.parse(info.createdAt) / 1000);
  const own = { type: "file", mode: 0o600, uid: 0, gid: 0, mtimeSeconds } as const;
  const sums = new Sums();
  const description = formatInfo(info);
  await add(archive, { ...own, path: INFO_PATH, size: description.length, open: only(description) }, sums);
  for await (const member of members) await add(archive, member, sums);
  const lines = sums.bytes();
  await add(archive, { ...own, path: SUMS_PATH, size: lines.length, open: only(lines) }, new Sums());
  archive.finalize();
}

/** Writes one member and, for a file, adds its line to `sums`. */
async function add(archive: Pack, member: MemberToWrite, sums: Sums): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const entry = archive.entry(header(member), (error) => (error ? reject(error) : resolve()));
    entry.on("error", () => {}); // the callback has it, and an event that nobody hears ends the process
    if (member.type !== "file") return;
    copy(member, entry).then((digest) => sums.add(digest, member.path), reject);
  });
}

/** Copies the bytes of a file into its entry and digests them. */
async function copy(member: MemberToWrite, entry: Sink): Promise<Buffer> {
  const hash = createHash("sha256");
  let copied = 0;
  for await (const chunk of member.open?.() ?? []) {
    copied += chunk.length;
    if (copied > member.size) throw changed(member);
    hash.update(chunk);
    if (!entry.write(chunk)) await drained(entry);
    if (entry.destroyed) throw new Error("the archive was given up");
  }
  if (copied !== member.size) throw changed(member);
  entry.end(undefined);
  return hash.digest();
}

function changed({ path }: Member): OperatorError {
  return new OperatorError("source", `${quotePath(path)} changed while it was read`, {
    hint: "stop what writes to it, or back up a snapshot",
  });
}

/** Fits the fixed fields where it can: readers that know no pax records, such as BusyBox, then read all of it. */
function header(member: MemberToWrite): Partial<Header> & { name: string } {
  const { type, path, mode, uid, gid, mtimeSeconds, size, linkTarget } = member;
  const pax = {
    ...(mtimeSeconds < 0 || mtimeSeconds > MAX_HEADER_SECONDS ? { mtime: String(mtimeSeconds) } : {}),
    ...(uid > MAX_HEADER_ID ? { uid: String(uid) } : {}),
    ...(gid > MAX_HEADER_ID ? { gid: String(gid) } : {}),
  };
  return {
    name: path === ROOT_PATH ? "./" : path,
    type,
    mode,
    uid: "uid" in pax ? 0 : uid,
    gid: "gid" in pax ? 0 : gid,
    mtime: new Date("mtime" in pax ? 0 : mtimeSeconds * 1000),
    size,
    ...(linkTarget === undefined ? {} : { linkname: linkTarget }),
    ...(Object.keys(pax).length === 0 ? {} : { pax }),
  };
}

const only = (bytes: Buffer) => () => Readable.from([bytes]) as AsyncIterable<Buffer>;
