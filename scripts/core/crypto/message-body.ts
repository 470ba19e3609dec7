/**
 * Follows the framing of an AWS Encryption SDK message body, without decrypting, to know where the message ends.
 *
 * The official JavaScript library accepts any bytes after an unsigned message; this is what refuses them, and what
 * notices a message that stops early before its last plaintext is released.
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html#body-structure
 */
import { OperatorError } from "../../errors";
import { MAX_FRAME_LENGTH_BYTES } from "./limits";

const SEQUENCE_BYTES = 4;
const FINAL_FRAME_MARKER = 0xffffffff;
const LENGTH_BYTES = 4;
const UNFRAMED_LENGTH_BYTES = 8;
const SIGNATURE_LENGTH_BYTES = 2;

export interface BodyShape {
  /** Plaintext bytes of every frame but the last; 0 for an unframed body. */
  readonly frameLength: number;
  readonly ivBytes: number;
  readonly tagBytes: number;
  /** Whether a signature follows the last frame. */
  readonly signed: boolean;
}

/** Collect `need` bytes and look at them, or let `skip` bytes pass, or the message is over. */
type Step =
  | { readonly need: number; readonly next: (bytes: Buffer) => Step }
  | { readonly skip: number; readonly next: () => Step }
  | "end";

export class MessageBody {
  private step: Step;
  private collected: Buffer[] = [];
  private progress = 0;

  constructor(private readonly shape: BodyShape) {
    this.step = shape.frameLength === 0 ? this.unframed() : this.frame();
  }

  /** Whether the last byte of the message has been seen. */
  get ended(): boolean {
    return this.step === "end";
  }

  /** @throws OperatorError `notAuthentic` when bytes follow the message or the framing is impossible. */
  push(chunk: Buffer): void {
    let rest = chunk;
    for (let step = this.step; rest.length > 0; step = this.step) {
      if (step === "end") throw trailingBytes();
      const size = "need" in step ? step.need : step.skip;
      const taken = rest.subarray(0, size - this.progress);
      rest = rest.subarray(taken.length);
      this.progress += taken.length;
      if ("need" in step) this.collected.push(taken);
      if (this.progress === size) this.advance(step);
    }
  }

  private advance(step: Exclude<Step, "end">): void {
    const bytes = Buffer.concat(this.collected);
    this.collected = [];
    this.progress = 0;
    this.step = "need" in step ? step.next(bytes) : step.next();
  }

  private frame(): Step {
    const { frameLength, ivBytes, tagBytes } = this.shape;
    return {
      need: SEQUENCE_BYTES,
      next: (bytes) =>
        bytes.readUInt32BE() === FINAL_FRAME_MARKER
          ? this.finalFrame()
          : { skip: ivBytes + frameLength + tagBytes, next: () => this.frame() },
    };
  }

  private finalFrame(): Step {
    const { ivBytes, tagBytes, frameLength } = this.shape;
    return {
      need: SEQUENCE_BYTES + ivBytes + LENGTH_BYTES,
      next: (bytes) => {
        const length = bytes.readUInt32BE(SEQUENCE_BYTES + ivBytes);
        if (length > frameLength) throw damaged("its last frame is longer than a frame");
        return { skip: length + tagBytes, next: () => this.footer() };
      },
    };
  }

  private unframed(): Step {
    const { ivBytes, tagBytes } = this.shape;
    return {
      need: ivBytes + UNFRAMED_LENGTH_BYTES,
      next: (bytes) => {
        const length = bytes.readBigUInt64BE(ivBytes);
        if (length > BigInt(MAX_FRAME_LENGTH_BYTES)) throw tooLong(length);
        return { skip: Number(length) + tagBytes, next: () => this.footer() };
      },
    };
  }

  private footer(): Step {
    if (!this.shape.signed) return "end";
    return {
      need: SIGNATURE_LENGTH_BYTES,
      next: (bytes): Step => {
        const length = bytes.readUInt16BE();
        return length === 0 ? "end" : { skip: length, next: (): Step => "end" };
      },
    };
  }
}

export function damaged(how: string): OperatorError {
  return new OperatorError("notAuthentic", `the message is damaged: ${how}`, {
    hint: "fetch the file again, and compare its SHA-256 with the manifest's",
  });
}

export function tooLong(bytes: number | bigint): OperatorError {
  return damaged(`a frame of ${bytes} bytes is declared; at most ${MAX_FRAME_LENGTH_BYTES} are accepted`);
}

function trailingBytes(): OperatorError {
  return new OperatorError("notAuthentic", "other bytes follow the end of the message", {
    hint: "the file was appended to, or two messages were joined; do not trust it before you know why",
  });
}
