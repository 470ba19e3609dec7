/** One text for what a backup would hold, which tells nobody what that is. */
import { createHash, createHmac, type Hmac } from "node:crypto";
import type { MemberToWrite } from "../archive/writing/contents";
import { ReadBuffers } from "../archive/writing/read-buffers";
import type { PreparedSource } from "../sources/source";

/** Bytes of a {@link newSalt}. */
export const SALT_BYTES = 32;

/** A digest under a salt: alike only for what is alike under the same one. */
export function salted(salt: Buffer, what: unknown): string {
  return createHmac("sha256", salt).update(JSON.stringify(what)).digest("hex");
}

/**
 * Paths, types, modes, owners, sizes, targets of links and digests of all contents, as one digest under a salt. Modification times are not in it: a
 * file that was written again as it was is the same file.
 *
 * All files are read; each must be as it was when the source was prepared.
 *
 * @returns `undefined` where something cannot be told before it is backed up: a file of /proc is another one each time.
 * @throws OperatorError `source` when a file cannot be read or changed.
 */
export async function fingerprint(
  source: Pick<PreparedSource, "members">,
  salt: Buffer,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const { measure } of source.members) if (measure !== undefined) return undefined;
  const hmac = createHmac("sha256", salt);
  const buffers = new ReadBuffers();
  for (const member of source.members) await add(hmac, member, buffers, signal);
  return hmac.digest("hex");
}

async function add(
  hmac: Hmac,
  member: MemberToWrite,
  buffers: ReadBuffers,
  signal: AbortSignal,
): Promise<void> {
  const { type, path, mode, uid, gid, size, linkTarget } = member;
  signal.throwIfAborted();
  const digest = type === "file" ? await digestOf(member, buffers, signal) : undefined;
  hmac.update(`${JSON.stringify([type, path, mode, uid, gid, size, linkTarget, digest])}\n`);
}

async function digestOf(member: MemberToWrite, buffers: ReadBuffers, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of member.open?.(buffers) ?? []) {
    signal.throwIfAborted();
    hash.update(chunk);
    if (chunk.buffer instanceof ArrayBuffer) buffers.give(chunk.buffer);
  }
  return hash.digest("hex");
}
