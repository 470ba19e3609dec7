/** Every vector: what is wrong with it, and the bytes. One class of failure each. */
import { publicKey, signed } from "./signing";
import { contextBytes, field, Message, number, type Recipe } from "./writer";

export interface Vector {
  readonly name: string;
  readonly group: "valid" | "length" | "frames" | "header" | "keys" | "context" | "signature";
  /** What it is, or what is wrong with it. */
  readonly what: string;
  /** Plaintext of a message that must open; absent for all that must be refused. */
  readonly plaintext?: Buffer;
  readonly message: Buffer;
}

const TEXT = Buffer.from(
  "Four score and seven years ago our fathers brought forth, upon this continent, a new nation.",
);
const FULL = TEXT.subarray(0, 64);

const plain = new Message({ seed: "plain" });
const header = plain.header();
const frames = plain.frames(TEXT);
const [f1 = header, f2 = header, f3 = header] = frames;
const whole = plain.whole(TEXT);
const join = (...parts: readonly Buffer[]): Buffer => Buffer.concat(parts);

/** The plain message with another header. */
const withHeader = (recipe: Partial<Recipe>): Buffer =>
  new Message({ seed: `${JSON.stringify(recipe)}`, ...recipe }).whole(TEXT);

function flipped(message: Buffer, at: number): Buffer {
  const copy = Buffer.from(message);
  const index = at < 0 ? copy.length + at : at;
  copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
  return copy;
}

/** The plain message with other bytes at a place. */
function patched(at: number, bytes: Buffer): Buffer {
  const copy = Buffer.from(whole);
  bytes.copy(copy, at < 0 ? copy.length + at : at);
  return copy;
}

const signing: Recipe = {
  seed: "signed",
  suiteId: 0x0578,
  context: contextBytes([
    ["aws-crypto-public-key", publicKey()],
    ["purpose", "vectors"],
  ]),
};
const unsignedPart = new Message(signing).whole(TEXT);
const signedWhole = signed(unsignedPart);

const UNFRAMED: Recipe = { seed: "unframed", contentType: 1, frameLength: 0 };
const unframed = new Message(UNFRAMED);
const tail = join(number(1, 2), number(4, 32)).length + 32 + 16; // content type, frame length, commitment, tag
const keyCountAt = 1 + 2 + 32 + field(contextBytes([["purpose", "vectors"]])).length;

const valid = (name: string, what: string, message: Buffer, plaintext = TEXT): Vector => ({
  name,
  group: "valid",
  what,
  message,
  plaintext,
});
const bad =
  (group: Vector["group"]) =>
  (name: string, what: string, message: Buffer): Vector => ({ name, group, what, message });
const [length, frame, head, keys, context, signature] = (
  ["length", "frames", "header", "keys", "context", "signature"] as const
).map(bad) as [Bad, Bad, Bad, Bad, Bad, Bad];
type Bad = ReturnType<typeof bad>;

const other = contextBytes([["purpose", "other"]]);

export const VECTORS: readonly Vector[] = [
  valid("plain", "unsigned, three frames", whole),
  valid(
    "empty-plaintext",
    "no plaintext: one empty final frame",
    plain.whole(Buffer.alloc(0)),
    Buffer.alloc(0),
  ),
  valid("empty-final-frame", "two full frames and an empty final frame", plain.whole(FULL), FULL),
  valid(
    "full-final-frame",
    "the final frame is as long as a frame (the specification prefers it; Python refuses it)",
    join(header, f1, plain.finalFrame(2, TEXT.subarray(32, 64))),
    FULL,
  ),
  valid("unframed", "unframed body", join(unframed.header(), unframed.unframed(TEXT))),
  valid("signed", "signed, ECDSA P-384", signedWhole),
  valid("no-context", "empty encryption context", withHeader({ context: Buffer.alloc(0) })),
  valid(
    "second-key",
    "a foreign encrypted data key before the one that fits",
    withHeader({ dataKeys: (own) => join(number(2, 2), field("foreign"), field("key"), field("data"), own) }),
  ),

  length("empty", "no bytes at all", Buffer.alloc(0)),
  length("header-cut", "cut inside the header", whole.subarray(0, 100)),
  length("body-missing", "header only", header),
  length("frame-cut", "cut inside a frame", whole.subarray(0, header.length + 20)),
  length("frame-edge", "cut at the edge of a frame: no final frame", join(header, f1, f2)),
  length("last-byte-missing", "the last byte is missing", whole.subarray(0, -1)),
  length("trailing-byte", "one byte follows", join(whole, Buffer.of(0))),
  length("trailing-hundred", "100 bytes follow", join(whole, Buffer.alloc(100, "x"))),
  length("two-messages", "another message follows", join(whole, whole)),
  length(
    "unframed-trailing",
    "one byte follows an unframed body",
    join(unframed.header(), unframed.unframed(TEXT), Buffer.of(0)),
  ),
  length(
    "unframed-huge",
    "an unframed body of 2^40 bytes is declared",
    join(unframed.header(), Buffer.alloc(12, 1), number(8, 2 ** 40), TEXT),
  ),

  frame("swapped", "two frames changed places", join(header, f2, f1, f3)),
  frame(
    "swapped-renumbered",
    "the same, with the numbers put right",
    join(header, number(4, 1), f2.subarray(4), number(4, 2), f1.subarray(4), f3),
  ),
  frame("duplicated", "a frame comes twice", join(header, f1, f1, f2, f3)),
  frame("dropped", "a frame is missing", join(header, f1, f3)),
  frame(
    "dropped-renumbered",
    "the same, with the final frame renumbered",
    join(header, f1, f3.subarray(0, 4), number(4, 2), f3.subarray(8)),
  ),
  frame("first-is-two", "the first frame has number 2", join(header, number(4, 2), f1.subarray(4), f2, f3)),
  frame("zero", "the first frame has number 0", join(header, number(4, 0), f1.subarray(4), f2, f3)),
  frame(
    "marker-early",
    "a frame is marked as final; the rest follows",
    join(
      header,
      f1.subarray(0, 0),
      number(4, 0xffffffff),
      number(4, 1),
      f1.subarray(4, 16),
      number(4, 32),
      f1.subarray(16),
      f2,
      f3,
    ),
  ),
  frame(
    "final-as-frame",
    "a final frame of full length without its marker",
    join(
      header,
      number(4, 1),
      plain.finalFrame(1, TEXT.subarray(0, 32)).subarray(8, 20),
      plain.finalFrame(1, TEXT.subarray(0, 32)).subarray(24),
      f2,
      f3,
    ),
  ),
  frame("final-too-long", "the final frame is longer than a frame", join(header, plain.finalFrame(1, FULL))),
  frame("text-flipped", "one bit of a frame's ciphertext", flipped(whole, header.length + 20)),
  frame("tag-flipped", "one bit of a frame's tag", flipped(whole, header.length + 16 + 32)),
  frame("iv-flipped", "one bit of a frame's initialization vector", flipped(whole, header.length + 6)),
  frame("final-tag-flipped", "one bit of the last tag", flipped(whole, -1)),
  frame(
    "body-of-another",
    "the frames of another message under the same key name",
    join(header, ...new Message({ seed: "another" }).frames(TEXT)),
  ),

  head("version-3", "unknown version", patched(0, number(1, 3))),
  head("unknown-suite", "unknown algorithm suite 0x0479", patched(1, number(2, 0x0479))),
  head(
    "non-committing-suite",
    "a suite without commitment in format version 2",
    withHeader({ suiteId: 0x0178 }),
  ),
  head("base64", "the message in base64", Buffer.from(whole.toString("base64"))),
  head("id-flipped", "one bit of the message id", flipped(whole, 10)),
  head("commitment-flipped", "one bit of the commitment", flipped(header, -20)),
  head(
    "commitment-of-another",
    "it commits to another data key, authentically",
    withHeader({ commitment: Buffer.alloc(32, 7) }),
  ),
  head("tag-flipped", "one bit of the header's tag", join(flipped(header, -1), ...frames)),
  head("frame-length-changed", "another frame length", patched(header.length - tail + 1, number(4, 33))),
  head(
    "frame-length-0",
    "framed, with frames of 0 bytes",
    join(new Message({ seed: "no length", frameLength: 0 }).header(), ...frames),
  ),
  head(
    "frame-length-max",
    "frames of 2^32 - 1 bytes",
    new Message({ seed: "long", frameLength: 0xffffffff }).whole(TEXT),
  ),
  head(
    "unframed-with-length",
    "unframed, with a frame length",
    join(new Message({ ...UNFRAMED, frameLength: 32 }).header(), unframed.unframed(TEXT)),
  ),
  head("content-type-3", "unknown content type", withHeader({ contentType: 3 })),

  keys("none", "no encrypted data key", withHeader({ dataKeys: () => number(2, 0) })),
  keys(
    "six",
    "six encrypted data keys, one more than we accept",
    withHeader({ dataKeys: (own) => join(number(2, 6), ...Array.from({ length: 6 }, () => own)) }),
  ),
  keys(
    "thousand",
    "1,000 encrypted data keys",
    withHeader({
      dataKeys: (own) =>
        join(
          number(2, 1000),
          ...Array.from({ length: 999 }, () => join(field("p"), field("i"), field("d"))),
          own,
        ),
    }),
  ),
  keys(
    "announced",
    "65,535 encrypted data keys are announced, one is there",
    patched(keyCountAt, number(2, 0xffff)),
  ),
  keys(
    "foreign",
    "only a data key of somebody else",
    withHeader({ dataKeys: () => join(number(2, 1), field("foreign"), field("key"), field("data")) }),
  ),
  keys(
    "kms-spoofed",
    "our data key under the provider id of KMS",
    withHeader({
      dataKeys: (own) => join(number(2, 1), field("aws-kms"), own.subarray(2 + own.readUInt16BE())),
    }),
  ),
  keys("wrapped-flipped", "one bit of the encrypted data key", flipped(whole, header.length - tail - 1)),

  context(
    "value-changed",
    "another value than the data key was wrapped with",
    withHeader({ context: other, wrappingContext: contextBytes([["purpose", "vectors"]]) }),
  ),
  context(
    "duplicate-key",
    "a key comes twice",
    withHeader({
      context: contextBytes([
        ["a", "1"],
        ["a", "2"],
      ]),
    }),
  ),
  context(
    "not-utf8",
    "a key that is not UTF-8",
    withHeader({ context: contextBytes([[Buffer.of(0xc3, 0x28), "1"]]) }),
  ),
  context(
    "bytes-after",
    "bytes follow the last pair",
    withHeader({ context: join(contextBytes([["a", "1"]]), Buffer.of(0)) }),
  ),
  context(
    "pair-cut",
    "a value is longer than the context",
    withHeader({ context: join(number(2, 1), field("a"), number(2, 9), Buffer.of(1)) }),
  ),
  context("count-zero", "bytes, but no pairs", withHeader({ context: join(number(2, 0), Buffer.of(0, 0)) })),

  signature("missing", "no footer", unsignedPart),
  signature("cut", "the last byte of the signature is missing", signedWhole.subarray(0, -1)),
  signature("empty", "a signature of 0 bytes", join(unsignedPart, number(2, 0))),
  signature("flipped", "one bit of the signature", flipped(signedWhole, -1)),
  signature(
    "of-another",
    "the signature of another message",
    join(unsignedPart, signed(whole).subarray(whole.length)),
  ),
  signature("trailing-byte", "one byte follows the footer", join(signedWhole, Buffer.of(0))),
  signature("no-public-key", "a signed suite without a public key", signed(withHeader({ suiteId: 0x0578 }))),
  signature(
    "bad-public-key",
    "a public key that is no point of the curve",
    signed(
      new Message({
        ...signing,
        context: contextBytes([["aws-crypto-public-key", Buffer.alloc(49, 2).toString("base64")]]),
      }).whole(TEXT),
    ),
  ),
  signature(
    "public-key-unsigned",
    "a public key in a suite without signatures: the signature was stripped",
    new Message({ ...signing, seed: "stripped", suiteId: 0x0478 }).whole(TEXT),
  ),
];
