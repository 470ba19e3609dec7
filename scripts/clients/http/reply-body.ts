/** Reads the body of a reply that is small. */
import type { Readable } from "node:stream";
import { BadReplyError } from "../replies/bad-reply";

/** @throws BadReplyError when it has more than `maxBytes`; what broke off on the way is tried again by the SDK. */
export async function wholeBody(body: Readable, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Leaving the loop ends the connection.
    if (length > maxBytes) throw new BadReplyError(`the reply has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
