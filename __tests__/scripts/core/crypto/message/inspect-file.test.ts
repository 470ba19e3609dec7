import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { inspectRanges, inspectStream } from "../../../../../scripts/core/crypto/message/inspect-file";
import type { OperatorError } from "../../../../../scripts/errors";
import { seal } from "../../../../helpers/messages";
import { byteRanges } from "../../../../helpers/stores/memory-store";

const FRAME = 64 * 1024;

/** What a few looks tell, and what reading all of it tells. */
const both = (message: Buffer) =>
  Promise.all([
    inspectRanges(byteRanges(message)).catch(problem),
    inspectStream(Readable.from([message])).catch(problem),
  ]);
const problem = (error: OperatorError): string => error.message;

describe("inspectRanges", () => {
  it("tells the same as reading everything: whole, cut and followed by other bytes", async () => {
    const shape = fc.record({
      size: fc.integer({ min: 0, max: 30_000 }),
      frameLength: fc.constantFrom(1, 7, 60, 300, 4096),
      signed: fc.boolean(),
      end: fc.oneof(
        fc.constant(0),
        fc.integer({ min: 1, max: 400 }).map((bytes) => -bytes),
        fc.integer({ min: 1, max: 200_000 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ size, frameLength, signed, end }) => {
        const plaintext = randomBytes(frameLength < 60 ? size % 500 : size);
        const whole = await seal(plaintext, { frameLength, signed });
        const message =
          end > 0 ? Buffer.concat([whole, Buffer.alloc(end, 1)]) : whole.subarray(0, whole.length + end);
        const [some, all] = await both(message);
        expect(some).toEqual(all);
      }),
      { numRuns: 80 },
    );
  });

  it("tells a last frame that is missing at the edge of a frame", async () => {
    const message = await seal(randomBytes(4 * FRAME), { frameLength: FRAME });
    const [some, all] = await both(message.subarray(0, -40));
    expect(some).toEqual(all);
    expect(some).toMatchObject({ status: "truncated", frames: 4, plaintextBytes: 4 * FRAME });
  });

  it("reads little of a long message, and little of what follows one", async () => {
    const message = await seal(randomBytes(20 * FRAME + 5), { frameLength: FRAME });
    const whole = byteRanges(message);
    expect(await inspectRanges(whole)).toMatchObject({ status: "complete", frames: 21 });
    expect(whole.fetchedBytes).toBeLessThan(20_000);
    const followed = byteRanges(Buffer.concat([message, Buffer.alloc(100 * FRAME)]));
    expect(await inspectRanges(followed)).toMatchObject({
      status: "followed by other bytes",
      trailingBytes: 100 * FRAME,
    });
    expect(followed.fetchedBytes).toBeLessThan(40_000);
  });

  it("tells a broken last frame", async () => {
    const message = await seal(randomBytes(3 * FRAME + 5), { frameLength: FRAME });
    message.writeUInt32BE(9, message.length - 16 - 5 - 20); // its number
    const [some, all] = await both(message);
    expect(some).toEqual(all);
    expect(some).toMatchObject({
      status: "damaged",
      problem: expect.stringMatching(/frame 9 stands where frame 4/),
    });
  });

  it("follows unframed bodies", async () => {
    const message = readFileSync(join(__dirname, "../../../../../vectors/messages/valid-unframed.bin"));
    for (const bytes of [message, message.subarray(0, -1), Buffer.concat([message, Buffer.from("x")])]) {
      const [some, all] = await both(bytes);
      expect(some).toEqual(all);
    }
  });
});
