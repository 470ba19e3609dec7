import { randomBytes } from "node:crypto";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { MessageHeader } from "@aws-crypto/serialize";
import fc from "fast-check";
import { MAX_HEADER_BYTES } from "../../../../scripts/core/crypto/limits";
import { MessageGate } from "../../../../scripts/core/crypto/message-gate";
import { OperatorError } from "../../../../scripts/errors";
import { rawMessage } from "../../../helpers/raw-messages";

/** What came out of a gate, and how it ended. */
async function pass(chunks: readonly Buffer[], admit: (header: MessageHeader) => void = () => {}) {
  const out: Buffer[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      out.push(chunk);
      done();
    },
  });
  const error = await pipeline(Readable.from(chunks), new MessageGate(admit), sink).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return { bytes: Buffer.concat(out), error };
}

const notAuthentic = (message: RegExp) =>
  expect.objectContaining({ exit: "notAuthentic", message: expect.stringMatching(message) });

function cut(message: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(message.subarray(at, at + size));
    at += size;
  }
  return [...chunks, message.subarray(at)].filter((chunk) => chunk.length > 0);
}

describe("message gate", () => {
  it("passes every byte of any message, however it is cut", async () => {
    const shape = fc.record({
      size: fc.integer({ min: 0, max: 300 }),
      frameLength: fc.constantFrom(1, 16, 64, 300),
      signed: fc.boolean(),
      cuts: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ size, frameLength, signed, cuts }) => {
        const message = await rawMessage(randomBytes(size), { frameLength, signed });
        const { bytes, error } = await pass(cut(message, cuts));
        expect(error).toBeUndefined();
        expect(bytes.equals(message)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each([false, true])("fails at every truncation (signed: %s)", async (signed) => {
    const message = await rawMessage(randomBytes(100), { frameLength: 32, signed });
    for (let length = 1; length < message.length; length++) {
      const { error } = await pass([message.subarray(0, length)]);
      expect(error).toEqual(notAuthentic(/truncated/));
    }
  });

  it.each([1, 100])(
    "fails with %d bytes after the message, and holds back the chunk they came in",
    async (extra) => {
      const message = await rawMessage(randomBytes(100), { frameLength: 32 });
      const [head, tail] = [message.subarray(0, -20), message.subarray(-20)];
      const { bytes, error } = await pass([head, Buffer.concat([tail, randomBytes(extra)])]);
      expect(error).toEqual(notAuthentic(/other bytes follow/));
      expect(bytes).toHaveLength(head.length);
    },
  );

  it("fails on two messages in a row", async () => {
    const message = await rawMessage(Buffer.from("twice"));
    expect((await pass([message, message])).error).toEqual(notAuthentic(/other bytes follow/));
  });

  it("passes nothing on when the header is refused", async () => {
    const message = await rawMessage(Buffer.from("x"));
    const refusal = new OperatorError("key", "no");
    const refused = await pass([message], () => {
      throw refusal;
    });
    expect(refused).toEqual({ bytes: Buffer.alloc(0), error: refusal });
  });

  it.each([
    ["nothing", Buffer.alloc(0), /empty/],
    ["text", Buffer.from("hello"), /not a message/],
    ["base64 of a message", Buffer.from("AgR4AAAA"), /base64/],
    ["an age file", Buffer.from("age-encryption.org/v1\n-> scrypt"), /age file/],
    ["gzip", Buffer.from([0x1f, 0x8b, 8]), /gzip/],
    ["message format version 1", Buffer.from([1, 0x80]), /version 1/],
  ])("fails on %s, saying so", async (_what, bytes, message) => {
    expect((await pass([bytes])).error).toEqual(notAuthentic(message));
  });

  it("fails on a frame length above the limit before any frame is read", async () => {
    const message = await rawMessage(randomBytes(10), { frameLength: 0x7fffffff });
    expect((await pass([message])).error).toEqual(notAuthentic(/2147483647 bytes is declared/));
  });

  it("fails on a header that never ends", async () => {
    const start = Buffer.concat([
      Buffer.from([2, 4, 0x78]),
      Buffer.alloc(32),
      Buffer.from([0, 0, 0xff, 0xff]),
    ]);
    // 65,535 data keys of 65,535 bytes are announced: the reader must give up long before
    const endless = Buffer.concat([start, Buffer.alloc(MAX_HEADER_BYTES, 0xff)]);
    expect((await pass([endless])).error).toEqual(notAuthentic(/header is longer|cannot be read/));
  });
});
