/** Members of gzip that say how long they are, by hand: right ones, and ones with something wrong. */
import { crc32, deflateRawSync } from "node:zlib";

/** What is wrong with a member; each is added to what it should say. */
export interface Wrong {
  readonly bytes?: number;
  readonly content?: number;
  readonly checksum?: number;
}

export const deflatedMember = (content: Buffer, wrong: Wrong = {}): Buffer =>
  memberOf(deflateRawSync(content), content, wrong);

/** @param blocks of which it is made, each as it is. */
export const storedMember = (blocks: readonly Buffer[], wrong: Wrong = {}): Buffer =>
  memberOf(storedBlocks(blocks), Buffer.concat(blocks), wrong);

export const storedBlocks = (blocks: readonly Buffer[]): Buffer =>
  Buffer.concat(
    blocks.flatMap((block, index) => [storedHead(block.length, index === blocks.length - 1), block]),
  );

/** Source: RFC 1951, 3.2.4. */
export function storedHead(length: number, last: boolean, inverted = length ^ 0xffff): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(last ? 1 : 0);
  head.writeUInt16LE(length, 1);
  head.writeUInt16LE(inverted, 3);
  return head;
}

export function memberOf(body: Buffer, content: Buffer, wrong: Wrong = {}): Buffer {
  const head = Buffer.from("1f8b08040000000000ff0800475a040000000000", "hex");
  const trailer = Buffer.alloc(8);
  head.writeUInt32LE(head.length + body.length + trailer.length + (wrong.bytes ?? 0), 16);
  trailer.writeUInt32LE((crc32(content) ^ (wrong.checksum ?? 0)) >>> 0);
  trailer.writeUInt32LE(content.length + (wrong.content ?? 0), 4);
  return Buffer.concat([head, body, trailer]);
}
