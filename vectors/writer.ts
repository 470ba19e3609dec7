/**
 * Writes messages byte by byte, right ones and wrong ones, from fixed randomness. It shares no code with the engine, so that
 * the two check each other.
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html
 */
import { createCipheriv, createHash, hkdfSync } from "node:crypto";

/** Wrapping key of every vector; published in README.md. */
export const WRAPPING_KEY = Buffer.from(
  "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
  "hex",
);
export const KEY_NAMESPACE = "sealstack-vectors";
export const KEY_NAME = "raw-aes-256";

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

export function number(bytes: 1 | 2 | 4 | 8, value: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigUInt64BE(BigInt(value));
  else buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

export const field = (bytes: Buffer | string): Buffer => {
  const buffer = Buffer.from(bytes as Buffer);
  return Buffer.concat([number(2, buffer.length), buffer]);
};

/** Pairs as they stand in a header, in the order given. */
export const contextBytes = (pairs: readonly (readonly [Buffer | string, Buffer | string])[]): Buffer =>
  pairs.length === 0
    ? Buffer.alloc(0)
    : Buffer.concat([number(2, pairs.length), ...pairs.flatMap((pair) => pair.map(field))]);

export interface Recipe {
  /** Chooses data key, message id and wrapping IV. */
  readonly seed: string;
  readonly suiteId?: number;
  readonly version?: number;
  readonly context?: Buffer;
  /** Context under which the data key is wrapped. @default context */
  readonly wrappingContext?: Buffer;
  /** Replaces the list of encrypted data keys, its count included. */
  readonly dataKeys?: (own: Buffer) => Buffer;
  readonly contentType?: number;
  readonly frameLength?: number;
  /** Replaces the commitment. */
  readonly commitment?: Buffer;
}

export class Message {
  readonly messageId: Buffer;
  readonly dataKey: Buffer;
  readonly key: Buffer;
  private readonly suiteId: number;

  constructor(private readonly recipe: Recipe) {
    this.suiteId = recipe.suiteId ?? 0x0478;
    this.messageId = sha256(`message id of ${recipe.seed}`);
    this.dataKey = sha256(`data key of ${recipe.seed}`);
    this.key = this.derive(Buffer.concat([number(2, this.suiteId), Buffer.from("DERIVEKEY")]));
  }

  get frameLength(): number {
    return this.recipe.frameLength ?? 32;
  }

  /** The header with its tag. */
  header(): Buffer {
    const { version = 2, context = contextBytes([["purpose", "vectors"]]), contentType = 2 } = this.recipe;
    const own = this.encryptedDataKey(this.recipe.wrappingContext ?? context);
    const head = Buffer.concat([
      number(1, version),
      number(2, this.suiteId),
      this.messageId,
      field(context),
      this.recipe.dataKeys?.(own) ?? Buffer.concat([number(2, 1), own]),
      number(1, contentType),
      number(4, this.frameLength),
      this.recipe.commitment ?? this.derive(Buffer.from("COMMITKEY")),
    ]);
    return Buffer.concat([head, this.gcm(Buffer.alloc(12), head, Buffer.alloc(0))]);
  }

  frame(sequence: number, plaintext: Buffer): Buffer {
    const aad = this.aad("AWSKMSEncryptionClient Frame", sequence, plaintext.length);
    return Buffer.concat([number(4, sequence), iv(sequence), this.gcm(iv(sequence), aad, plaintext)]);
  }

  finalFrame(sequence: number, plaintext: Buffer): Buffer {
    const aad = this.aad("AWSKMSEncryptionClient Final Frame", sequence, plaintext.length);
    return Buffer.concat([
      number(4, 0xffffffff),
      number(4, sequence),
      iv(sequence),
      number(4, plaintext.length),
      this.gcm(iv(sequence), aad, plaintext),
    ]);
  }

  unframed(plaintext: Buffer): Buffer {
    const aad = this.aad("AWSKMSEncryptionClient Single Block", 1, plaintext.length);
    return Buffer.concat([iv(1), number(8, plaintext.length), this.gcm(iv(1), aad, plaintext)]);
  }

  /** All frames of a plaintext, the last of which is shorter than a frame. */
  frames(plaintext: Buffer): Buffer[] {
    const frames: Buffer[] = [];
    for (let at = 0; ; at += this.frameLength) {
      const rest = plaintext.subarray(at);
      if (rest.length < this.frameLength) return [...frames, this.finalFrame(frames.length + 1, rest)];
      frames.push(this.frame(frames.length + 1, rest.subarray(0, this.frameLength)));
    }
  }

  whole(plaintext: Buffer): Buffer {
    return Buffer.concat([this.header(), ...this.frames(plaintext)]);
  }

  /** The data key wrapped by the raw AES key, with its lengths. */
  private encryptedDataKey(context: Buffer): Buffer {
    const wrappingIv = sha256(`wrapping iv of ${this.recipe.seed}`).subarray(0, 12);
    const info = Buffer.concat([Buffer.from(KEY_NAME), number(4, 128), number(4, 12), wrappingIv]);
    const gcm = createCipheriv("aes-256-gcm", WRAPPING_KEY, wrappingIv).setAAD(context);
    const wrapped = Buffer.concat([gcm.update(this.dataKey), gcm.final(), gcm.getAuthTag()]);
    return Buffer.concat([KEY_NAMESPACE, info, wrapped].map(field));
  }

  private derive(info: Buffer): Buffer {
    return Buffer.from(hkdfSync("sha512", this.dataKey, this.messageId, info, 32));
  }

  private aad(content: string, sequence: number, length: number): Buffer {
    return Buffer.concat([this.messageId, Buffer.from(content), number(4, sequence), number(8, length)]);
  }

  private gcm(initial: Buffer, aad: Buffer, plaintext: Buffer): Buffer {
    const gcm = createCipheriv("aes-256-gcm", this.key, initial).setAAD(aad);
    return Buffer.concat([gcm.update(plaintext), gcm.final(), gcm.getAuthTag()]);
  }
}

const iv = (sequence: number): Buffer => Buffer.concat([Buffer.alloc(8), number(4, sequence)]);
