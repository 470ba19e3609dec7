/** Plaintext in, one message out. */
import { randomBytes } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import { isPromise } from "node:util/types";
import { OperatorError } from "../../errors";
import type { EncryptionContext } from "../ports";
import type { SealingKeys } from "./data-keys";
import { commitmentOf, deriveKey, headerTag } from "./derive-key";
import { FrameCipher, frameIv } from "./frame-cipher";
import { FRAME_LENGTH_BYTES, framesInFlight } from "./limits";
import { FINAL_FRAME_MARKER } from "./message-body";
import { type MessageHeader, serializeContext, serializeHeader, uint32 } from "./message-header";
import { OrderedJobs } from "./ordered-jobs";
import { newSigner, type Signer } from "./signature";
import { SIGNED_SUITE, UNSIGNED_SUITE } from "./suites";

export interface SealSettings {
  readonly context: EncryptionContext;
  /**
   * Plaintext bytes in a frame.
   * @default 1048576
   */
  readonly frameLength?: number;
  /**
   * Sign the message with a key of its own. It costs half of the speed.
   * @default false
   */
  readonly signed?: boolean;
}

/** A message whose header is done. */
export interface StartedMessage {
  readonly header: MessageHeader;
  /** The header with its tag. */
  readonly headerBytes: Buffer;
  /** Key of the frames; whoever takes it zeroes it. */
  readonly key: Buffer;
  readonly signer: Signer | undefined;
}

export async function startMessage(keys: SealingKeys, settings: SealSettings): Promise<StartedMessage> {
  const suite = settings.signed === true ? SIGNED_SUITE : UNSIGNED_SUITE;
  const signer = suite.signature === undefined ? undefined : newSigner(suite.signature);
  const encryptionContext = { ...settings.context, ...signer?.context };
  serializeContext(encryptionContext); // fails before anybody is asked for a data key
  const messageId = randomBytes(32);
  const { dataKey, encrypted } = await keys.generate(encryptionContext, suite.keyBytes);
  const header: MessageHeader = {
    suite,
    messageId,
    encryptionContext,
    encryptedDataKeys: encrypted,
    frameLength: settings.frameLength ?? FRAME_LENGTH_BYTES,
    commitment: commitmentOf(suite, dataKey, messageId),
  };
  const key = deriveKey(suite, dataKey, messageId);
  dataKey.fill(0);
  const authenticated = serializeHeader(header);
  const headerBytes = Buffer.concat([authenticated, headerTag(suite, key, authenticated)]);
  return { header, headerBytes, key, signer };
}

export class SealStream extends Transform {
  private cipher: FrameCipher | undefined;
  private signer: Signer | undefined;
  private sequence = 1;
  private filled = 0;
  /** The frame being filled. It is used again at once: the cipher takes a copy. */
  private readonly frame: Buffer;
  private readonly jobs: OrderedJobs<readonly Buffer[]>;

  /** @param start of the message; called at once, before any plaintext is taken. */
  constructor(
    private readonly start: Promise<StartedMessage>,
    private readonly frameLength: number,
  ) {
    super({ writableHighWaterMark: frameLength, readableHighWaterMark: 2 * frameLength });
    this.frame = Buffer.allocUnsafe(frameLength);
    this.jobs = new OrderedJobs(framesInFlight(frameLength), (pieces) => {
      for (const piece of pieces) this.emitBytes(piece);
    });
  }

  override _construct(done: (error?: Error | null) => void): void {
    this.start
      .then(async ({ header, headerBytes, key, signer }) => {
        this.signer = signer;
        this.cipher = await FrameCipher.create(header, key);
        this.emitBytes(headerBytes);
      })
      .then(() => done(), done);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.accept(chunk).then(() => done(), done);
  }

  override _flush(done: TransformCallback): void {
    this.finish().then(() => done(), done);
  }

  private async accept(chunk: Buffer): Promise<void> {
    for (let rest = chunk; rest.length > 0; ) {
      const taken = rest.copy(this.frame, this.filled);
      this.filled += taken;
      rest = rest.subarray(taken);
      if (this.filled === this.frameLength) await this.sealFrame();
    }
  }

  private async sealFrame(): Promise<void> {
    const sequence = this.nextSequence();
    const iv = frameIv(sequence);
    const head = { kind: "frame", sequence, iv, length: this.frameLength } as const;
    this.jobs.begin(framed(Buffer.concat([uint32(sequence), iv]), this.seal(head)));
    this.filled = 0;
    await this.jobs.settle();
  }

  /**
   * The last frame is always shorter than a frame, and empty after a full one: the Python library refuses a full one,
   * though the specification asks for it. (Source: aws-encryption-sdk 3.3.1, "Invalid final frame length".)
   */
  private async finish(): Promise<void> {
    const sequence = this.nextSequence();
    const iv = frameIv(sequence);
    const head = { kind: "final", sequence, iv, length: this.filled } as const;
    const bytes = [uint32(FINAL_FRAME_MARKER), uint32(sequence), iv, uint32(this.filled)];
    this.jobs.begin(framed(Buffer.concat(bytes), this.seal(head)));
    await this.jobs.settle(0);
    this.frame.fill(0);
    if (this.signer !== undefined) this.push(this.signer.footer());
  }

  private seal(head: Parameters<FrameCipher["seal"]>[0]): Buffer | Promise<Buffer> {
    if (this.cipher === undefined) throw new Error("sealed before the message was begun");
    return this.cipher.seal(head, this.frame.subarray(0, head.length));
  }

  private nextSequence(): number {
    if (this.sequence < FINAL_FRAME_MARKER) return this.sequence++;
    throw new OperatorError("source", "the input is too long for one message (2^32 - 1 frames)");
  }

  private emitBytes(bytes: Buffer): void {
    this.signer?.update(bytes);
    this.push(bytes);
  }
}

function framed(
  head: Buffer,
  content: Buffer | Promise<Buffer>,
): readonly Buffer[] | Promise<readonly Buffer[]> {
  return isPromise(content) ? content.then((bytes) => [head, bytes]) : [head, content];
}
