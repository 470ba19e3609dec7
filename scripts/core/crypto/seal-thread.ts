/** A thread that seals the frames of one message and digests it, so that the one which reads and uploads does neither. */
import { createSecretKey, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { AnsweringThread } from "../answering-thread";
import { frameAad } from "./frame-cipher";
import { type FrameSealer, frameHeadBytes, type Sealed } from "./frame-sealer";
import type { FrameHead } from "./message-body";
import { FINAL_HEAD_BYTES, type MessageHeader, TAG_BYTES } from "./message-header";

/** What the thread is told, one after the other: the key first, the end last. */
export type SealJob =
  | { readonly key: KeyObject; readonly cipher: string }
  | { readonly beside: Uint8Array }
  | {
      /** Head, plaintext and room for the tag; given away. */
      readonly frame: Uint8Array<ArrayBuffer>;
      readonly headAt: number;
      readonly plainAt: number;
      readonly length: number;
      readonly iv: Uint8Array;
      readonly aad: Uint8Array;
    }
  | { readonly end: true };

type Answer = { readonly frame: Uint8Array<ArrayBuffer> } | { readonly sha256: string };

const WORKER_FILE = join(__dirname, "seal-worker.js");

export class SealThread implements FrameSealer {
  private readonly thread = new AnsweringThread<SealJob, Answer>(WORKER_FILE);
  private messageId: Buffer = Buffer.alloc(0);
  private next: Buffer | undefined;

  /** The thread begins at once; the key may come later. */
  constructor(private readonly frameLength: number) {}

  /** @param key of the frames; zeroed. */
  begin({ suite, messageId }: MessageHeader, key: Buffer): void {
    this.messageId = messageId;
    this.thread.tell({ key: createSecretKey(key), cipher: suite.cipher });
    key.fill(0);
  }

  frame(): Buffer {
    // Its own, because it goes to the thread and comes back as a part of the message.
    this.next ??= Buffer.from(new ArrayBuffer(FINAL_HEAD_BYTES + this.frameLength + TAG_BYTES));
    return this.next.subarray(FINAL_HEAD_BYTES, FINAL_HEAD_BYTES + this.frameLength);
  }

  async seal(head: FrameHead): Promise<Sealed> {
    const { kind, sequence, iv, length } = head;
    this.frame();
    const frame = new Uint8Array(this.next?.buffer as ArrayBuffer);
    this.next = undefined; // no frame is ever sealed twice
    const begin = frameHeadBytes(head);
    const headAt = FINAL_HEAD_BYTES - begin.length;
    frame.set(begin, headAt);
    const aad = frameAad(this.messageId, kind, sequence, length);
    const job = { frame, headAt, plainAt: FINAL_HEAD_BYTES, length, iv, aad };
    const answer = await this.thread.ask(job, [frame.buffer]);
    if (!("frame" in answer)) throw new Error("the thread answered something else");
    return [Buffer.from(answer.frame.buffer, headAt, begin.length + length + TAG_BYTES)];
  }

  beside(bytes: Buffer): void {
    this.thread.tell({ beside: new Uint8Array(bytes) });
  }

  async sha256(): Promise<string> {
    const answer = await this.thread.ask({ end: true });
    if (!("sha256" in answer)) throw new Error("the thread answered something else");
    return answer.sha256;
  }

  async close(): Promise<void> {
    this.next?.fill(0);
    await this.thread.end();
  }
}
