import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import zlib, { createGunzip, gzipSync } from "node:zlib";
import { compressionOf, decompressed } from "../../../../../scripts/core/archive/compression/decompression";
import { deflatedMember } from "../../../../helpers/gzip-members";
import { cut } from "../../../../helpers/messages";

const { zstdCompressSync } = zlib as unknown as {
  readonly zstdCompressSync?: (bytes: Buffer, options?: object) => Buffer;
};

const read = (...chunks: readonly Buffer[]): Promise<Buffer> =>
  buffer(decompressed(Readable.from(chunks, { objectMode: false })));
const refused = { exit: "notAuthentic", message: "the decrypted data is not a complete gzip file" };

describe("decompressed", () => {
  const zero = Buffer.of(0);
  const one = randomBytes(3000);
  const other = Buffer.alloc(200_000, "text ");
  const both = Buffer.concat([one, other]);
  const [first, second] = [gzipSync(one), gzipSync(other)];
  const members = Buffer.concat([first, second]);

  it("opens one member of gzip or many, however they are cut", async () => {
    expect((await read(first)).equals(one)).toBe(true);
    expect((await read(members)).equals(both)).toBe(true);
    expect((await read(first, second)).equals(both)).toBe(true);
    const bytewise = cut(members.subarray(0, 3100), Array(3099).fill(1));
    expect((await read(...bytewise, members.subarray(3100))).equals(both)).toBe(true);
    const many = Buffer.concat(Array(2000).fill(gzipSync("x")));
    expect((await read(many)).toString()).toBe("x".repeat(2000));
  });

  it.each([0, 1, 4, 5000])("hands on %d bytes that are not compressed", async (length) => {
    const bytes = Buffer.alloc(length, "tar");
    expect((await read(...cut(bytes, [1, 1, 1]))).equals(bytes)).toBe(true);
  });

  it("opens zstd where Node.js can, and else fails saying what would", async () => {
    if (zstdCompressSync === undefined) {
      const frame = Buffer.concat([Buffer.from("28b52ffd", "hex"), Buffer.alloc(10)]);
      await expect(read(frame)).rejects.toMatchObject({
        exit: "tool",
        hint: expect.stringContaining("22.15"),
      });
      return;
    }
    const checksum = { params: { 201: 1 } };
    const frames = [
      zstdCompressSync(one, checksum),
      zstdCompressSync(other),
      zstdCompressSync(Buffer.alloc(0)),
    ];
    const together = Buffer.concat(frames);
    const text = both.toString("hex");
    expect((await read(together)).toString("hex")).toBe(text);
    expect((await read(...frames)).toString("hex")).toBe(text);
    expect((await read(...cut(together, Array(together.length).fill(1)))).toString("hex")).toBe(text);
    for (let length = 4; length < together.length; length += 1)
      if (!frames.slice(1).some((_, index) => length === Buffer.concat(frames.slice(0, index + 1)).length))
        await expect(read(together.subarray(0, length))).rejects.toMatchObject({ exit: "notAuthentic" });
    for (const extra of [zero, Buffer.from("x"), randomBytes(100), Buffer.from("28b52ffd", "hex")]) {
      await expect(read(together, extra)).rejects.toMatchObject({ exit: "notAuthentic" });
      await expect(read(Buffer.concat([together, extra]))).rejects.toMatchObject({ exit: "notAuthentic" });
    }
  });

  it("tells by the first bytes", () => {
    const starts = ["1f8b08", "28b52ffd00", "1f8b", "", "2e7365616c"].map((hex) => Buffer.from(hex, "hex"));
    expect(starts.map(compressionOf)).toEqual(["gzip", "zstd", "none", "none", "none"]);
  });

  it.each([
    ["a zero byte", [members, zero]],
    ["a zero byte in the same chunk", [Buffer.concat([members, zero])]],
    ["a zero byte and another member", [first, zero, second]],
    ["a zero byte and anything, in the same chunk", [Buffer.concat([members, zero, randomBytes(100_000)])]],
    ["other bytes", [members, Buffer.from("x")]],
    ["the beginning of a member", [members, first.subarray(0, 1)]],
    ["half of a member", [members, first.subarray(0, 9)]],
    ["a member without its end", [members, first.subarray(0, -1)]],
  ])("fails when a member is followed by %s", async (_, chunks) => {
    await expect(read(...chunks)).rejects.toMatchObject(refused);
  });

  it.each([-1, -8, -9, 10, 3])("fails when the last member is cut at %d", async (at) => {
    await expect(read(first.subarray(0, at))).rejects.toMatchObject(refused);
    await expect(read(first, second.subarray(0, at))).rejects.toMatchObject(refused);
  });

  it("fails on a wrong checksum", async () => {
    const changed = Buffer.from(first);
    changed.writeUInt8(changed.readUInt8(first.length - 6) ^ 1, first.length - 6);
    await expect(read(changed, second)).rejects.toMatchObject(refused);
  });

  it("opens members that say their length, and others beside them, in their order", async () => {
    const parts = [one, Buffer.alloc(0), other, Buffer.alloc(3 * 1024 ** 2, "long"), one];
    const plain = Buffer.concat(parts);
    const said = parts.map((part) => deflatedMember(part));
    expect((await read(...said)).equals(plain)).toBe(true);
    expect((await read(Buffer.concat(said))).equals(plain)).toBe(true);
    expect((await read(...cut(Buffer.concat(said), Array(3500).fill(1)))).equals(plain)).toBe(true);
    const more = Buffer.concat([plain, both]);
    expect((await read(...said, members)).equals(more)).toBe(true);
    expect((await read(...said, first, deflatedMember(other))).equals(more)).toBe(true);
    expect(await read(deflatedMember(Buffer.alloc(0)))).toHaveLength(0);
  });

  it("opens a member that holds more than a thread is given", async () => {
    const long = Buffer.alloc(9 * 1024 ** 2, "zeros");
    expect(
      (await read(deflatedMember(one), deflatedMember(long), deflatedMember(one))).equals(
        Buffer.concat([one, long, one]),
      ),
    ).toBe(true);
  });

  it.each([
    ["less than it is", deflatedMember(one, { bytes: -1 })],
    ["a part of the next one", Buffer.concat([deflatedMember(one, { bytes: 5 }), deflatedMember(other)])],
    [
      "the next one",
      Buffer.concat([deflatedMember(one, { bytes: deflatedMember(other).length }), deflatedMember(other)]),
    ],
    ["a byte that is not there", deflatedMember(one, { bytes: 1 })],
    ["padding", Buffer.concat([deflatedMember(one, { bytes: 3 }), Buffer.alloc(3)])],
    ["padding and more", Buffer.concat([deflatedMember(one, { bytes: 9 }), zero, randomBytes(8)])],
    ["a length, and holds less", deflatedMember(one, { content: 1 })],
    ["a length, and holds more", deflatedMember(one, { content: -1 })],
    ["a length, and has another checksum", deflatedMember(one, { checksum: 1 })],
    ["a length and is cut", deflatedMember(one).subarray(0, -1)],
    ["a length and is followed by a zero byte", Buffer.concat([deflatedMember(one), zero])],
    [
      "a length and is followed by half a head",
      Buffer.concat([deflatedMember(one), deflatedMember(one).subarray(0, 15)]),
    ],
  ])("fails on a member that says it is %s", async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject(refused);
    await expect(read(deflatedMember(other), bytes)).rejects.toMatchObject(refused);
  });

  it("is stricter than Node.js, which is silent about what follows a zero byte", async () => {
    const engine = createGunzip();
    Readable.from([Buffer.concat([first, zero, second])]).pipe(engine);
    expect((await buffer(engine)).equals(one)).toBe(true);
    expect(engine.bytesWritten).toBe(first.length);
  });

  it("passes on what its source fails with, and stops it when nobody reads", async () => {
    const broken = async function* () {
      yield members.subarray(0, 100);
      throw new Error("source broke");
    };
    await expect(buffer(decompressed(Readable.from(broken())))).rejects.toThrow("source broke");
    const source = Readable.from(Array(1000).fill(second), { objectMode: false });
    for await (const _ of decompressed(source)) break;
    expect(source.destroyed).toBe(true);
  });
});
