import type { ObjectStore } from "../ports";

/**
 * Reads a short object of text; no more of it than it can have.
 * @returns `undefined` when it is longer than `maxBytes`.
 */
export async function readShort(
  store: Pick<ObjectStore, "get">,
  key: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await store.get(key, { signal })) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > maxBytes) return undefined;
  }
  return Buffer.concat(chunks).toString("utf8");
}
