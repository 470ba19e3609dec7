import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { spotCheck } from "../../../../scripts/core/crypto/spot-check";
import { rawKey, rawKeys } from "../../../helpers/kms/raw-keys";
import { seal } from "../../../helpers/messages";
import { officialEncrypt } from "../../../helpers/processes/official";
import { byteRanges } from "../../../helpers/stores/memory-store";

const FRAME = 64 * 1024;
const FRAMES = 40;
const SAMPLE = 8;

const check = (message: Buffer, sample = SAMPLE, keys = rawKeys()) =>
  spotCheck(byteRanges(message), keys, { allowNonCommitting: true }, sample);
const notAuthentic = (message: RegExp) => ({ exit: "notAuthentic", message: expect.stringMatching(message) });
const flipped = (message: Buffer, at: number): Buffer => {
  const copy = Buffer.from(message);
  const index = at < 0 ? copy.length + at : at;
  copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
  return copy;
};

describe("spot check", () => {
  let message: Buffer;
  beforeAll(async () => {
    message = await seal(randomBytes((FRAMES - 1) * FRAME + 5), { frameLength: FRAME, context: { a: "b" } });
  });

  it("opens the last frame and some others, and reads no more", async () => {
    const ranges = byteRanges(message);
    const result = await spotCheck(ranges, rawKeys(), {}, SAMPLE);
    expect(result).toMatchObject({
      frames: FRAMES,
      context: { a: "b" },
      plaintextBytes: (FRAMES - 1) * FRAME + 5,
    });
    expect(new Set(result.checkedFrames).size).toBe(SAMPLE + 1);
    expect(result.checkedFrames.at(-1)).toBe(FRAMES);
    expect(ranges.fetchedBytes).toBeLessThan(SAMPLE * (FRAME + 32) + 60_000);
  });

  it("chooses others each time", async () => {
    const drawn = await Promise.all(Array.from({ length: 10 }, () => check(message)));
    expect(new Set(drawn.map(({ checkedFrames }) => String(checkedFrames))).size).toBeGreaterThan(1);
    expect(new Set(drawn.flatMap(({ checkedFrames }) => checkedFrames)).size).toBeGreaterThan(2 * SAMPLE);
  });

  it("opens all frames of a short message, of any shape", async () => {
    const text = randomBytes(1000);
    for (const options of [
      { frameLength: 400 },
      { frameLength: 500 },
      { frameLength: 5000 },
      { suiteId: 0x0578 },
      { suiteId: 0x0178 },
    ]) {
      const short = await officialEncrypt(text, options);
      const { frames, checkedFrames, plaintextBytes } = await check(short);
      expect([checkedFrames.length, plaintextBytes]).toEqual([frames, 1000]);
    }
    const unframed = readFileSync(join(__dirname, "../../../../vectors/messages/valid-unframed.bin"));
    const key = {
      namespace: "sealstack-vectors",
      name: "raw-aes-256",
      key: Buffer.from([...Array(32).keys()]),
    };
    expect(await check(unframed, SAMPLE, rawKeys([key]))).toMatchObject({ frames: 1, checkedFrames: [1] });
    expect(await check(await seal(Buffer.alloc(0)))).toMatchObject({ frames: 1, plaintextBytes: 0 });
  });

  it("fails on a changed header before it looks at anything else", async () => {
    const ranges = byteRanges(flipped(message, 60));
    await expect(spotCheck(ranges, rawKeys(), {}, SAMPLE)).rejects.toMatchObject({ exit: "notAuthentic" });
    expect(ranges.fetchedBytes).toBeLessThanOrEqual(16 * 1024);
  });

  it.each([
    ["the last frame is changed", () => flipped(message, -3), /frame 40 was damaged/],
    ["the last frame is missing", () => message.subarray(0, -(5 + 40)), /truncated/],
    ["it is cut", () => message.subarray(0, -(10 * FRAME)), /truncated/],
    ["it is cut in its header", () => message.subarray(0, 50), /truncated/],
    ["bytes follow", () => Buffer.concat([message, Buffer.from("x")]), /other bytes follow/],
    ["a message follows", () => Buffer.concat([message, message]), /other bytes follow/],
    ["it is empty", () => Buffer.alloc(0), /empty/],
  ])("fails when %s", async (_, make, problem) => {
    await expect(check(make(), 0)).rejects.toMatchObject(notAuthentic(problem));
  });

  it("fails when a frame that it opens is changed or out of its place", async () => {
    const first = message.length - 45 - (FRAMES - 1) * (FRAME + 32);
    for (let frame = 0; frame < FRAMES - 1; frame += 13)
      await expect(
        check(flipped(message, first + frame * (FRAME + 32) + 1000), FRAMES),
      ).rejects.toMatchObject(notAuthentic(new RegExp(`frame ${frame + 1} was damaged`)));
    const [one, other] = [first, first + FRAME + 32].map((at) => message.subarray(at, at + FRAME + 32));
    if (one === undefined || other === undefined) throw new Error("no frames");
    const swapped = Buffer.concat([
      message.subarray(0, first),
      other,
      one,
      message.subarray(first + 2 * (FRAME + 32)),
    ]);
    await expect(check(swapped, FRAMES)).rejects.toMatchObject(notAuthentic(/frame 2 stands where frame 1/));
  });

  it("fails with another key", async () => {
    await expect(check(message, SAMPLE, rawKeys([rawKey(9)]))).rejects.toMatchObject({
      name: "OperatorError",
    });
  });
});
