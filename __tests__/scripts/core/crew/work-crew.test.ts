/** What threads digest, compare and write. */
import { createHash, randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { digestedByThread } from "../../../../scripts/core/archive/reading/digested-body";
import { NotWrittenError, WorkCrew } from "../../../../scripts/core/crew/work-crew";
import { cut } from "../../../helpers/messages";
import { useTempDir } from "../../../helpers/temp-dir";

const MIB = 1024 * 1024;

function shared(bytes: Buffer): Buffer {
  const copy = Buffer.from(new SharedArrayBuffer(bytes.length));
  bytes.copy(copy);
  return copy;
}

describe("a crew", () => {
  const dir = useTempDir();
  let crew: WorkCrew;
  beforeEach(() => {
    crew = new WorkCrew();
  });
  afterEach(() => crew.end());

  const bytes = randomBytes(3 * MIB + 17);
  const sha256 = createHash("sha256").update(bytes).digest();
  /** In two memories that are shared, and one that is not. */
  const batches = (): readonly (readonly Buffer[])[] => [
    cut(shared(bytes.subarray(0, MIB)), Array(15).fill(65_535)),
    [
      ...cut(shared(bytes.subarray(MIB, 2 * MIB)), Array(2000).fill(100)),
      bytes.subarray(2 * MIB, 2 * MIB + 5),
    ],
    [],
    [shared(bytes.subarray(2 * MIB + 5))],
  ];
  async function* body(): AsyncGenerator<readonly Buffer[]> {
    yield* batches();
  }

  it("digests pieces wherever they stand, and writes them", async () => {
    const digested = digestedByThread(body(), crew);
    const place = join(dir(), "file");
    const fd = openSync(place, "wx");
    await digested.writeTo?.(fd, (error) => error);
    closeSync(fd);
    expect(readFileSync(place).equals(bytes)).toBe(true);
    expect(await digested.sha256()).toEqual(sha256);
  });

  it("digests pieces that somebody else reads", async () => {
    const digested = digestedByThread(body(), crew);
    const read: Buffer[] = [];
    for await (const pieces of digested) read.push(...pieces.map((piece) => Buffer.from(piece)));
    expect(Buffer.concat(read).equals(bytes)).toBe(true);
    expect(await digested.sha256()).toEqual(sha256);
  });

  it.each([
    ["ENOSPC", "/dev/full", "w"],
    ["EBADF", "/dev/null", "r"],
  ])("says %s of what it cannot write, and goes on", async (code, place, flags) => {
    const fd = openSync(place, flags);
    const seen: unknown[] = [];
    const explained = (error: unknown): Error => {
      seen.push(error);
      return new Error("in other words");
    };
    await expect(digestedByThread(body(), crew).writeTo?.(fd, explained)).rejects.toThrow("in other words");
    closeSync(fd);
    expect(seen).toEqual([expect.any(NotWrittenError)]);
    expect(seen).toMatchObject([{ code }]);
    expect(await crew.check([{ pieces: [bytes], crc32: crc32(bytes) }])).toBe(true);
  });

  it("fails with what the source fails with, as it is", async () => {
    const failure = Object.assign(new Error("the network"), { code: "ECONNRESET" });
    async function* failing(): AsyncGenerator<readonly Buffer[]> {
      yield [shared(bytes)];
      throw failure;
    }
    const fd = openSync("/dev/null", "w");
    const explained = (): Error => new Error("not of the file");
    await expect(digestedByThread(failing(), crew).writeTo?.(fd, explained)).rejects.toBe(failure);
    closeSync(fd);
  });

  it("is over when it says that a thread died that was to write: nobody has the descriptor's number", async () => {
    const fd = openSync("/dev/null", "w");
    const dies = crew
      .digest()
      .update([{ buffer: new SharedArrayBuffer(1), length: 2 } as never], { fd, position: 0 });
    await expect(dies).rejects.toThrow();
    closeSync(fd);
    await expect(crew.check([])).rejects.toThrow("the threads have ended");
  });

  it("compares checksums, of several pieces each", async () => {
    const pieces = cut(shared(bytes), [1, 2, 3, 70_000]);
    const right = { pieces, crc32: crc32(bytes) };
    const none = { pieces: [], crc32: 0 };
    expect(await crew.check([])).toBe(true);
    expect(await crew.check([right, none])).toBe(true);
    for (const wrong of [
      { ...right, crc32: right.crc32 ^ 1 },
      { ...right, pieces: pieces.slice(1) },
      { ...none, crc32: 1 },
    ])
      expect(await crew.check([right, wrong])).toBe(false);
  });
});
