import type { Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Moves `source` through `through` into `sink`, and returns only when all three are done, failed or not: a bare
 * `pipeline` rejects while its last function is still removing what it had begun to write.
 * @throws what `sink` failed with; a failure of the source or the stream reaches the sink through its iteration.
 */
export async function pump(
  source: Readable,
  through: Duplex,
  sink: (bytes: Readable) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const feeding = pipeline(source, through, { signal });
  const [fed, drained] = await Promise.allSettled([feeding, sink(through)]);
  if (drained.status === "rejected") throw drained.reason;
  if (fed.status === "rejected") throw fed.reason;
}
