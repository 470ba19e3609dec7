import { addAbortSignal, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { giveBack } from "./give-back";
import type { Flow } from "./ports";

/**
 * Writes chunks that are nobody else's into a stream, and gives their memory back. Returns when all of them are written; what fails on
 * one side ends the other.
 * @param seen is shown each chunk before.
 * @throws what failed.
 */
export async function feed(
  source: Readable,
  { stream, handsOver }: Pick<Flow, "stream" | "handsOver">,
  { seen = () => {}, signal }: { readonly seen?: (chunk: Buffer) => void; readonly signal: AbortSignal },
): Promise<void> {
  addAbortSignal(signal, stream);
  stream.once("close", () => source.destroy()); // nobody takes more
  const written = (chunk: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      stream.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      seen(chunk);
      await written(chunk);
      if (handsOver) giveBack(chunk);
    }
    stream.end();
  } catch (error) {
    stream.destroy(error as Error);
  }
  await finished(stream, { readable: false });
}
