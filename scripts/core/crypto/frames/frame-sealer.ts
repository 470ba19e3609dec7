/** Where the frames of a stream are sealed: on the thread pool, or in a thread of the message's own. */
import { isPromise } from "node:util/types";
import { FINAL_FRAME_MARKER, type FrameHead } from "../message/message-body";
import { uint32 } from "../message/message-header";
import { type FrameCipher, frameIv } from "./frame-cipher";

/** Pieces of the message, in their order. */
export type Sealed = readonly Buffer[];

export interface FrameSealer {
  /** Frames that one chunk may complete. */
  readonly framesAtOnce: number;
  /** Takes the next plaintext. @param heads of the frames that it completes. @returns these frames. */
  seal(chunk: Buffer, heads: readonly FrameHead[]): Sealed | Promise<Sealed>;
  /** Called with what stands before and after the frames. */
  beside(bytes: Buffer): void;
  /** Of the whole message, in hexadecimal; asked for once, at its end. `undefined` where nobody keeps it. */
  sha256(): Promise<string> | undefined;
  /** Takes back a piece of the message that nobody reads any more. */
  reuse(piece: Buffer): void;
  close(): Promise<void>;
}

/** What a frame that we seal begins with, and the last one of a message. */
export function frameHeadBytes({ kind, sequence, iv, length }: FrameHead): Buffer {
  if (kind === "frame") return Buffer.concat([uint32(sequence), iv]);
  return Buffer.concat([uint32(FINAL_FRAME_MARKER), uint32(sequence), iv, uint32(length)]);
}

export const headOf = (kind: "frame" | "final", sequence: number, length: number): FrameHead => ({
  ...{ kind, sequence, length, iv: frameIv(sequence) },
});

export class PoolSealer implements FrameSealer {
  /** Used again at once: the cipher takes a copy. */
  private readonly plaintext: Buffer;
  private filled = 0;
  readonly framesAtOnce = 1;
  constructor(
    private readonly cipher: FrameCipher,
    frameLength: number,
  ) {
    this.plaintext = Buffer.allocUnsafe(frameLength);
  }

  seal(chunk: Buffer, [head]: readonly FrameHead[]): Sealed | Promise<Sealed> {
    this.filled += chunk.copy(this.plaintext, this.filled);
    if (head === undefined) return [];
    this.filled = 0;
    const begin = frameHeadBytes(head);
    const content = this.cipher.seal(head, this.plaintext.subarray(0, head.length));
    return isPromise(content) ? content.then((bytes) => [begin, bytes]) : [begin, content];
  }

  beside(): void {}

  sha256(): undefined {
    return undefined;
  }

  reuse(): void {}

  async close(): Promise<void> {
    this.plaintext.fill(0);
  }
}
