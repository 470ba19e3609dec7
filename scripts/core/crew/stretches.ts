import { isSharedArrayBuffer } from "node:util/types";
import type { Bytes } from "./protocol";

/** Names pieces to a thread: those of one memory that follow one another together. */
export function stretchesOf(pieces: readonly Uint8Array[]): Bytes[] {
  const all: Bytes[] = [];
  let last: { readonly memory: SharedArrayBuffer; readonly at: number[] } | undefined;
  for (const piece of pieces) {
    const { buffer, byteOffset, length } = piece;
    if (!isSharedArrayBuffer(buffer)) {
      last = undefined;
      all.push(piece);
      continue;
    }
    if (last?.memory !== buffer) {
      last = { memory: buffer, at: [] };
      all.push(last);
    }
    last.at.push(byteOffset, length);
  }
  return all;
}
