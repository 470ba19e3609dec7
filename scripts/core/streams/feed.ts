import { addAbortSignal } from "node:stream";
import { finished } from "node:stream/promises";
import type { Flow, ReadableOnce } from "../ports";
import { giveBack } from "./give-back";

/**
 * Writes chunks that are nobody else's into a stream, and gives their memory back to where they come from, or frees it. Returns when all of them are written; what fails on
 * one side ends the other.
 * @param seen is shown each chunk before.
 * @throws what failed.
 */
export async function feed(
  source: ReadableOnce,
  { stream, handsOver }: Pick<Flow, "stream" | "handsOver">,
  { seen = () => {}, signal }: { readonly seen?: (chunk: Buffer) => void; readonly signal: AbortSignal },
): Promise<void> {
  addAbortSignal(signal, stream);
  let giveUp: (error: Error) => void = () => {};
  stream.once("close", () => {
    source.destroy(); // nobody takes more
    giveUp(new Error("the stream is closed")); // a chunk may be stuck in it, as one that waits for KMS is
  });
  const ended = finished(stream, { readable: false });
  ended.catch(() => {}); // awaited below, with the cause
  const done = handsOver ? (source.reuse ?? giveBack) : () => {};
  const written = (chunk: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      giveUp = reject;
      stream.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      seen(chunk);
      await written(chunk);
      done(chunk);
    }
    stream.end();
  } catch (error) {
    stream.destroy(error as Error);
  }
  await ended;
}
