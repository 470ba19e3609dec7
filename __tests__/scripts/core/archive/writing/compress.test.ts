import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import zlib from "node:zlib";
import fc from "fast-check";
import type { Compression } from "../../../../../scripts/core/archive/compression/compression";
import { memberBytes } from "../../../../../scripts/core/archive/compression/gzip-member";
import { BLOCK_BYTES } from "../../../../../scripts/core/archive/writing/block";
import type { MemberToWrite } from "../../../../../scripts/core/archive/writing/contents";
import { writeArchive } from "../../../../../scripts/core/archive/writing/write";
import { filesSource } from "../../../../../scripts/core/sources/files";
import { describeIf } from "../../../../helpers/describe-if";
import { eventually, settled } from "../../../../helpers/eventually";
import { INFO } from "../../../../helpers/stores/archive";
import { useTempDir } from "../../../../helpers/temp-dir";

const MIB = 1024 ** 2;
const HAS_ZSTD = "zstdCompressSync" in zlib;

const archive = (members: Iterable<MemberToWrite>, compression: Compression = "gzip") =>
  writeArchive(INFO, members, { compression });
const bytesOf = (members: Iterable<MemberToWrite>, compression?: Compression): Promise<Buffer> =>
  buffer(Readable.from(archive(members, compression)));

/** A file that does not come from a disk. */
const piped = (path: string, size: number, open: () => AsyncIterable<Buffer>): MemberToWrite => ({
  ...{ type: "file", path, mode: 0o600, uid: 0, gid: 0, mtimeSeconds: 1, size, open },
});
const inChunks = (path: string, bytes: Buffer, length: number): MemberToWrite =>
  piped(path, bytes.length, async function* () {
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
  });

const text = (length: number): Buffer =>
  Buffer.from("all work and no play makes a dull boy\n".repeat(length / 38 + 1)).subarray(0, length);

/** What `gunzip` of the system makes of it. */
const gunzipped = (compressed: Buffer): Buffer =>
  execFileSync("gzip", ["-dc"], { input: compressed, maxBuffer: 64 * MIB });

describe("an archive in gzip", () => {
  const dir = useTempDir();

  it.each([0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 2 * BLOCK_BYTES + 512])(
    "is what it is without compression, with files of %d bytes",
    async (size) => {
      const [place, bytes] = [join(dir(), "in"), randomBytes(size)];
      mkdirSync(place);
      writeFileSync(join(place, "random"), bytes);
      writeFileSync(join(place, "text"), text(size));
      const { members } = await filesSource(place);
      const both = [...members, inChunks("pipe", bytes, 100_000)];
      expect(gunzipped(await bytesOf(both)).equals(await bytesOf(both, "none"))).toBe(true);
    },
  );

  it("is the same whatever chunks the bytes come in, and wherever they stop being random", async () => {
    const pieces = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 700_000 })), { maxLength: 8 });
    const length = fc.integer({ min: 5_000, max: 3_000_000 });
    await fc.assert(
      fc.asyncProperty(pieces, length, async (given, chunk) => {
        const parts = given.map(([random, size]) => (random ? randomBytes(size) : text(size)));
        const members = [inChunks("data", Buffer.concat(parts), chunk)];
        expect(gunzipped(await bytesOf(members)).equals(await bytesOf(members, "none"))).toBe(true);
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it("is members that all say how long they are, so that several can be opened at once", async () => {
    const mixed = Buffer.concat([text(MIB), randomBytes(2 * MIB), text(MIB)]);
    const bytes = await bytesOf([inChunks("data", mixed, 300_000)]);
    let members = 0;
    for (let at = 0; at < bytes.length; members += 1) at += memberBytes(bytes.subarray(at)) ?? Number.NaN;
    expect(members).toBeGreaterThan(4);
  });

  it("opens with tar, and sha256sum -c proves it", async () => {
    const place = join(dir(), "in");
    mkdirSync(place);
    for (let index = 0; index < 300; index += 1)
      writeFileSync(
        join(place, `file-${index}`),
        index % 2 === 0 ? text(index * 97) : randomBytes(index * 97),
      );
    writeFileSync(join(place, "long"), Buffer.concat([text(MIB), randomBytes(MIB), text(MIB)]));
    const { members } = await filesSource(place);
    const into = join(dir(), "out");
    mkdirSync(into);
    execFileSync("tar", ["xzf", "-", "-C", into], { input: await bytesOf(members) });
    const report = execFileSync("sha256sum", ["-c", ".sealstack/SHA256SUMS"], {
      cwd: into,
      encoding: "utf8",
    });
    expect(report.match(/: OK$/gm)).toHaveLength(302);
  });

  it("stores what is random, and compresses what is not, side by side", async () => {
    const length = async (bytes: Buffer): Promise<number> =>
      (await bytesOf([inChunks("data", bytes, BLOCK_BYTES)])).length;
    const random = randomBytes(4 * MIB);
    expect(await length(random)).toBeLessThan(random.length * 1.001);
    expect(await length(text(4 * MIB))).toBeLessThan(4 * MIB * 0.02);
    const mixed = Buffer.concat([text(MIB), random.subarray(0, MIB), text(MIB), random.subarray(0, MIB)]);
    expect(await length(mixed)).toBeLessThan(2.05 * MIB);
    // Looks random byte by byte in base64 too, but is not.
    expect(await length(Buffer.from(random.toString("base64")))).toBeLessThan(random.length * 1.1);
  });
});

describeIf(HAS_ZSTD, "needs Node.js 22.15 or later", "an archive in zstd", () => {
  it("is what it is without compression", async () => {
    const members = [inChunks("data", Buffer.concat([text(3 * MIB), randomBytes(MIB)]), 70_000)];
    const opened = execFileSync("zstd", ["-dc"], {
      input: await bytesOf(members, "zstd"),
      maxBuffer: 64 * MIB,
    });
    expect(opened.equals(await bytesOf(members, "none"))).toBe(true);
  });
});

describe("an archive that is not read on", () => {
  const dir = useTempDir();
  const threads = (): number => readdirSync("/proc/self/task").length;

  it("reads no more of its sources than a few blocks, and frees its threads when it is given up", async () => {
    await bytesOf([inChunks("warm up", text(BLOCK_BYTES), 1000)]); // the pool of Node.js itself
    const before = await settled(threads);
    let [read, closed] = [0, false];
    const endless = piped("endless", 1e15, async function* () {
      try {
        for (;;) {
          read += BLOCK_BYTES;
          yield randomBytes(BLOCK_BYTES);
        }
      } finally {
        closed = true;
      }
    });
    const blocks = archive([endless]);
    await blocks.next();
    await blocks.next();
    await eventually(() => threads() > before);
    const taken = (await settled(() => read)) / BLOCK_BYTES;
    await blocks.return();
    expect(taken).toBeLessThan(20); // two blocks for each of at most 8 threads, and what was taken
    expect(closed).toBe(true);
    await eventually(() => threads() <= before);
  });

  it("fails with the first cause in the order of the archive, and frees its threads", async () => {
    const before = await settled(threads);
    const place = join(dir(), "in");
    mkdirSync(place);
    for (const name of ["a", "b", "c"]) writeFileSync(join(place, name), randomBytes(700_000));
    const { members } = await filesSource(place);
    for (const name of ["b", "c"]) rmSync(join(place, name));
    const broken = piped("d", 5, async function* () {
      yield Buffer.alloc(5);
      throw new Error("never seen");
    });
    await expect(bytesOf([...members, broken])).rejects.toMatchObject({
      exit: "source",
      message: "cannot read 'b': ENOENT (no such file or directory)",
    });
    await eventually(() => threads() <= before);
  });

  it("does not wait for a FIFO in place of a file", async () => {
    writeFileSync(join(dir(), "file"), "x");
    const { members } = await filesSource(join(dir(), "file"));
    rmSync(join(dir(), "file"));
    execFileSync("mkfifo", [join(dir(), "file")]);
    await expect(bytesOf(members)).rejects.toMatchObject({ message: "'file' changed while it was read" });
  });
});
