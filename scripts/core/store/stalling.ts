/** Whether a body that is read still comes. What sends byte by byte is as good as silent, and would hold a restore for ever. */
import type { Readable } from "node:stream";

/** Bytes that have to come in every {@link WINDOW_MS}: less than half a KiB a second is no line. */
const MIN_BYTES = 16 * 1024;
const WINDOW_MS = 30_000;

/**
 * Breaks off a body that stalls.
 * @param at bytes so far.
 * @returns what ends the watch.
 */
export function breakOffStalling(body: Readable, at: () => number, windowMs = WINDOW_MS): () => void {
  let before = at();
  const timer = setInterval(() => {
    if (at() - before < MIN_BYTES)
      body.destroy(
        Object.assign(new Error(`less than ${MIN_BYTES} bytes in ${windowMs} ms`), { name: "TimeoutError" }),
      );
    before = at();
  }, windowMs);
  return () => clearInterval(timer);
}
