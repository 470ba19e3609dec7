/**
 * The header of a message, in bytes.
 *
 * Our own code and not the official package's, which takes longer to load than a small message takes to open; the official
 * library is the oracle of its tests.
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html#header-structure
 */
import { isUtf8 } from "node:buffer";
import { OperatorError } from "../../../errors";
import type { EncryptionContext } from "../../ports";
import { MAX_HEADER_BYTES } from "../limits";
import { type Suite, suiteById } from "./suites";

/** Key of the encryption context that carries the public key of a signed message. */
export const PUBLIC_KEY_CONTEXT = "aws-crypto-public-key";

export const IV_BYTES = 12;
export const TAG_BYTES = 16;
/** Before the ciphertext of a frame: its number, its IV. */
export const FRAME_HEAD_BYTES = 4 + IV_BYTES;
/** The same of the last frame: a marker, its number, its IV, its length. */
export const FINAL_HEAD_BYTES = 4 + 4 + IV_BYTES + 4;
const COMMITMENT_BYTES = 32;
/** Lengths in a header have 16 bits. */
const MAX_FIELD_BYTES = 0xffff;
const ID_BYTES = { 1: 16, 2: 32 } as const;
const UNFRAMED = 1;
const FRAMED = 2;
/** "Type" of a version 1 message: customer authenticated encrypted data. */
const V1_TYPE = 0x80;

/** A data key as a message carries it: encrypted by one wrapping key. */
export interface EncryptedDataKey {
  /** `aws-kms`, or the namespace of a raw key. */
  readonly providerId: string;
  /** For KMS the key ARN. */
  readonly providerInfo: string;
  /** The bytes behind {@link providerInfo}: raw keys put binary parts there. */
  readonly rawInfo: Buffer;
  readonly encryptedDataKey: Buffer;
}

export interface MessageHeader {
  readonly suite: Suite;
  readonly messageId: Buffer;
  readonly encryptionContext: EncryptionContext;
  readonly encryptedDataKeys: readonly EncryptedDataKey[];
  /** Plaintext bytes of every frame but the last; 0 for an unframed body. */
  readonly frameLength: number;
  /** What the header commits to; empty in non-committing suites. */
  readonly commitment: Buffer;
}

/** A header as it was read; nothing in it can be trusted before its tag was checked. */
export interface ParsedHeader extends MessageHeader {
  /** The bytes that the tag authenticates. */
  readonly authenticated: Buffer;
  readonly iv: Buffer;
  readonly tag: Buffer;
  /** Bytes of the whole header, its tag included. */
  readonly length: number;
}

/** @throws OperatorError `usage` when the context does not fit into a header. */
export function serializeHeader(header: MessageHeader): Buffer {
  const { suite, messageId, encryptionContext, encryptedDataKeys, frameLength, commitment } = header;
  return Buffer.concat([
    Buffer.of(2),
    uint16(suite.id),
    messageId,
    field(serializeContext(encryptionContext)),
    uint16(encryptedDataKeys.length),
    ...encryptedDataKeys.flatMap((key) => [
      field(Buffer.from(key.providerId)),
      field(key.rawInfo),
      field(key.encryptedDataKey),
    ]),
    Buffer.of(FRAMED),
    uint32(frameLength),
    commitment,
  ]);
}

/**
 * The pairs sorted by the bytes of their keys; nothing at all for an empty context.
 * @throws OperatorError `usage` when they are too long for a header.
 */
export function serializeContext(context: EncryptionContext): Buffer {
  const pairs = Object.entries(context)
    .map(([key, value]) => [Buffer.from(key), Buffer.from(value)] as const)
    .sort(([a], [b]) => a.compare(b));
  const length = pairs.reduce((sum, [key, value]) => sum + 4 + key.length + value.length, 2);
  if (length > MAX_FIELD_BYTES) {
    throw new OperatorError(
      "usage",
      `the encryption context is ${length} bytes long; at most ${MAX_FIELD_BYTES} are allowed`,
      { hint: "a context is for names; put data into the file" },
    );
  }
  if (pairs.length === 0) return Buffer.alloc(0);
  return Buffer.concat([uint16(pairs.length), ...pairs.flatMap((pair) => pair.map(field))]);
}

/**
 * @returns `undefined` while the header is incomplete.
 * @throws OperatorError `notAuthentic` when the bytes cannot become a header.
 */
export function parseHeader(bytes: Buffer): ParsedHeader | undefined {
  try {
    return read(new Reader(bytes.subarray(0, MAX_HEADER_BYTES)));
  } catch (error) {
    if (error !== INCOMPLETE) throw error;
    if (bytes.length < MAX_HEADER_BYTES) return undefined;
    throw unreadable(`it is longer than ${MAX_HEADER_BYTES} bytes`);
  }
}

function read(from: Reader): ParsedHeader {
  const version = from.uint8();
  if (version !== 1 && version !== 2) throw unreadable(`unknown version ${version}`);
  if (version === 1 && from.uint8() !== V1_TYPE) throw unreadable("unknown type");
  const suiteId = from.uint16();
  const suite = suiteById(suiteId);
  if (suite === undefined || suite.committing !== (version === 2))
    throw unreadable(`unknown algorithm suite 0x${suiteId.toString(16).padStart(4, "0")}`);
  const messageId = from.bytes(ID_BYTES[version]);
  const encryptionContext = readContext(from.field());
  const encryptedDataKeys = readDataKeys(from);
  const contentType = from.uint8();
  if (version === 1) {
    if (from.uint32() !== 0) throw unreadable("its reserved bytes are not zero");
    if (from.uint8() !== IV_BYTES) throw unreadable("unknown length of initialization vectors");
  }
  const frameLength = from.uint32();
  if (contentType !== UNFRAMED && contentType !== FRAMED) throw unreadable("unknown content type");
  if ((contentType === UNFRAMED) !== (frameLength === 0)) throw unreadable("impossible frame length");
  const commitment = from.bytes(suite.committing ? COMMITMENT_BYTES : 0);
  const authenticated = from.soFar();
  const iv = suite.committing ? Buffer.alloc(IV_BYTES) : from.bytes(IV_BYTES);
  const tag = from.bytes(TAG_BYTES);
  const length = from.soFar().length;
  const header = { suite, messageId, encryptionContext, encryptedDataKeys, frameLength, commitment };
  return { ...header, authenticated, iv, tag, length };
}

function readContext(bytes: Buffer): EncryptionContext {
  const pairs = new Map<string, string>();
  if (bytes.length === 0) return {};
  const from = new Reader(bytes);
  try {
    const count = from.uint16();
    for (let index = 0; index < count; index++) {
      const [key, value] = [from.field(), from.field()];
      if (!isUtf8(key) || !isUtf8(value)) throw unreadable("its encryption context is not UTF-8");
      if (pairs.has(key.toString())) throw unreadable("a key of its encryption context comes twice");
      pairs.set(key.toString(), value.toString());
    }
  } catch (error) {
    throw error === INCOMPLETE ? unreadable("its encryption context is cut") : error;
  }
  if (from.soFar().length !== bytes.length) throw unreadable("bytes follow its encryption context");
  return Object.fromEntries(pairs);
}

function readDataKeys(from: Reader): EncryptedDataKey[] {
  const count = from.uint16();
  if (count === 0) throw unreadable("it has no encrypted data key");
  const keys: EncryptedDataKey[] = [];
  for (let index = 0; index < count; index++) {
    const [providerId, rawInfo, encryptedDataKey] = [from.field(), from.field(), from.field()];
    keys.push({
      providerId: providerId.toString(),
      providerInfo: rawInfo.toString(),
      rawInfo,
      encryptedDataKey,
    });
  }
  return keys;
}

/** Thrown for bytes that have not arrived yet; made once, because a slow pipe throws it often. */
const INCOMPLETE = new Error("incomplete");

class Reader {
  private at = 0;
  constructor(private readonly buffer: Buffer) {}

  bytes(count: number): Buffer {
    if (this.at + count > this.buffer.length) throw INCOMPLETE;
    this.at += count;
    return this.buffer.subarray(this.at - count, this.at);
  }
  soFar(): Buffer {
    return this.buffer.subarray(0, this.at);
  }
  uint8(): number {
    return this.bytes(1).readUInt8();
  }
  uint16(): number {
    return this.bytes(2).readUInt16BE();
  }
  uint32(): number {
    return this.bytes(4).readUInt32BE();
  }
  /** Bytes after their own 16-bit length. */
  field(): Buffer {
    return this.bytes(this.uint16());
  }
}

function unreadable(why: string): OperatorError {
  return new OperatorError("notAuthentic", `the message header cannot be read: ${why}`);
}

const field = (bytes: Buffer): Buffer => Buffer.concat([uint16(bytes.length), bytes]);

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
