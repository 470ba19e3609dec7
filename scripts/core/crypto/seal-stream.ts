/** Plaintext in, one message out. */
import { randomBytes } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import { OperatorError } from "../../errors";
import type { EncryptionContext } from "../ports";
import { FrameCipher } from "./frames/frame-cipher";
import { type FrameSealer, headOf, PoolSealer, type Sealed } from "./frames/frame-sealer";
import { OrderedJobs } from "./frames/ordered-jobs";
import { SealThread } from "./frames/seal-thread";
import { FRAME_LENGTH_BYTES, framesInFlight } from "./limits";
import type { SealingKeys } from "./message/data-keys";
import { commitmentOf, deriveKey, headerTag } from "./message/derive-key";
import { FINAL_FRAME_MARKER, type FrameHead } from "./message/message-body";
import { type MessageHeader, serializeContext, serializeHeader } from "./message/message-header";
import { newSigner, type Signer } from "./message/signature";
import { SIGNED_SUITE, UNSIGNED_SUITE } from "./message/suites";

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
  /**
   * Seal and digest the message in a thread of its own. It takes some 40 ms to start.
   * @default false
   */
  readonly digest?: boolean;
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

export interface SealStreamOptions {
  readonly frameLength: number;
  /** Called once, with the SHA-256 of the whole message in hexadecimal: seal in a thread of its own, which makes it. */
  readonly onDigest?: ((sha256: string) => void) | undefined;
}

export class SealStream extends Transform {
  private sealer: FrameSealer | undefined;
  private thread: SealThread | undefined;
  private signer: Signer | undefined;
  private sequence = 1;
  private filled = 0;
  private readonly frameLength: number;
  private readonly onDigest: (sha256: string) => void;
  private readonly threaded: boolean;
  private readonly jobs: OrderedJobs<Sealed>;

  /** @param start of the message; called at once, before any plaintext is taken. */
  constructor(
    private readonly start: Promise<StartedMessage>,
    { frameLength, onDigest }: SealStreamOptions,
  ) {
    super({ writableHighWaterMark: frameLength, readableHighWaterMark: 2 * frameLength });
    this.frameLength = frameLength;
    this.onDigest = onDigest ?? (() => {});
    this.threaded = onDigest !== undefined;
    this.jobs = new OrderedJobs(framesInFlight(frameLength), (pieces) => {
      for (const piece of pieces) this.emitBytes(piece);
    });
  }

  override _construct(done: (error?: Error | null) => void): void {
    try {
      if (this.threaded) this.thread = new SealThread(this.frameLength); // while the data key is fetched
    } catch (error) {
      this.start.then(({ key }) => key.fill(0)).catch(() => {});
      done(error as Error);
      return;
    }
    this.start
      .then(async ({ header, headerBytes, key, signer }) => {
        this.signer = signer;
        this.thread?.begin(header, key);
        this.sealer = this.thread ?? new PoolSealer(FrameCipher.create(header, key), this.frameLength);
        this.sealer.beside(headerBytes);
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

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const closing = (this.sealer ?? this.thread)?.close() ?? Promise.resolve();
    closing.then(() => done(error), done);
  }

  private async accept(chunk: Buffer): Promise<void> {
    const sealer = this.begun();
    for (let rest = chunk; rest.length > 0; ) {
      const taken = rest.subarray(0, sealer.framesAtOnce * this.frameLength - this.filled);
      rest = rest.subarray(taken.length);
      this.filled += taken.length;
      const heads: FrameHead[] = [];
      for (; this.filled >= this.frameLength; this.filled -= this.frameLength)
        heads.push(headOf("frame", this.nextSequence(), this.frameLength));
      this.jobs.begin(sealer.seal(taken, heads));
      await this.jobs.settle();
    }
  }

  /**
   * The last frame is always shorter than a frame, and empty after a full one: the Python library refuses a full one,
   * though the specification asks for it. (Source: aws-encryption-sdk 3.3.1, "Invalid final frame length".)
   */
  private async finish(): Promise<void> {
    const sealer = this.begun();
    this.jobs.begin(sealer.seal(EMPTY, [headOf("final", this.nextSequence(), this.filled)]));
    await this.jobs.settle(0);
    if (this.signer !== undefined) {
      const footer = this.signer.footer();
      sealer.beside(footer);
      this.push(footer);
    }
    const digest = await sealer.sha256();
    if (digest !== undefined) this.onDigest(digest);
  }

  private begun(): FrameSealer {
    if (this.sealer !== undefined) return this.sealer;
    throw new Error("sealed before the message was begun");
  }

  private nextSequence(): number {
    if (this.sequence < FINAL_FRAME_MARKER) return this.sequence++;
    throw new OperatorError("source", "the input is too long for one message (2^32 - 1 frames)");
  }

  /** Takes back a piece of the message that nobody reads any more. */
  reuse(piece: Buffer): void {
    this.sealer?.reuse(piece);
  }

  private emitBytes(bytes: Buffer): void {
    this.signer?.update(bytes);
    this.push(bytes);
  }
}

const EMPTY = Buffer.alloc(0);
