/** What a message says about itself, and where it ends: its framing is followed, nothing is decrypted. */
import { OperatorError } from "../../../errors";
import { empty, tooLong, truncated } from "../damage";
import { MAX_FRAME_LENGTH_BYTES } from "../limits";
import { checkFirstBytes } from "../not-a-message";
import { MessageBody } from "./message-body";
import { type ParsedHeader, parseHeader } from "./message-header";

export interface Inspection {
  /** As it was read: nothing of it is authenticated. */
  readonly header: ParsedHeader;
  /** Frames that are there as a whole; 1 for an unframed body. */
  readonly frames: number;
  /** Plaintext bytes of these frames. */
  readonly plaintextBytes: number;
  readonly status: "complete" | "truncated" | "followed by other bytes" | "damaged";
  /** Why the framing cannot be followed; of a damaged message only. */
  readonly problem: string | undefined;
  /** Bytes of the message, as far as it is there. */
  readonly messageBytes: number;
  /** Bytes after the message. */
  readonly trailingBytes: number;
}

export class MessageInspector {
  private start: Buffer[] = [];
  private startBytes = 0;
  private nextLook = 1;
  private header: ParsedHeader | undefined;
  private body: MessageBody | undefined;
  private frames = 0;
  private plaintextBytes = 0;
  private trailingBytes = 0;
  private problem: string | undefined;

  /** Bytes from here on that need not be read: {@link skip} them. Infinite when nothing more can be learnt. */
  get skippable(): number {
    if (this.problem !== undefined || this.body?.ended === true) return Number.POSITIVE_INFINITY;
    return this.body?.skippable ?? 0;
  }

  /** @param bytes at most {@link skippable}. */
  skip(bytes: number): void {
    if (this.problem !== undefined) return;
    if (this.body?.ended === true) this.trailingBytes += bytes;
    else this.body?.skip(bytes);
  }

  /** The header, as soon as it is there as a whole. */
  get parsedHeader(): ParsedHeader | undefined {
    return this.header;
  }

  /** Goes on behind so many frames, which are taken to be there; only while the body has not ended. */
  jump(frames: number): void {
    if (this.problem !== undefined || this.body === undefined || this.body.ended) return;
    this.body.jump(frames);
    this.frames = frames;
    this.plaintextBytes = frames * (this.header?.frameLength ?? 0);
  }

  /** @throws OperatorError `notAuthentic` when the header cannot be read. */
  push(chunk: Buffer): void {
    if (this.body !== undefined) {
      this.pushBody(this.body, chunk);
      return;
    }
    this.start.push(chunk);
    this.startBytes += chunk.length;
    if (this.startBytes >= this.nextLook) this.lookForHeader();
  }

  /** @throws OperatorError `notAuthentic` when the header is not there. */
  finish(): Inspection {
    if (this.startBytes === 0) throw empty();
    if (this.header === undefined) this.lookForHeader();
    if (this.header === undefined || this.body === undefined) throw truncated();
    const { header, frames, plaintextBytes, problem, trailingBytes } = this;
    const messageBytes = header.length + this.body.bytes;
    return {
      header,
      frames,
      plaintextBytes,
      status: this.status(this.body),
      problem,
      messageBytes,
      trailingBytes,
    };
  }

  private status(body: MessageBody): Inspection["status"] {
    if (this.problem !== undefined) return "damaged";
    if (!body.ended) return "truncated";
    return this.trailingBytes > 0 ? "followed by other bytes" : "complete";
  }

  private lookForHeader(): void {
    const start = Buffer.concat(this.start);
    this.start = [start];
    this.nextLook = 2 * start.length;
    checkFirstBytes(start, { allowNonCommitting: true });
    this.header = parseHeader(start);
    if (this.header === undefined) return;
    const { suite, frameLength, length } = this.header;
    if (frameLength > MAX_FRAME_LENGTH_BYTES) throw tooLong(frameLength);
    const shape = { frameLength, signed: suite.signature !== undefined, collect: false };
    const frame = (head: { readonly length: number }): void => {
      this.frames++;
      this.plaintextBytes += head.length;
    };
    this.body = new MessageBody(shape, { frame });
    this.start = [];
    this.pushBody(this.body, start.subarray(length));
  }

  private pushBody(body: MessageBody, chunk: Buffer): void {
    if (this.problem !== undefined) return;
    try {
      this.trailingBytes += chunk.length - body.push(chunk);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      this.problem = error.message;
    }
  }
}
