/** Whole messages through the engine, in memory. */
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { openMessage, sealMessage } from "../../scripts/core/crypto/messages";
import type { OpenSettings } from "../../scripts/core/crypto/open-stream";
import type { SealSettings } from "../../scripts/core/crypto/seal-stream";
import type { Flow, SealedHeader } from "../../scripts/core/ports";
import { rawKeys } from "./kms/raw-keys";

/** What left a stream, and how it ended. */
export interface Passed {
  readonly bytes: Buffer;
  readonly error: unknown;
  /** Absent when the header never settled. */
  readonly header: SealedHeader | undefined;
}

export async function pass({ stream, header }: Flow, chunks: readonly Buffer[]): Promise<Passed> {
  const out: Buffer[] = [];
  let found: SealedHeader | undefined;
  header.then(
    (value) => {
      found = value;
    },
    () => {},
  );
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      out.push(chunk);
      done();
    },
  });
  const error = await pipeline(Readable.from(chunks), stream, sink).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return { bytes: Buffer.concat(out), error, header: found };
}

export async function seal(
  plaintext: Buffer | readonly Buffer[],
  settings: Partial<SealSettings> = {},
  keys = rawKeys(),
): Promise<Buffer> {
  const chunks = Buffer.isBuffer(plaintext) ? [plaintext] : plaintext;
  const { bytes, error } = await pass(
    sealMessage(keys, { context: {}, ...settings }),
    chunks.filter(({ length }) => length > 0),
  );
  if (error !== undefined) throw error;
  return bytes;
}

export const open = (
  chunks: readonly Buffer[],
  keys = rawKeys(),
  settings: OpenSettings = {},
): Promise<Passed> => pass(openMessage(keys, settings), chunks);

/** `bytes` in chunks of the given sizes; what is left is the last one. */
export function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...chunks, bytes.subarray(at)].filter((chunk) => chunk.length > 0);
}
