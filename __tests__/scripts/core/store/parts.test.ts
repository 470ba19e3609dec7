import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { forEachConcurrently } from "../../../../scripts/core/store/concurrently";
import { partBytes, S3_LIMIT } from "../../../../scripts/core/store/limits";
import { readParts } from "../../../../scripts/core/store/parts";

const MIB = 1024 ** 2;

describe("partBytes", () => {
  const sizes = Array.from({ length: S3_LIMIT.parts }, (_, index) => partBytes(index + 1));

  it("stays within what S3 takes, and never shrinks", () => {
    expect(sizes.every((size) => size >= S3_LIMIT.minPartBytes && size <= S3_LIMIT.maxPartBytes)).toBe(true);
    expect(sizes.every((size, index) => size >= (sizes[index - 1] ?? 0))).toBe(true);
  });

  it("lets 10,000 parts hold 5 TiB, and keeps parts of the first 24 GiB in memory", () => {
    expect(sizes.reduce((total, size) => total + size)).toBeGreaterThan(5 * 1024 ** 4);
    expect(
      sizes.filter((size) => size <= 16 * MIB).reduce((total, size) => total + size),
    ).toBeGreaterThanOrEqual(23 * 1024 ** 3);
  });
});

describe("readParts", () => {
  it.each([
    [0, [0]],
    [1, [1]],
    [999, [999]],
    [1000, [1000]],
    [1001, [1001]],
    [3000, [1007, 1000, 993]],
  ])("divides %d bytes into parts of whole chunks", async (length, sizes) => {
    const bytes = randomBytes(length);
    const chunks = [bytes.subarray(0, 7), Buffer.alloc(0)];
    for (let at = 7; at < length; at += 500) chunks.push(bytes.subarray(at, at + 500));
    const source = Readable.from(chunks);
    const parts = [];
    const free: Buffer[] = [];
    for await (const part of readParts(source, {
      bytesOf: () => 1000,
      onChunkFree: (chunk) => free.push(chunk),
    })) {
      const own = await buffer(part.stream());
      expect([part.size, Buffer.from(part.crc32, "base64").readUInt32BE()]).toEqual([own.length, crc32(own)]);
      parts.push({ own, ...part });
      part.free();
    }
    expect(free).toEqual(chunks.filter((chunk) => chunk.length > 0));
    expect(parts.map(({ size }) => size)).toEqual(sizes);
    expect(parts.map(({ last }) => last)).toEqual(sizes.map((_, index) => index === sizes.length - 1));
    expect(Buffer.concat(parts.map(({ own }) => own)).equals(bytes)).toBe(true);
    expect(Buffer.from(parts.at(-1)?.crc32SoFar ?? "", "base64").readUInt32BE()).toBe(crc32(bytes));
  });

  it("fails after as many parts as S3 takes", async () => {
    const counting = async (): Promise<void> => {
      for await (const _ of readParts(Readable.from(Array(10_001).fill(Buffer.alloc(1))), {
        bytesOf: () => 1,
      }));
    };
    await expect(counting()).rejects.toMatchObject({ exit: "source" });
  });
});

describe("forEachConcurrently", () => {
  const numbers = async function* (): AsyncGenerator<number> {
    for (let number = 0; number < 20; number += 1) yield number;
  };
  const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

  it("works on all, on at most so many at a time", async () => {
    let [now, most, done] = [0, 0, 0];
    await forEachConcurrently(
      numbers(),
      3,
      async () => {
        most = Math.max(most, ++now);
        await tick();
        now -= 1;
        done += 1;
      },
      () => {},
    );
    expect([most, done]).toEqual([3, 20]);
  });

  it("fails with the first failure, after everything under way has settled", async () => {
    let [running, begun, stopped] = [0, 0, 0];
    const work = async (number: number): Promise<void> => {
      begun += 1;
      running += 1;
      await tick();
      running -= 1;
      if (number === 4) throw new Error("the fourth");
    };
    await expect(forEachConcurrently(numbers(), 3, work, () => (stopped += 1))).rejects.toThrow("the fourth");
    expect([running, stopped]).toEqual([0, 1]);
    expect(begun).toBeLessThan(10);
  });

  it("fails with the source's failure", async () => {
    const broken = async function* (): AsyncGenerator<number> {
      yield 1;
      throw new Error("source broke");
    };
    let stopped = false;
    const run = forEachConcurrently(broken(), 3, tick, () => {
      stopped = true;
    });
    await expect(run).rejects.toThrow("source broke");
    expect(stopped).toBe(true);
  });
});
