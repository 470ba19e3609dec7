import { createHash, randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import fc from "fast-check";
import { framesInFlight } from "../../../../../scripts/core/crypto/limits";
import { sealMessage } from "../../../../../scripts/core/crypto/messages";
import { eventually, settled } from "../../../../helpers/eventually";
import { rawKeys } from "../../../../helpers/kms/raw-keys";
import { cut, open } from "../../../../helpers/messages";

const FRAME = 64 * 1024;

async function digested(plaintext: Buffer, cuts: readonly number[], signed = false, frameLength = FRAME) {
  const { stream, sha256 } = sealMessage(rawKeys(), {
    context: { a: "b" },
    frameLength,
    signed,
    digest: true,
  });
  const [message] = await Promise.all([
    buffer(stream),
    pipeline(Readable.from(cut(Buffer.from(plaintext), cuts)), stream), // the stream takes chunks for its own
  ]);
  return { message, sha256: await sha256 };
}

const threads = (): number => readdirSync("/proc/self/task").length;

async function threadsAreBack(before: number): Promise<void> {
  await eventually(() => threads() <= before);
}

describe("a message that is digested while it is sealed", () => {
  it("opens, and has that digest, whatever its size and however it is cut", async () => {
    const shape = fc.record({
      size: fc.oneof(
        fc.constantFrom(0, 1, FRAME - 1, FRAME, FRAME + 1, 7 * FRAME),
        fc.integer({ min: 0, max: 9 * FRAME }),
      ),
      frameLength: fc.constantFrom(100, FRAME, FRAME + 1),
      cuts: fc.array(fc.integer({ min: 1, max: 3 * FRAME }), { maxLength: 5 }),
      signed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ size, frameLength, cuts, signed }) => {
        const plaintext = randomBytes(Math.min(size, 400 * frameLength));
        const { message, sha256 } = await digested(plaintext, cuts, signed, frameLength);
        expect(sha256).toBe(createHash("sha256").update(message).digest("hex"));
        const { bytes, error } = await open([message]);
        expect(error).toBeUndefined();
        expect(bytes.equals(plaintext)).toBe(true);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it("numbers its frames from 1, each once", async () => {
    const { message } = await digested(randomBytes(5 * FRAME), []);
    const frame = 4 + 12 + FRAME + 16;
    const body = message.length - 5 * frame - (4 + 4 + 12 + 4 + 16);
    for (let index = 0; index < 5; index += 1) {
      const at = body + index * frame;
      expect([message.readUInt32BE(at), message.readUInt32BE(at + 12)]).toEqual([index + 1, index + 1]);
    }
  });

  it("takes chunks that have memory of their own, and makes frames in what it gets back", async () => {
    const { stream, reuse } = sealMessage(rawKeys(), { context: {}, frameLength: FRAME, digest: true });
    const memory = new Set<ArrayBufferLike>();
    const pieces: Buffer[] = [];
    stream.on("data", (piece: Buffer) => {
      pieces.push(Buffer.from(piece));
      memory.add(piece.buffer);
      reuse?.(piece);
    });
    const plaintext = randomBytes(10 * framesInFlight(FRAME) * FRAME);
    for (let at = 0; at < plaintext.length; at += FRAME) {
      const chunk = Buffer.from(new Uint8Array(plaintext.subarray(at, at + FRAME)).buffer);
      await new Promise((resolve) => stream.write(chunk, resolve));
      expect(chunk).toHaveLength(0);
    }
    await new Promise((resolve) => stream.once("end", resolve).end());
    expect((await open([Buffer.concat(pieces)])).bytes.equals(plaintext)).toBe(true);
    expect(memory.size).toBeLessThan(3 * framesInFlight(FRAME));
  });

  it("frees its thread when it is done, when it is given up, and when there is no data key", async () => {
    await digested(randomBytes(FRAME), []); // the pool of Node.js itself
    const before = await settled(threads);
    await digested(randomBytes(FRAME), []);
    await threadsAreBack(before);
    const { stream } = sealMessage(rawKeys(), { context: {}, frameLength: FRAME, digest: true });
    // Threads that are not ours may have ended since.
    const earlier = Math.min(before, threads());
    stream.write(randomBytes(3 * FRAME));
    await eventually(() => threads() > earlier);
    stream.destroy();
    await threadsAreBack(before);
    const generate = (): Promise<never> => Promise.reject(new Error("no"));
    const refused = sealMessage({ generate }, { context: {}, digest: true });
    await new Promise((resolve) => refused.stream.once("close", resolve));
    await threadsAreBack(before);
  });
});
