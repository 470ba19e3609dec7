import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { OutputPlace } from "./output-place";

/** Where bytes are gone once they are written. */
export type Streaming = Exclude<OutputPlace, { readonly kind: "file" }>;

export interface Placed {
  readonly place: OutputPlace;
}

export interface Surroundings {
  readonly stdout: Writable;
  readonly signal: AbortSignal;
}

/** Whether what is written there is shown to somebody. */
export const isShown = (place: OutputPlace, stdout: { readonly isTTY?: boolean }): boolean =>
  place.kind === "stdout" ? stdout.isTTY === true : place.kind === "stream" && place.isTerminal;

/** Writes bytes as they come. Returns when the last of them is written. */
export async function pour(
  bytes: Readable,
  place: Streaming,
  { stdout, signal }: Surroundings,
): Promise<void> {
  if (place.kind === "stdout") return pipeline(bytes, stdout, { end: false, signal });
  return pipeline(bytes, await place.open(signal), { signal });
}
