import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { MAX_HEADER_BYTES } from "../../../../scripts/core/crypto/limits";
import { OperatorError } from "../../../../scripts/errors";
import { rawKeys } from "../../../helpers/kms/raw-keys";
import { cut, open } from "../../../helpers/messages";
import { officialEncrypt } from "../../../helpers/processes/official";

const rawMessage = (
  plaintext: Buffer,
  { frameLength = 64, signed = false }: { frameLength?: number; signed?: boolean } = {},
): Promise<Buffer> => officialEncrypt(plaintext, { frameLength, suiteId: signed ? 0x0578 : 0x0478 });

const notAuthentic = (message: RegExp) =>
  expect.objectContaining({ exit: "notAuthentic", message: expect.stringMatching(message) });

describe("open stream", () => {
  it("opens any message, however it is cut", async () => {
    const shape = fc.record({
      size: fc.integer({ min: 0, max: 300 }),
      frameLength: fc.constantFrom(1, 16, 64, 300),
      signed: fc.boolean(),
      cuts: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ size, frameLength, signed, cuts }) => {
        const plaintext = randomBytes(size);
        const message = await rawMessage(plaintext, { frameLength, signed });
        const { bytes, error } = await open(cut(message, cuts));
        expect(error).toBeUndefined();
        expect(bytes.equals(plaintext)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each([false, true])("fails at every truncation (signed: %s)", async (signed) => {
    const message = await rawMessage(randomBytes(100), { frameLength: 32, signed });
    for (let length = 1; length < message.length; length++) {
      const { error } = await open([message.subarray(0, length)]);
      expect(error).toEqual(notAuthentic(/truncated/));
    }
  });

  it.each([1, 100])("fails with %d bytes after the message, and holds back the last frame", async (extra) => {
    const plaintext = randomBytes(100);
    const message = await rawMessage(plaintext, { frameLength: 32 });
    const [head, tail] = [message.subarray(0, -20), message.subarray(-20)];
    const { bytes, error } = await open([head, tail, randomBytes(extra)]);
    expect(error).toEqual(notAuthentic(/other bytes follow/));
    expect(plaintext.subarray(0, 96).indexOf(bytes)).toBe(0);
  });

  it("fails on two messages in a row", async () => {
    const message = await rawMessage(Buffer.from("twice"));
    expect((await open([message, message])).error).toEqual(notAuthentic(/other bytes follow/));
  });

  it("asks for no data key and lets nothing out when the header is refused", async () => {
    const message = await rawMessage(Buffer.from("x"));
    const refusal = new OperatorError("key", "no");
    const admit = (): never => {
      throw refusal;
    };
    const decrypt = (): never => {
      throw new Error("asked for a data key");
    };
    const refused = await open([message], { ...rawKeys(), admit, decrypt });
    expect(refused).toEqual({ bytes: Buffer.alloc(0), error: refusal, header: undefined });
  });

  it.each([
    ["nothing", Buffer.alloc(0), /empty/],
    ["text", Buffer.from("hello"), /not a message/],
    ["base64 of a message", Buffer.from("AgR4AAAA"), /base64/],
    ["an age file", Buffer.from("age-encryption.org/v1\n-> scrypt"), /age file/],
    ["gzip", Buffer.from([0x1f, 0x8b, 8]), /gzip/],
    ["message format version 1", Buffer.from([1, 0x80]), /version 1/],
  ])("fails on %s, saying so", async (_what, bytes, message) => {
    expect((await open([bytes])).error).toEqual(notAuthentic(message));
  });

  it("fails on a frame length above the limit before any frame is read", async () => {
    const message = await rawMessage(randomBytes(10), { frameLength: 0x7fffffff });
    expect((await open([message])).error).toEqual(notAuthentic(/2147483647 bytes is declared/));
  });

  it("fails on a header that never ends", async () => {
    const start = Buffer.concat([
      Buffer.from([2, 4, 0x78]),
      Buffer.alloc(32),
      Buffer.from([0, 0, 0xff, 0xff]),
    ]);
    // 65,535 data keys of 65,535 bytes are announced: the reader must give up long before
    const endless = Buffer.concat([start, Buffer.alloc(MAX_HEADER_BYTES, 0xff)]);
    expect((await open([endless])).error).toEqual(notAuthentic(/header is longer|cannot be read/));
  });
});
