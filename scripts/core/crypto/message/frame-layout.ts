/** Where the frames of a message stand: each but the last is as long as the others. Pure. */
import { FINAL_HEAD_BYTES, FRAME_HEAD_BYTES, type ParsedHeader, TAG_BYTES } from "./message-header";

/** Bytes of a whole frame but the last. */
export const frameBytes = (frameLength: number): number => FRAME_HEAD_BYTES + frameLength + TAG_BYTES;

/** Where the frame of this index, counted from 0, begins in the message. */
export const frameOffset = (
  { length, frameLength }: Pick<ParsedHeader, "length" | "frameLength">,
  index: number,
): number => length + index * frameBytes(frameLength);

/** How a message is divided. */
export interface Layout {
  /** The last one included. */
  readonly frames: number;
  /** Plaintext bytes of the last frame. */
  readonly lastLength: number;
}

/** Where the frames are if a message of so many bytes is whole; if it is not, one of them is not where it should be. */
export function layout(
  { frameLength, length }: Pick<ParsedHeader, "length" | "frameLength">,
  size: number,
): Layout {
  const body = size - length - FINAL_HEAD_BYTES - TAG_BYTES;
  const before = Math.floor(body / frameBytes(frameLength));
  return { frames: before + 1, lastLength: Math.min(body - before * frameBytes(frameLength), frameLength) };
}

/**
 * Whether the frames end where the message does: a full last frame could be followed by bytes too few for another, and what is shorter than a
 * last frame has none.
 */
export function coversAll(
  header: Pick<ParsedHeader, "length" | "frameLength">,
  { frames, lastLength }: Layout,
  size: number,
): boolean {
  if (frames < 1 || lastLength < 0) return false;
  return frameOffset(header, frames - 1) + FINAL_HEAD_BYTES + lastLength + TAG_BYTES === size;
}
