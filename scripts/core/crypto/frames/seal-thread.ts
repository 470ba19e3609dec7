/** A thread that seals the frames of one message and digests it, so that the one which reads and uploads does neither. */
import { createSecretKey, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { isSharedArrayBuffer } from "node:util/types";
import { AnsweringThread } from "../../streams/answering-thread";
import { ownsMemory } from "../../streams/give-back";
import type { FrameHead } from "../message/message-body";
import { FINAL_HEAD_BYTES, type MessageHeader, TAG_BYTES } from "../message/message-header";
import { frameAad } from "./frame-cipher";
import { type FrameSealer, frameHeadBytes, type Sealed } from "./frame-sealer";

/** A frame, and where it goes. */
export interface FrameToSeal {
  readonly memory: SharedArrayBuffer;
  /** What it begins with. */
  readonly head: Uint8Array;
  readonly iv: Uint8Array;
  readonly aad: Uint8Array;
  /** Plaintext bytes. */
  readonly length: number;
}

/** What the thread is told, one after the other: the key first, the end last. */
export type SealJob =
  | { readonly key: KeyObject; readonly cipher: string; readonly frameLength: number }
  | { readonly beside: Uint8Array }
  /** Plaintext, and the frames that it completes. */
  | { readonly chunk: Uint8Array; readonly seals: readonly FrameToSeal[] }
  | { readonly end: true };

type Answer = { readonly taken: true } | { readonly sha256: string };

const WORKER_FILE = join(__dirname, "seal-worker.js");

/** Frames that one chunk may complete. */
const FRAMES_AT_ONCE = 4;

export class SealThread implements FrameSealer {
  readonly framesAtOnce = FRAMES_AT_ONCE;
  private readonly thread = new AnsweringThread<SealJob, Answer>(WORKER_FILE);
  private messageId: Buffer = Buffer.alloc(0);
  /**
   * Frames that were given back. Shared memory, because V8 collects garbage for every few MiB of any other that is made and dropped: 70
   * times for a backup of 1 GiB, a quarter of its processor time (Node.js 20).
   */
  private readonly free: SharedArrayBuffer[] = [];

  /** The thread begins at once; the key may come later. */
  constructor(private readonly frameLength: number) {}

  /** @param key of the frames; zeroed. */
  begin({ suite, messageId }: MessageHeader, key: Buffer): void {
    this.messageId = messageId;
    this.thread.tell({ key: createSecretKey(key), cipher: suite.cipher, frameLength: this.frameLength });
    key.fill(0);
  }

  /** Takes the memory of the chunk, where it has some of its own. */
  async seal(chunk: Buffer, heads: readonly FrameHead[]): Promise<Sealed> {
    const seals = heads.map((head) => this.toSeal(head));
    const taken = ownsMemory(chunk) ? new Uint8Array(chunk.buffer) : new Uint8Array(chunk);
    await this.thread.ask({ chunk: taken, seals }, [taken.buffer]);
    return seals.map(({ memory, head, length }) => Buffer.from(memory, 0, head.length + length + TAG_BYTES));
  }

  beside(bytes: Buffer): void {
    this.thread.tell({ beside: new Uint8Array(bytes) });
  }

  async sha256(): Promise<string> {
    const answer = await this.thread.ask({ end: true });
    if (!("sha256" in answer)) throw new Error("the thread answered something else");
    return answer.sha256;
  }

  reuse({ buffer }: Buffer): void {
    if (isSharedArrayBuffer(buffer)) this.free.push(buffer);
  }

  async close(): Promise<void> {
    await this.thread.end();
  }

  private toSeal(head: FrameHead): FrameToSeal {
    const { kind, sequence, iv, length } = head;
    const memory = this.free.pop() ?? new SharedArrayBuffer(FINAL_HEAD_BYTES + this.frameLength + TAG_BYTES);
    const aad = frameAad(this.messageId, kind, sequence, length);
    return { memory, head: frameHeadBytes(head), iv, aad, length };
  }
}
