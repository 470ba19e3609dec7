/** Lists kept as bytes: they give back what was added, and take no more than so many bytes for each thing. */
import { type BigIntStats, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Member } from "../../../../../scripts/core/archive/member";
import { BlockFile } from "../../../../../scripts/core/archive/packing/block-file";
import { MEMBER_PACKING } from "../../../../../scripts/core/archive/packing/member-packing";
import { PackedList } from "../../../../../scripts/core/archive/packing/packed-list";
import { ExpectedSums } from "../../../../../scripts/core/archive/reading/expected-sums";
import { Sums } from "../../../../../scripts/core/archive/sums";
import { type Found, found } from "../../../../../scripts/core/sources/found";
import { FOUND_PACKING } from "../../../../../scripts/core/sources/found-packing";

const owner = fc.nat(2 ** 32 - 2);
const path = fc.oneof(
  fc.constantFrom("a", "a/b", "a/b/\u00e9", "a/b/\u00e8", "\u{1f512}", "\u{1f513}"),
  fc.string({ unit: "binary", minLength: 1, maxLength: 300 }),
);
const mode = fc.nat(0o7777);

const members: fc.Arbitrary<Member> = fc
  .record({
    type: fc.constantFrom<Member["type"]>("file", "directory", "symlink"),
    ...{ path, mode, uid: owner, gid: owner, linkTarget: path },
    mtimeSeconds: fc.integer({ min: -8_640_000_000_000, max: Number.MAX_SAFE_INTEGER }),
    size: fc.nat(Number.MAX_SAFE_INTEGER),
  })
  .map(({ linkTarget, ...rest }) => (rest.type === "symlink" ? { ...rest, linkTarget } : rest));

const unsigned = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.constantFrom(0n, 2n ** 53n - 2n, 2n ** 53n - 1n, 2n ** 53n),
);
const time = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

const things: fc.Arbitrary<Found> = fc
  .record({
    kind: fc.constantFrom<Found["kind"]>("file", "directory", "symlink", "unsized"),
    ...{ path, mode, uid: owner, gid: owner, linkTarget: path },
    ...{ dev: unsigned, ino: unsigned, size: unsigned, mtimeNs: time, ctimeNs: time },
    isSame: fc.boolean(),
  })
  .map(({ linkTarget, isSame, ...rest }) => ({
    ...{ ...rest, ctimeNs: isSame ? rest.mtimeNs : rest.ctimeNs },
    ...(rest.kind === "symlink" ? { linkTarget } : {}),
  }));

/** 50,000 files as they stand in a directory of 1,000 each. */
const FILES = 50_000;
const nth = (count: number): string =>
  `dir-${String(Math.floor(count / 1000)).padStart(5, "0")}/file-${String(count).padStart(7, "0")}.txt`;

describe("a packed list", () => {
  it.each([
    ["members", MEMBER_PACKING, members],
    ["what a scan found", FOUND_PACKING, things],
  ] as const)("gives back %s, in both directions", (_, packing, arbitrary) => {
    fc.assert(
      // Some hundred, so that there is more than one block.
      fc.property(
        fc.array(arbitrary as fc.Arbitrary<{ readonly path: string }>, { maxLength: 30 }),
        (some) => {
          const list = new PackedList<{ readonly path: string }>(packing as never);
          const all = Array.from({ length: 20 }, () => some).flat();
          for (const each of all) list.add(each);
          expect(list.length).toBe(all.length);
          expect([...list]).toEqual(all);
          expect([...list]).toEqual(all); // more than once
          expect([...list.reversed()]).toEqual(all.reverse());
        },
      ),
      { numRuns: 100 },
    );
  });

  it("takes at most 48 bytes for a file that a scan found", () => {
    const list = new PackedList(FOUND_PACKING);
    const stats = { dev: 2049n, size: 12_345n, mode: 0o100644n, uid: 1000n, gid: 1000n };
    for (let count = 0; count < FILES; count += 1) {
      const mtimeNs = 1_795_887_931_000_000_000n + BigInt(count);
      const ino = BigInt(9_000_000 + count);
      list.add(found(nth(count), "file", { ...stats, ino, mtimeNs, ctimeNs: mtimeNs + 1n } as BigIntStats));
    }
    expect(list.length).toBe(FILES);
    expect(list.bytes / FILES).toBeLessThan(48);
  });

  it("takes at most 48 bytes for a digest with its path, and little more in the process", () => {
    const sums = new Sums();
    const list = Reflect.get(sums, "sums") as PackedList<{ readonly path: string }>;
    for (let count = 0; count < FILES; count += 1) sums.add(Buffer.alloc(32, count), nth(count));
    expect(list.length).toBe(FILES);
    expect(list.bytes / FILES).toBeLessThan(48);
    // Nothing else is kept, but for what is left of the last piece of memory.
    const blocks = Reflect.get(list, "blocks") as readonly Buffer[];
    expect(blocks.length).toBeLessThan(FILES / 100);
    const memory = new Set(blocks.map(({ buffer }) => buffer));
    const all = [...memory].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(all).toBeLessThan(48 * FILES + 1024 * 1024);
  });

  it("keeps four bytes of a digest that is only compared, eight while it grows", () => {
    const sums = new ExpectedSums();
    for (let count = 0; count < FILES; count += 1) sums.add(Buffer.alloc(32, count), nth(count));
    const kept = Object.values(sums).flatMap((value: unknown) => {
      if (typeof value === "string") return [value.length];
      return ArrayBuffer.isView(value) ? [value.byteLength] : [];
    });
    expect(kept.reduce((sum, each) => sum + each, 0)).toBeLessThan(8 * FILES + 128 * 1024);
  });
});

describe("a list that goes to a file", () => {
  const directory = mkdtempSync(join(tmpdir(), "spill-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  const open = (): string[] =>
    readdirSync("/proc/self/fd").flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)].filter((place) => place.startsWith(directory));
      } catch {
        return []; // the one of this listing
      }
    });
  const member = (count: number): Member => ({
    ...{ type: "file", path: `${nth(count)}-${"x".repeat(200)}${count}`, mode: 0o600, uid: 0, gid: 0 },
    ...{ mtimeSeconds: count, size: count },
  });
  const COUNT = 100_000;
  const filled = async (list: PackedList<Member>, into: string): Promise<void> => {
    for (let count = 0; count < COUNT; count += 1) {
      list.add(member(count));
      if (count % 20_000 === 0) await list.spill(into);
    }
  };
  const assertWhole = (list: PackedList<Member>): void => {
    expect(list.length).toBe(COUNT);
    let count = 0;
    for (const each of list)
      if (each.path !== member(count++).path) throw new Error(`${count}: ${each.path}`);
    expect(count).toBe(COUNT);
    for (const each of list.reversed()) if (each.size !== --count) throw new Error(`${count}: ${each.size}`);
    expect(count).toBe(0);
  };

  it("gives back the same in both directions, keeps little in memory, and leaves no file", async () => {
    const list = new PackedList(MEMBER_PACKING);
    await filled(list, directory);
    expect(open()).toHaveLength(1);
    expect(readdirSync(directory)).toEqual([]); // it has no name
    assertWhole(list);
    const kept = (Reflect.get(list, "blocks") as readonly unknown[]).filter((block) =>
      Buffer.isBuffer(block),
    );
    expect(kept.reduce((sum: number, block) => sum + (block as Buffer).length, 0)).toBeLessThan(
      13 * 1024 ** 2,
    );
    await list.close();
    expect(open()).toEqual([]);
    expect(() => [...list]).toThrow("a temporary file cannot be read back");
  });

  it("stays in memory where there can be no file", async () => {
    const list = new PackedList(MEMBER_PACKING);
    await filled(list, join(directory, "missing"));
    assertWhole(list);
    await list.close();
  });

  it("stays in memory from where on the disk is full", async () => {
    const list = new PackedList(MEMBER_PACKING);
    const put = jest.spyOn(BlockFile.prototype, "put");
    await filled(list, directory);
    const before = put.mock.calls.length;
    put.mockImplementation(() => {
      throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    });
    const more = new PackedList(MEMBER_PACKING);
    await filled(more, directory);
    put.mockRestore();
    expect(before).toBeGreaterThan(0);
    for (const each of [list, more]) {
      assertWhole(each);
      await each.close();
    }
  });
});

describe("the list of digests", () => {
  const text = (sums: Sums): Buffer => Buffer.concat([...sums.text(() => Buffer.alloc(1000))]);
  async function* chunks(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
  }

  it.each([
    [1, 3],
    [7, 3000],
    [65_536, 3000],
  ])("is the same in pieces of %d bytes, or the first line that differs is found", async (piece, lines) => {
    const sums = new Sums();
    const wrong = new Sums();
    const [same, other] = [new ExpectedSums(), new ExpectedSums()];
    for (let count = 0; count < lines; count += 1) {
      const digest = Buffer.alloc(32, count);
      for (const each of [sums, same, other]) each.add(digest, `a\nb\\${count}`);
      wrong.add(count < lines - 2 ? digest : Buffer.alloc(32, count + 1), `a\nb\\${count}`);
    }
    expect(text(sums)).toHaveLength(sums.size);
    expect(await same.differs(sums.size, chunks(text(sums), piece))).toBeUndefined();
    expect(await other.differs(wrong.size, chunks(text(wrong), piece))).toEqual({
      line: expect.stringMatching(new RegExp(`^\\\\[0-9a-f]{64} {2}a\\\\nb\\\\\\\\${lines - 2}\n$`)),
    });
  });

  it("is another when it is shorter, and when a line has no end", async () => {
    const sums = new ExpectedSums();
    for (let count = 0; count < 1000; count += 1) sums.add(Buffer.alloc(32), nth(count));
    const size = 1000 * (66 + 1 + nth(0).length);
    expect(await sums.differs(size - 1, chunks(Buffer.alloc(size - 1), 99))).toEqual({});
    const first = await sums.differs(size, chunks(Buffer.alloc(size, "x"), 9999));
    expect(first?.line?.length).toBeGreaterThan(8192);
  });
});
