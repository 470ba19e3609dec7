/**
 * Follows the framing of zstd data, to know where each frame ends. The decompressor of Node.js does not say: it is silent when its
 * input is cut, and forgets a second frame that begins in the same chunk (seen with 22.23).
 * @see https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1
 */
import { COMPRESSION } from "./compression";

const MAGIC = COMPRESSION.zstd.magic;
const BLOCK_HEADER_BYTES = 3;
/** A block of one byte many times. */
const RLE = 1;
const RESERVED = 3;
const CHECKSUM_BYTES = 4;
const EMPTY = Buffer.alloc(0);
/** Bytes of the dictionary's id, and of the content's size, by the two bits that tell. */
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;

/** So many bytes, and what follows them. */
interface Step {
  readonly bytes: number;
  /** Whether {@link next} wants to see them. */
  readonly look: boolean;
  readonly next: (bytes: Buffer) => Step | "end of frame";
}

/**
 * The same bytes in chunks none of which reaches into a second frame.
 * @throws {@link ZstdFramingError} when they are not whole frames one after the other.
 */
export async function* wholeFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let step: Step | "end of frame" = "end of frame";
  let seen: Buffer = EMPTY; // of the step, as far as it is looked at
  let left = 0;
  for await (const chunk of source) {
    let start = 0;
    for (let at = 0; at < chunk.length; ) {
      if (step === "end of frame") {
        if (at > start) yield chunk.subarray(start, at);
        start = at;
        step = magic();
        left = step.bytes;
      }
      const taken = chunk.subarray(at, at + left);
      at += taken.length;
      left -= taken.length;
      if (step.look) seen = Buffer.concat([seen, taken]);
      while (left === 0 && step !== "end of frame") {
        step = step.next(seen);
        seen = EMPTY;
        if (step !== "end of frame") left = step.bytes;
      }
    }
    yield chunk.subarray(start);
  }
  if (step !== "end of frame") throw new ZstdFramingError("it ends within a frame");
}

export class ZstdFramingError extends Error {
  override readonly name = "ZstdFramingError";
}

function magic(): Step {
  const next = (bytes: Buffer): Step => {
    if (!bytes.equals(MAGIC)) throw new ZstdFramingError("no frame begins where one should");
    return descriptor();
  };
  return { bytes: MAGIC.length, look: true, next };
}

function descriptor(): Step {
  const next = (bytes: Buffer): Step => {
    const flags = bytes.readUInt8();
    const single = (flags >> 5) & 1;
    const sizeFlag = flags >> 6;
    const sizeBytes = sizeFlag === 0 && single === 1 ? 1 : (CONTENT_SIZE_BYTES[sizeFlag] ?? 0);
    const rest = 1 - single + (DICTIONARY_ID_BYTES[flags & 3] ?? 0) + sizeBytes;
    const hasChecksum = (flags & 4) !== 0;
    return { bytes: rest, look: false, next: () => block(hasChecksum) };
  };
  return { bytes: 1, look: true, next };
}

function block(hasChecksum: boolean): Step {
  const next = (bytes: Buffer): Step => {
    const head = bytes.readUIntLE(0, BLOCK_HEADER_BYTES);
    const type = (head >> 1) & 3;
    if (type === RESERVED) throw new ZstdFramingError("a block has the reserved type");
    const size = type === RLE ? 1 : head >> 3;
    return {
      bytes: size,
      look: false,
      next: () => ((head & 1) === 0 ? block(hasChecksum) : ending(hasChecksum)),
    };
  };
  return { bytes: BLOCK_HEADER_BYTES, look: true, next };
}

const ending = (hasChecksum: boolean): Step | "end of frame" =>
  hasChecksum ? { bytes: CHECKSUM_BYTES, look: false, next: () => "end of frame" } : "end of frame";
