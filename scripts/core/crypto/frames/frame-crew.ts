/** Threads that convert the frames of a file, each where it stands: the fast way from file to file. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
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

/**
 * Converts every frame. Descriptors are used by none of the threads any more when this settles, whichever way: a number that is closed
 * may be another file's a moment later. Each thread holds one frame twice: at 1 MiB the crew takes 2 MiB a core and what its threads
 * weigh themselves.
 * @returns the number of a frame that is not authentic, or `undefined` when all are.
 * @throws OperatorError `source` when the input became shorter; the system's error when it cannot be read or written.
 */
export async function convertFrames(
  job: Omit<FrameJob, "next">,
  signal: AbortSignal,
): Promise<number | undefined> {
  const next = new Int32Array(new SharedArrayBuffer(4));
  const threads = Math.min(availableParallelism(), MAX_THREADS, job.frames);
  const workerData: FrameJob = { ...job, next };
  const stop = (): void => void Atomics.store(next, 0, job.frames);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const running: Promise<LastWord>[] = [];
  try {
    for (let count = 0; count < threads; count += 1)
      running.push(lastWord(startThread(WORKER_FILE, workerData), stop));
    const words = await Promise.all(running);
    signal.throwIfAborted();
    return firstBadFrame(words, job.frames);
  } finally {
    stop();
    await Promise.allSettled(running);
    signal.removeEventListener("abort", stop);
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
