/**
 * Follows the framing of a message body, without decrypting, to know what each byte is and where the message ends.
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html#body-structure
 */
import { anotherFrame, damaged, lastIsTooLong, tooLong } from "../damage";
import { MAX_FRAME_LENGTH_BYTES } from "../limits";
import { frameBytes } from "./frame-layout";
import { IV_BYTES, TAG_BYTES } from "./message-header";

const SEQUENCE_BYTES = 4;
const LENGTH_BYTES = 4;
const UNFRAMED_LENGTH_BYTES = 8;
const SIGNATURE_LENGTH_BYTES = 2;
/** Stands where the sequence number of another frame would. */
export const FINAL_FRAME_MARKER = 0xffffffff;

export type FrameKind = "frame" | "final" | "unframed";

/** What a frame says about itself. */
export interface FrameHead {
  readonly kind: FrameKind;
  /** 1 for the first frame. */
  readonly sequence: number;
  readonly iv: Buffer;
  /** Plaintext bytes. */
  readonly length: number;
}

/** A frame of a message that is read. */
export interface ReadFrame extends FrameHead {
  /** All bytes of the frame before its ciphertext. */
  readonly bytes: Buffer;
}

export interface BodyHandler {
  /** @param content ciphertext and tag, valid during the call only; empty when they were skipped. */
  frame(head: ReadFrame, content: Buffer): void;
  /** The signature of a signed message, in DER. */
  signature?(bytes: Buffer): void;
}

export interface BodyShape {
  /** Plaintext bytes of every frame but the last; 0 for an unframed body. */
  readonly frameLength: number;
  /** Whether a signature follows the last frame. */
  readonly signed: boolean;
  /** Whether the frames' bytes are wanted, or only where they are. */
  readonly collect: boolean;
}

/** So many bytes, and what to do with them; `content` may be skipped. */
interface Step {
  readonly bytes: number;
  readonly content?: boolean;
  readonly next: (bytes: Buffer) => Step | "end";
}

export class MessageBody {
  private step: Step | "end";
  /** Bytes of the step that have been seen. */
  private progress = 0;
  /** Bytes of the steps before it. */
  private passed = 0;
  private expected = 1;
  /** Holds what came of the step so far when it came in pieces; kept from frame to frame. */
  private gathered = Buffer.alloc(0);

  constructor(
    private readonly shape: BodyShape,
    private readonly handler: BodyHandler,
  ) {
    this.step = shape.frameLength === 0 ? this.unframed() : this.frame();
  }

  /** Whether the last byte of the message has been seen. */
  get ended(): boolean {
    return this.step === "end";
  }

  /** Bytes of the body that have been seen, up to where its framing broke. */
  get bytes(): number {
    return this.passed + this.progress;
  }

  /** Bytes up to the end of what is being read: a head, or a content with its tag; 0 at the end of the message. */
  get wanted(): number {
    return this.step === "end" ? 0 : this.step.bytes - this.progress;
  }

  /** Bytes that nobody needs to see, from here on; always 0 when frames are collected. */
  get skippable(): number {
    return this.step !== "end" && this.isSkipped(this.step) ? this.step.bytes - this.progress : 0;
  }

  /** Goes on behind so many whole frames, whatever was seen before; of a framed body that has not ended. */
  jump(frames: number): void {
    this.progress = 0;
    this.passed = frames * frameBytes(this.shape.frameLength);
    this.expected = frames + 1;
    this.step = this.frame();
  }

  /** Instead of `push` for {@link skippable} bytes, or fewer. */
  skip(bytes: number): void {
    this.progress += bytes;
    if (this.step !== "end" && this.progress === this.step.bytes) this.advance(this.step, EMPTY);
  }

  /**
   * @returns how many bytes of the chunk belong to the message.
   * @throws OperatorError `notAuthentic` when the framing is impossible.
   */
  push(chunk: Buffer): number {
    let rest = chunk;
    for (let step = this.step; rest.length > 0 && step !== "end"; step = this.step) {
      const taken = rest.subarray(0, step.bytes - this.progress);
      rest = rest.subarray(taken.length);
      if (this.isSkipped(step)) this.skip(taken.length);
      else if (taken.length === step.bytes) this.advance(step, taken);
      else this.gather(step, taken);
    }
    return chunk.length - rest.length;
  }

  private isSkipped(step: Step): boolean {
    return step.content === true && !this.shape.collect;
  }

  private gather(step: Step, taken: Buffer): void {
    const needed = this.progress + taken.length;
    if (this.gathered.length < needed) {
      // Grown as bytes arrive, not as they are announced: a forged length must not cost memory.
      const grown = Buffer.allocUnsafe(Math.min(step.bytes, Math.max(2 * needed, 4096)));
      this.gathered.copy(grown, 0, 0, this.progress);
      this.gathered = grown;
    }
    taken.copy(this.gathered, this.progress);
    this.progress = needed;
    if (needed === step.bytes) this.advance(step, this.gathered.subarray(0, needed));
  }

  private advance(step: Step, bytes: Buffer): void {
    this.progress = 0;
    this.step = step.next(bytes);
    this.passed += step.bytes;
  }

  private frame(): Step {
    return {
      bytes: SEQUENCE_BYTES + IV_BYTES,
      next: (head) => {
        const sequence = head.readUInt32BE();
        if (sequence === FINAL_FRAME_MARKER) return this.finalFrame(Buffer.from(head));
        this.checkSequence(sequence);
        const bytes = Buffer.from(head);
        const iv = bytes.subarray(SEQUENCE_BYTES);
        const length = this.shape.frameLength;
        return this.content({ kind: "frame", sequence, iv, length, bytes }, () => this.frame());
      },
    };
  }

  /** @param start the marker and what follows it, up to the length of any other frame's head. */
  private finalFrame(start: Buffer): Step {
    return {
      bytes: SEQUENCE_BYTES + LENGTH_BYTES,
      next: (rest) => {
        const bytes = Buffer.concat([start, rest]);
        const sequence = bytes.readUInt32BE(SEQUENCE_BYTES);
        this.checkSequence(sequence);
        const iv = bytes.subarray(2 * SEQUENCE_BYTES, -LENGTH_BYTES);
        const length = bytes.readUInt32BE(bytes.length - LENGTH_BYTES);
        if (length > this.shape.frameLength) throw lastIsTooLong();
        return this.content({ kind: "final", sequence, iv, length, bytes }, () => this.footer());
      },
    };
  }

  private unframed(): Step {
    return {
      bytes: IV_BYTES + UNFRAMED_LENGTH_BYTES,
      next: (head) => {
        const length = head.readBigUInt64BE(IV_BYTES);
        if (length > BigInt(MAX_FRAME_LENGTH_BYTES)) throw tooLong(length);
        const bytes = Buffer.from(head);
        const iv = bytes.subarray(0, IV_BYTES);
        const place = { kind: "unframed", sequence: 1, iv, length: Number(length) } as const;
        return this.content({ ...place, bytes }, () => this.footer());
      },
    };
  }

  private content(head: ReadFrame, next: () => Step | "end"): Step {
    return {
      bytes: head.length + TAG_BYTES,
      content: true,
      next: (bytes) => {
        this.expected++;
        this.handler.frame(head, bytes);
        return next();
      },
    };
  }

  private checkSequence(sequence: number): void {
    if (sequence !== this.expected) throw anotherFrame(sequence, this.expected);
  }

  private footer(): Step | "end" {
    if (!this.shape.signed) return "end";
    return {
      bytes: SIGNATURE_LENGTH_BYTES,
      next: (length) => {
        const bytes = length.readUInt16BE();
        if (bytes === 0) throw damaged("its signature is empty");
        return {
          bytes,
          next: (signature) => {
            this.handler.signature?.(Buffer.from(signature));
            return "end";
          },
        };
      },
    };
  }
}

const EMPTY = Buffer.alloc(0);
