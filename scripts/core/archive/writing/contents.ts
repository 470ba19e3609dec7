/** What a tar archive consists of, in its order: bytes, and short files that a thread will read. */
import { createHash } from "node:crypto";
import type { Member } from "../member";
import { END_OF_ARCHIVE_BYTES, paddingAfter, tarHeader } from "../tar-header";
import { BLOCK_BYTES, type FileToRead } from "./block";
import type { ReadBuffers } from "./read-buffers";
import { changed } from "./source-error";

/** A member, and for a file where its bytes come from. */
export interface MemberToWrite extends Member {
  /**
   * The bytes of a file: exactly `size` of them, or the archive fails.
   * @param buffers to read into, if they are {@link fresh}.
   */
  open?(buffers: ReadBuffers): AsyncIterable<Buffer>;
  /**
   * Whether nobody looks at the buffers of {@link open} again, so that those which fill their memory can be given to a thread.
   * @default false
   */
  readonly fresh?: boolean;
  /** Where a thread finds the same bytes, if it can. */
  readonly found?: Omit<FileToRead, "size">;
  /** Of a file whose length is known only when it was read: reads it. Its `size` is worth nothing. */
  measure?(): Promise<MeasuredFile>;
}

export interface MeasuredFile {
  /** The file with its true length. */
  readonly member: MemberToWrite;
  /** Frees what keeps the bytes. */
  dispose(): Promise<void>;
}

/** A run of the archive's bytes. */
export interface Bytes {
  readonly bytes: Buffer;
  /** Whether the buffer can be given to a thread with its memory, of which it has all. */
  readonly fresh: boolean;
}

/** The digest of a file whose bytes came before it. */
export interface Digest {
  readonly path: string;
  readonly digest: Buffer;
}

/** A file that a thread will read, with its padding. */
export interface FoundFile {
  readonly path: string;
  readonly file: FileToRead;
}

export type Content = Bytes | Digest | FoundFile;

/** Files up to this length are read by a thread, all of each at once: 1 MiB. Longer ones are read piece by piece. */
const WHOLE_FILE_BYTES = BLOCK_BYTES;

export async function* contentsOf(
  members: AsyncIterable<MemberToWrite> | Iterable<MemberToWrite>,
  buffers: ReadBuffers,
): AsyncGenerator<Content> {
  for await (const member of members) {
    const measured = await member.measure?.();
    try {
      yield* contentOf(measured?.member ?? member, buffers);
    } finally {
      await measured?.dispose();
    }
  }
}

async function* contentOf(member: MemberToWrite, buffers: ReadBuffers): AsyncGenerator<Content> {
  yield kept(tarHeader(member));
  if (member.type !== "file") return;
  const { found, size, path } = member;
  if (found !== undefined && size <= WHOLE_FILE_BYTES) yield { path, file: { ...found, size } };
  else yield* longFile(member, buffers);
}

export const END_OF_ARCHIVE: Content = kept(Buffer.alloc(END_OF_ARCHIVE_BYTES));

async function* longFile(member: MemberToWrite, buffers: ReadBuffers): AsyncGenerator<Content> {
  const { size, path, fresh = false } = member;
  const hash = createHash("sha256");
  let read = 0;
  for await (const chunk of member.open?.(buffers) ?? []) {
    read += chunk.length;
    if (read > size) throw changed(path);
    hash.update(chunk);
    yield { bytes: chunk, fresh: fresh && chunk.buffer.byteLength === chunk.length };
  }
  if (read !== size) throw changed(path);
  yield kept(Buffer.alloc(paddingAfter(size)));
  yield { path, digest: hash.digest() };
}

function kept(bytes: Buffer): Bytes {
  return { bytes, fresh: false };
}
