import type { Hash } from "node:crypto";

/** Hands on what a source gives, and digests it on the way. */
export async function* digesting<T extends Uint8Array>(
  source: AsyncIterable<T>,
  hash: Hash,
): AsyncGenerator<T> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}
