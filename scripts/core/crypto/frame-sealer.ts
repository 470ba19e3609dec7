/** Where the frames of a stream are sealed: on the thread pool, or in a thread of the message's own. */
import { isPromise } from "node:util/types";
import { type FrameCipher, frameIv } from "./frame-cipher";
import { FINAL_FRAME_MARKER, type FrameHead } from "./message-body";
import { uint32 } from "./message-header";

/** Pieces of the message, in their order. */
export type Sealed = readonly Buffer[];

export interface FrameSealer {
  /** Where the plaintext of the next frame goes; asked for anew after every {@link seal}. */
  frame(): Buffer;
  /** Seals the first `length` bytes of {@link frame}. */
  seal(head: FrameHead): Sealed | Promise<Sealed>;
  /** Called with what stands before and after the frames. */
  beside(bytes: Buffer): void;
  /** Of the whole message, in hexadecimal; asked for once, at its end. `undefined` where nobody keeps it. */
  sha256(): Promise<string> | undefined;
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
  constructor(
    private readonly cipher: FrameCipher,
    frameLength: number,
  ) {
    this.plaintext = Buffer.allocUnsafe(frameLength);
  }

  frame(): Buffer {
    return this.plaintext;
  }

  seal(head: FrameHead): Sealed | Promise<Sealed> {
    const begin = frameHeadBytes(head);
    const content = this.cipher.seal(head, this.plaintext.subarray(0, head.length));
    return isPromise(content) ? content.then((bytes) => [begin, bytes]) : [begin, content];
  }

  beside(): void {}

  sha256(): undefined {
    return undefined;
  }

  async close(): Promise<void> {
    this.plaintext.fill(0);
  }
}
