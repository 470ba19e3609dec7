/**
 * Content that a member of gzip holds as it is, in stored blocks: it can be used where it stands, and nothing has to be copied. `backup` stores
 * what cannot be compressed. Pure.
 * @see https://www.rfc-editor.org/rfc/rfc1951#section-3.2.4
 */
import type { LentPieces } from "../../streams/lent";
import { MEMBER_HEAD_BYTES, TRAILER_BYTES } from "./gzip-member";

export interface StoredContent {
  /** One behind the other; to be compared with the checksum yet. */
  readonly pieces: readonly Buffer[];
  /** Bytes of all of them. */
  readonly length: number;
  /** What the member says of them. */
  readonly crc32: number;
}

/** Whether a block is the last, its length, and the same inverted. */
const BLOCK_HEAD_BYTES = 5;
const STORED = 0;
const LAST_STORED = 1;

/** Blocks of a member; with more, copying takes less than what is done for each piece. `backup` makes 49 at most. */
const MAX_BLOCKS = 256;

/**
 * @param member that begins as {@link memberBytes} has it, and is as long as it says.
 * @returns `undefined` where not all of its blocks are stored, or anything is wrong with it.
 */
export function storedContent({ pieces, length }: LentPieces): StoredContent | undefined {
  const bytes = new Cursor(pieces);
  bytes.take(MEMBER_HEAD_BYTES);
  const content: Buffer[] = [];
  let sum = 0;
  let left = length - MEMBER_HEAD_BYTES - TRAILER_BYTES;
  for (let [last, blocks] = [false, 1]; !last; blocks += 1) {
    if (left < BLOCK_HEAD_BYTES || blocks > MAX_BLOCKS) return undefined;
    const head = bytes.joined(BLOCK_HEAD_BYTES);
    if (head[0] !== STORED && head[0] !== LAST_STORED) return undefined;
    last = head[0] === LAST_STORED;
    const block = head.readUInt16LE(1);
    if ((block ^ head.readUInt16LE(3)) !== 0xffff) return undefined;
    left -= BLOCK_HEAD_BYTES + block;
    if (left < 0) return undefined;
    content.push(...bytes.take(block));
    sum += block;
  }
  const trailer = bytes.joined(TRAILER_BYTES);
  if (left !== 0 || trailer.readUInt32LE(4) !== sum) return undefined;
  return { pieces: content, length: sum, crc32: trailer.readUInt32LE(0) };
}

/** Goes through pieces from the first byte to the last. */
class Cursor {
  private index = 0;
  private at = 0;
  constructor(private readonly pieces: readonly Buffer[]) {}

  /** So many bytes, where they stand; there must be so many. */
  take(length: number): Buffer[] {
    const taken: Buffer[] = [];
    for (let left = length; left > 0; ) {
      const piece = this.pieces[this.index] as Buffer;
      const part = piece.subarray(this.at, this.at + left);
      left -= part.length;
      this.at += part.length;
      if (this.at === piece.length) {
        this.index += 1;
        this.at = 0;
      }
      if (part.length > 0) taken.push(part);
    }
    return taken;
  }

  /** The same as one buffer. */
  joined(length: number): Buffer {
    const [first, ...others] = this.take(length);
    return first !== undefined && others.length === 0 ? first : Buffer.concat([first as Buffer, ...others]);
  }
}
