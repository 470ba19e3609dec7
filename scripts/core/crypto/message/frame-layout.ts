/** Where the frames of a message stand: each but the last is as long as the others. Pure. */
import { FRAME_HEAD_BYTES, type ParsedHeader, TAG_BYTES } from "./message-header";

/** Bytes of a whole frame but the last. */
export const frameBytes = (frameLength: number): number => FRAME_HEAD_BYTES + frameLength + TAG_BYTES;

/** Where the frame of this index, counted from 0, begins in the message. */
export const frameOffset = (
  { length, frameLength }: Pick<ParsedHeader, "length" | "frameLength">,
  index: number,
): number => length + index * frameBytes(frameLength);
