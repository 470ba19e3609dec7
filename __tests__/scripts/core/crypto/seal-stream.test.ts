import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import fc from "fast-check";
import { MAX_HEADER_BYTES } from "../../../../scripts/core/crypto/limits";
import { openMessage, sealMessage } from "../../../../scripts/core/crypto/messages";
import { OperatorError } from "../../../../scripts/errors";
import { eventually, settled } from "../../../helpers/eventually";
import { rawKeys } from "../../../helpers/kms/raw-keys";
import { cut, open, seal } from "../../../helpers/messages";

const FRAME = 64 * 1024;

describe("seal stream", () => {
  it("round-trips any size, however plaintext and message are cut", async () => {
    const chunks = fc.array(fc.integer({ min: 1, max: 3 * FRAME }), { maxLength: 6 });
    const shape = fc.record({
      size: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 5 * FRAME })),
      frameLength: fc.constantFrom(100, 4096, FRAME, FRAME + 1),
      signed: fc.boolean(),
      plainCuts: chunks,
      sealedCuts: chunks,
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ size, frameLength, signed, plainCuts, sealedCuts }) => {
        const plaintext = randomBytes(size);
        const message = await seal(cut(plaintext, plainCuts), { frameLength, signed });
        const { bytes, error } = await open(cut(message, sealedCuts));
        expect(error).toBeUndefined();
        expect(bytes.equals(plaintext)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("writes a last frame that is shorter than a frame, as the Python library asks for", async () => {
    const message = await seal(Buffer.alloc(2 * 100), { frameLength: 100 });
    expect(message.subarray(-40, -36)).toEqual(Buffer.alloc(4, 0xff));
    expect(message.readUInt32BE(message.length - 20)).toBe(0);
  });

  it("settles its header before any plaintext came", async () => {
    const { stream, header } = sealMessage(rawKeys(), { context: { tier: "prod" } });
    expect(await header).toMatchObject({ format: "aws-encryption-sdk-v2", context: { tier: "prod" } });
    stream.destroy();
  });

  it("fails with what the keys fail with, in the header and in the stream", async () => {
    const refusal = new OperatorError("accessDenied", "no");
    const generate = (): Promise<never> => Promise.reject(refusal);
    const { stream, header } = sealMessage({ generate }, { context: {} });
    const failed = new Promise((resolve) => stream.once("error", resolve));
    await expect(header).rejects.toBe(refusal);
    expect(await failed).toBe(refusal);
  });

  it("fails on a context that does not fit into a header", async () => {
    const context = { big: "x".repeat(65_536) };
    await expect(seal(Buffer.alloc(0), { context })).rejects.toMatchObject({ exit: "usage" });
  });

  it("takes no more plaintext than is on its way while nobody reads", async () => {
    let given = 0;
    const endless = new Readable({
      read() {
        given += FRAME;
        this.push(Buffer.alloc(FRAME));
      },
    });
    const { stream } = sealMessage(rawKeys(), { context: {}, frameLength: FRAME });
    endless.pipe(stream);
    await eventually(() => stream.writableNeedDrain);
    expect(await settled(() => given)).toBeLessThan(16 * 1024 * 1024);
    endless.destroy();
    stream.destroy();
  });
});

describe("headers", () => {
  it("are looked for without reading the same bytes again and again", async () => {
    const context = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`k${index}`, "v".repeat(150)]),
    );
    const message = await seal(Buffer.from("text"), { context });
    expect(message.length).toBeLessThan(MAX_HEADER_BYTES);
    const { stream } = openMessage(rawKeys());
    stream.resume();
    const begun = performance.now();
    for (const byte of message)
      if (!stream.write(Buffer.of(byte))) await new Promise((go) => stream.once("drain", go));
    await new Promise((resolve, reject) => stream.once("end", resolve).once("error", reject).end());
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
