/** Stored members are used where they stand, however they are cut; what is wrong with one is seen. */
import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { decompressedByCrew } from "../../../../../scripts/core/archive/compression/decompression";
import { storedContent } from "../../../../../scripts/core/archive/compression/stored-content";
import { WorkCrew } from "../../../../../scripts/core/crew/work-crew";
import type { Lent } from "../../../../../scripts/core/streams/lent";
import {
  deflatedMember,
  memberOf,
  storedBlocks,
  storedHead,
  storedMember,
} from "../../../../helpers/gzip-members";
import { cut } from "../../../../helpers/messages";

const lent = (pieces: readonly Buffer[]) => ({
  pieces,
  length: Buffer.concat(pieces).length,
  giveBack: () => {},
});

describe("storedContent", () => {
  const blocks = [Buffer.from("abc"), Buffer.alloc(0), Buffer.from("defghi")];
  const whole = Buffer.concat(blocks);
  const member = storedMember(blocks);

  it("finds the bytes where they stand, wherever the member is cut", () => {
    const ways = [...Array(member.length - 1).keys()].map((at) => [at + 1]);
    for (const lengths of [...ways, [], Array(member.length - 1).fill(1), [21, 1, 1, 1, 1, 2, 6]]) {
      const pieces = cut(member, lengths);
      const found = storedContent(lent(pieces));
      expect(found).toMatchObject({ length: whole.length, crc32: crc32(whole) });
      expect(Buffer.concat(found?.pieces ?? []).toString()).toBe("abcdefghi");
      const from = member.buffer;
      expect(found?.pieces.every(({ buffer, length }) => buffer === from && length > 0)).toBe(true);
    }
  });

  it.each<readonly [string, Buffer]>([
    ["another inverted length", memberOf(Buffer.concat([storedHead(9, true, 9), whole]), whole)],
    ["a block too few", memberOf(storedBlocks(blocks).subarray(0, 8), whole)],
    ["a block too many", memberOf(Buffer.concat([storedBlocks(blocks), storedBlocks(blocks)]), whole)],
    ["no last block", memberOf(Buffer.concat([storedHead(9, false), whole]), whole)],
    ["a byte behind the last block", memberOf(Buffer.concat([storedBlocks(blocks), Buffer.of(0)]), whole)],
    [
      "a block longer than the member",
      memberOf(Buffer.concat([storedHead(10, true), whole]), Buffer.alloc(10)),
    ],
    ["half a block's head", memberOf(storedBlocks(blocks).subarray(0, 10), whole)],
    ["no block", memberOf(Buffer.alloc(0), Buffer.alloc(0))],
    ["a longer content by its own account", storedMember(blocks, { content: 1 })],
    ["a block of another type", deflatedMember(whole)],
    [
      "bits that nobody sets",
      memberOf(Buffer.concat([Buffer.of(9), storedBlocks([whole]).subarray(1)]), whole),
    ],
    ["very many blocks", storedMember([...whole.toString().repeat(50)].map((byte) => Buffer.from(byte)))],
  ])("takes none with %s", (_, bytes) => {
    for (const lengths of [[], Array(bytes.length - 1).fill(1)])
      expect(storedContent(lent(cut(bytes, lengths)))).toBeUndefined();
  });
});

describe("gzip that a crew opens", () => {
  let crew: WorkCrew;
  beforeAll(() => {
    crew = new WorkCrew();
  });
  afterAll(() => crew.end());

  /** Copies of the chunks, in shared memory or not; whoever reads one after it was given back finds out. */
  async function read(chunks: readonly Buffer[], isShared = true) {
    const returned: number[] = chunks.map(() => 0);
    async function* source(): AsyncGenerator<Lent> {
      for (const [index, chunk] of chunks.entries()) {
        const bytes = Buffer.from(
          isShared ? new SharedArrayBuffer(chunk.length) : new ArrayBuffer(chunk.length),
        );
        chunk.copy(bytes);
        const giveBack = (): void => {
          returned[index] = (returned[index] ?? 0) + 1;
          bytes.fill(0xaa);
        };
        yield { bytes, giveBack };
      }
    }
    const out: Buffer[] = [];
    for await (const { pieces, length, giveBack } of decompressedByCrew(source(), crew)) {
      const bytes = Buffer.concat(pieces);
      expect(length).toBe(bytes.length);
      out.push(bytes);
      for (const piece of pieces) piece.fill(0xbb);
      giveBack();
    }
    return { bytes: Buffer.concat(out), returned };
  }

  const contents = [300_000, 5, 0, 70_000, 65_535, 1].map((length) => randomBytes(length));
  const whole = Buffer.concat(contents);
  const blocksOf = (bytes: Buffer): Buffer[] =>
    bytes.length === 0 ? [bytes] : cut(bytes, Array(Math.floor(bytes.length / 65_535)).fill(65_535));
  const members = contents.map((bytes, index) =>
    index === 3 ? deflatedMember(bytes) : storedMember(blocksOf(bytes)),
  );

  it.each([
    ["in one piece", []],
    ["in odd pieces", Array(500).fill(877)],
    ["member by member", members.slice(0, -1).map(({ length }) => length)],
    ["with heads of blocks in two pieces", [22, 65_538, 2, 65_535, 65_541]],
  ])("hands on what is stored %s, and gives each chunk back once", async (_, lengths) => {
    const chunks = cut(Buffer.concat(members), lengths);
    for (const isShared of [true, false]) {
      const { bytes, returned } = await read(chunks, isShared);
      expect(bytes.equals(whole)).toBe(true);
      expect(returned).toEqual(chunks.map(() => 1));
    }
  });

  it.each([
    ["another checksum", storedMember([whole.subarray(0, 9)], { checksum: 1 })],
    ["another length of content", storedMember([whole.subarray(0, 9)], { content: -1 })],
    ["a longer length", storedMember([whole.subarray(0, 9)], { bytes: 5 })],
    [
      "another inverted length",
      memberOf(Buffer.concat([storedHead(9, true, 0), whole.subarray(0, 9)]), whole.subarray(0, 9)),
    ],
    ["no last block", memberOf(Buffer.concat([storedHead(1, false), Buffer.of(7)]), Buffer.of(7))],
  ])("refuses a stored member with %s, among others", async (_, wrong) => {
    for (const chunks of [[wrong], [...members, wrong], [Buffer.concat([...members, wrong, ...members])]])
      await expect(read(chunks)).rejects.toMatchObject({
        exit: "notAuthentic",
        message: "the decrypted data is not a complete gzip file",
      });
  });

  it("opens a member whose first blocks alone are stored", async () => {
    const [a, b] = [Buffer.from("stored"), Buffer.alloc(5000, "deflated")];
    const deflated = deflatedMember(b).subarray(20, -8);
    const mixed = memberOf(Buffer.concat([storedHead(6, false), a, deflated]), Buffer.concat([a, b]));
    const { bytes, returned } = await read([mixed, storedMember([a])]);
    expect(bytes.toString()).toBe(`stored${b}stored`);
    expect(returned).toEqual([1, 1]);
  });
});
