/** AES-GCM over one frame at a time: long frames on the thread pool, several at once; short ones where they are. */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, webcrypto } from "node:crypto";
import { notAuthentic } from "../damage";
import type { FrameHead, FrameKind } from "../message/message-body";
import { IV_BYTES, type MessageHeader, TAG_BYTES, uint32 } from "../message/message-header";
import type { Suite } from "../message/suites";

/**
 * Frames from this length on go to the thread pool; below, handing them over costs more than it saves.
 * Source: bench/, where 16 KiB frames lose by it and 64 KiB frames gain.
 */
const POOL_FROM_BYTES = 64 * 1024;

/** Source: message format, "Body AAD", content strings. */
const CONTENT: Readonly<Record<FrameKind, Buffer>> = {
  frame: Buffer.from("AWSKMSEncryptionClient Frame"),
  final: Buffer.from("AWSKMSEncryptionClient Final Frame"),
  unframed: Buffer.from("AWSKMSEncryptionClient Single Block"),
};

/** What the additional authenticated data of all frames of one kind begins with. */
const frameAadStart = (messageId: Buffer, kind: FrameKind): Buffer =>
  Buffer.concat([messageId, CONTENT[kind]]);

/** What a thread has to know of a message to seal or to open its frames. @param key of them; zeroed. */
export function frameJob({ suite, messageId, frameLength }: MessageHeader, key: Buffer) {
  const secret = createSecretKey(key);
  key.fill(0);
  return {
    cipher: suite.cipher,
    key: secret,
    frameAad: frameAadStart(messageId, "frame"),
    finalAad: frameAadStart(messageId, "final"),
    frameLength,
  };
}

/** The additional authenticated data of a frame: which message, which kind, which place, how long. */
export function frameAad(messageId: Buffer, kind: FrameKind, sequence: number, length: number): Buffer {
  const place = Buffer.alloc(12);
  place.writeUInt32BE(sequence);
  place.writeBigUInt64BE(BigInt(length), 4);
  return Buffer.concat([frameAadStart(messageId, kind), place]);
}

/** The initialization vector of a frame that we seal: its number, so that none comes twice under one key. */
export const frameIv = (sequence: number): Buffer =>
  Buffer.concat([Buffer.alloc(IV_BYTES - 4), uint32(sequence)]);

export class FrameCipher {
  private constructor(
    private readonly suite: Suite,
    private readonly messageId: Buffer,
    private readonly key: KeyObject,
  ) {}

  /** For the thread pool; asked for by the first long frame, because to load WebCrypto takes longer than to seal a small message. */
  private poolKey: "none" | "asked" | webcrypto.CryptoKey = "none";

  /** @param key of the frames; overwritten as soon as OpenSSL has its own copies, which stay until V8 collects them. */
  static create({ suite, messageId }: MessageHeader, key: Buffer): FrameCipher {
    try {
      return new FrameCipher(suite, Buffer.from(messageId), createSecretKey(key));
    } finally {
      key.fill(0);
    }
  }

  /** @returns ciphertext and tag. `plaintext` may be used again at once. */
  seal({ kind, sequence, iv }: FrameHead, plaintext: Buffer): Buffer | Promise<Buffer> {
    const aad = frameAad(this.messageId, kind, sequence, plaintext.length);
    const pool = this.poolFor(plaintext.length);
    if (pool !== undefined)
      return webcrypto.subtle.encrypt(this.algorithm(iv, aad), pool, plaintext).then(toBuffer);
    const gcm = createCipheriv(this.suite.cipher, this.key, iv, { authTagLength: TAG_BYTES }).setAAD(aad);
    return Buffer.concat([gcm.update(plaintext), gcm.final(), gcm.getAuthTag()]);
  }

  /**
   * @param content ciphertext and tag; may be used again at once.
   * @throws OperatorError `notAuthentic`, or rejects with it.
   */
  open({ kind, sequence, iv, length }: FrameHead, content: Buffer): Buffer | Promise<Buffer> {
    const aad = frameAad(this.messageId, kind, sequence, length);
    const fail = (cause: unknown): never => {
      throw notAuthentic(kind === "unframed" ? "its body" : `frame ${sequence}`, cause);
    };
    const pool = this.poolFor(length);
    if (pool !== undefined)
      return webcrypto.subtle.decrypt(this.algorithm(iv, aad), pool, content).then(toBuffer, fail);
    const gcm = createDecipheriv(this.suite.cipher, this.key, iv, { authTagLength: TAG_BYTES });
    gcm.setAAD(aad).setAuthTag(content.subarray(length));
    const plaintext = gcm.update(content.subarray(0, length));
    try {
      gcm.final();
    } catch (error) {
      plaintext.fill(0);
      fail(error);
    }
    return plaintext;
  }

  /** @returns nothing for a short frame, and for the first long ones, which are done where they are while there is no key yet. */
  private poolFor(length: number): webcrypto.CryptoKey | undefined {
    if (length < POOL_FROM_BYTES) return undefined;
    if (typeof this.poolKey === "object") return this.poolKey;
    if (this.poolKey === "none") this.askForPool();
    return undefined;
  }

  private askForPool(): void {
    this.poolKey = "asked";
    const raw = this.key.export();
    webcrypto.subtle
      .importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"])
      .then(
        (key) => {
          this.poolKey = key;
        },
        () => {}, // without the pool, all frames are done where they are
      )
      .finally(() => raw.fill(0));
  }

  private algorithm(iv: Buffer, additionalData: Buffer): webcrypto.AesGcmParams {
    return { name: "AES-GCM", iv, additionalData, tagLength: 8 * TAG_BYTES };
  }
}

const toBuffer = (bytes: ArrayBuffer): Buffer => Buffer.from(bytes);
