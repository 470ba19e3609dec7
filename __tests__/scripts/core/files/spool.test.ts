import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type Spool, spool } from "../../../../scripts/core/files/spool";

describe("spool", () => {
  let tmpDir: string;
  const spools: Spool[] = [];
  beforeEach(async () => {
    tmpDir = await mkdtemp(join(tmpdir(), "spool-"));
  });
  afterEach(async () => {
    for (const kept of spools.splice(0)) await kept.dispose();
    await rm(tmpDir, { recursive: true });
  });
  const fill = async (bytes: Buffer, memoryLimitBytes: number): Promise<Spool> => {
    const filled = await spool(Readable.from(pieces(bytes)), { memoryLimitBytes, tmpDir });
    spools.push(filled);
    return filled;
  };

  it.each([
    ["nothing", 0],
    ["less than the limit", 999],
    ["exactly the limit", 1000],
    ["one byte more than the limit", 1001],
    ["many reads of the file", 1_000_000],
  ])("gives the bytes back, twice: %s", async (_, length) => {
    const bytes = randomBytes(length);
    const filled = await fill(bytes, 1000);
    expect(filled.size).toBe(length);
    expect((await buffer(filled.stream())).equals(bytes)).toBe(true);
    expect((await buffer(filled.stream())).equals(bytes)).toBe(true);
  });

  it("leaves no name in the directory while it holds a file", async () => {
    await fill(randomBytes(5000), 10);
    expect(await readdir(tmpDir)).toEqual([]);
  });

  it("fails with the source's error and leaves nothing", async () => {
    const source = Readable.from(
      (function* () {
        yield randomBytes(5000);
        throw new Error("source broke");
      })(),
    );
    await expect(spool(source, { memoryLimitBytes: 10, tmpDir })).rejects.toThrow("source broke");
    expect(await readdir(tmpDir)).toEqual([]);
  });

  it("fails as a target when the directory cannot be written", async () => {
    const missing = join(tmpDir, "missing");
    const filling = spool(Readable.from([randomBytes(100)]), { memoryLimitBytes: 10, tmpDir: missing });
    await expect(filling).rejects.toMatchObject({
      exit: "target",
      message: expect.stringContaining("ENOENT"),
    });
  });
});

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 300) yield bytes.subarray(at, at + 300);
}
