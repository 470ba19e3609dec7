/** Threads that convert the frames of a file, each where it stands: the fast way from file to file. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { OperatorError } from "../../../errors";
import type { OpeningMessage } from "../../crew/protocol";
import { lastWord, startThread } from "../../streams/thread";

/** What a thread is given. `input` and `output` are file descriptors that stay open until every thread has ended. */
export interface FrameJob extends OpeningMessage {
  readonly mode: "seal" | "open";
  readonly input: number;
  readonly output: number;
  /** Where the first frame stands in the message. */
  readonly bodyOffset: number;
  /** Index of the next frame that no thread has taken; shared. */
  readonly next: Int32Array;
}

/** What a thread has done, or could not do. */
interface LastWord {
  /** Frames that it converted; absent when one of them failed. */
  readonly converted?: number;
  /** Number of a frame that is not authentic. */
  readonly frame?: number;
  /** The input ended too early. */
  readonly short?: boolean;
  readonly code?: string;
  readonly syscall?: string;
  readonly message?: string;
}

/** More threads than this find nothing left to speed up: memory and the file system are the limit then. */
const MAX_THREADS = 8;

/** Threads that wait for what they shall convert: they start while KMS is asked for the key. */
export class FrameCrew {
  private readonly next = new Int32Array(new SharedArrayBuffer(4));
  private readonly threads: Worker[] = [];
  private readonly words: Promise<LastWord>[] = [];
  /** Why not all could be started. */
  private failure: unknown;

  /** @param frames that there are. Each thread holds one of them twice: at 1 MiB, 2 MiB a core and what the threads weigh themselves. */
  constructor(private readonly frames: number) {
    const count = Math.min(availableParallelism(), MAX_THREADS, frames);
    try {
      while (this.threads.length < count) this.start();
    } catch (error) {
      this.failure = error;
    }
  }

  /**
   * Converts every frame.
   * @returns the number of a frame that is not authentic, or `undefined` when all are.
   * @throws OperatorError `source` when the input became shorter; the system's error when it cannot be read or written.
   */
  async convert(job: Omit<FrameJob, "next" | "frames">, signal: AbortSignal): Promise<number | undefined> {
    if (this.failure !== undefined) throw this.failure;
    signal.addEventListener("abort", this.stop, { once: true });
    if (signal.aborted) this.stop();
    try {
      for (const thread of this.threads) thread.postMessage({ ...job, frames: this.frames, next: this.next });
      const words = await Promise.all(this.words);
      signal.throwIfAborted();
      return firstBadFrame(words, this.frames);
    } finally {
      signal.removeEventListener("abort", this.stop);
    }
  }

  /**
   * Settles when none of the threads uses a descriptor any more, whatever became of them: a number that is closed may be another file's a
   * moment later.
   */
  async end(): Promise<void> {
    this.stop();
    for (const thread of this.threads) thread.postMessage(null);
    await Promise.allSettled(this.words);
  }

  private readonly stop = (): void => void Atomics.store(this.next, 0, this.frames);

  private start(): void {
    const thread = startThread(WORKER_FILE);
    this.threads.push(thread);
    const word = lastWord<LastWord>(thread, this.stop);
    word.catch(() => {}); // it is waited for later
    this.words.push(word);
  }
}

const WORKER_FILE = join(__dirname, "frame-worker.js");

function firstBadFrame(words: readonly LastWord[], frames: number): number | undefined {
  const problems = words.filter(({ converted }) => converted === undefined);
  for (const { code, syscall, short, frame, message } of problems) {
    if (code !== undefined) throw Object.assign(new Error(message), { code, syscall });
    if (short === true)
      throw new OperatorError("source", "the input became shorter while it was read", { hint: "try again" });
    if (frame === undefined) throw new Error(`a thread failed: ${message}`);
  }
  if (problems.length > 0) return Math.min(...problems.map(({ frame }) => frame ?? 0));
  const converted = words.reduce((sum, word) => sum + (word.converted ?? 0), 0);
  if (converted === frames) return undefined;
  throw new Error(`threads converted ${converted} of ${frames} frames`);
}
