/** The body of a file that is digested while somebody reads it. */
import { createHash } from "node:crypto";
import { NotWrittenError, type ThreadDigest, type WorkCrew } from "../../crew/work-crew";
import type { Body, Pieces, StreamedBody } from "./tar-reader";

/** SHA-256 of bytes where they stand. */
interface Digest {
  /** Settles when other bytes may stand there. */
  update(pieces: Pieces): Promise<void> | undefined;
  digest(): Promise<Buffer> | Buffer;
}

/** To be read once: one way or the other. */
export interface DigestedBody extends StreamedBody {
  /** Of all of it, once it was read. */
  sha256(): Promise<Buffer> | Buffer;
}

export function digestedHere(body: Body): DigestedBody {
  const hash = createHash("sha256");
  const digest: Digest = {
    update: (pieces) => {
      for (const piece of pieces) hash.update(piece);
      return undefined;
    },
    digest: () => hash.digest(),
  };
  return { [Symbol.asyncIterator]: () => tee(body, digest), sha256: () => digest.digest() };
}

/** Digested by a thread, which can write it, too: it has the bytes in its processor's cache then. */
export function digestedByThread(body: Body, crew: WorkCrew): DigestedBody {
  const digest = crew.digest();
  return {
    [Symbol.asyncIterator]: () => tee(body, digest),
    writeTo: (fd, explained) => write(body, digest, fd, explained),
    sha256: () => digest.digest(),
  };
}

async function* tee(body: Body, digest: Digest): AsyncGenerator<Pieces, void, undefined> {
  for await (const pieces of body) {
    const digested = digest.update(pieces);
    digested?.catch(() => {}); // awaited below
    yield pieces;
    await digested;
  }
}

async function write(
  body: Body,
  digest: ThreadDigest,
  fd: number,
  explained: (error: unknown) => unknown,
): Promise<void> {
  let position = 0;
  for await (const pieces of body) {
    await digest.update(pieces, { fd, position }).catch((error: unknown) => {
      throw error instanceof NotWrittenError ? explained(error) : error;
    });
    for (const { length } of pieces) position += length;
  }
}
