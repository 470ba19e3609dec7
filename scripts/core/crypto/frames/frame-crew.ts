/** Threads that convert the frames of a file, each where it stands: the fast way from file to file. */
import type { KeyObject } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { OperatorError } from "../../../errors";
import type { Suite } from "../message/suites";

/** What a thread is given. `input` and `output` are file descriptors that stay open until every thread has ended. */
export interface FrameJob {
  readonly mode: "seal" | "open";
  readonly input: number;
  readonly output: number;
  readonly cipher: Suite["cipher"];
  readonly key: KeyObject;
  /** Beginning of the additional authenticated data of every frame but the last. */
  readonly frameAad: Uint8Array;
  /** The same for the last frame. */
  readonly finalAad: Uint8Array;
  readonly frameLength: number;
  /** Frames in the message, the last one included. */
  readonly frames: number;
  /** Plaintext bytes of the last frame. */
  readonly lastLength: number;
  /** Where the first frame stands in the message. */
  readonly bodyOffset: number;
  /** Index of the next frame that no thread has taken; shared. */
  readonly next: Int32Array;
}

/** What a thread could not do. */
interface Problem {
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
 * Converts every frame. Each thread holds one frame twice: at 1 MiB the crew takes 2 MiB a core and what its threads
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
  const workers = Array.from(
    { length: threads },
    () => new Worker(WORKER_FILE, { workerData, execArgv: [] }),
  );
  const stop = (): void => void Atomics.store(next, 0, job.frames);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    const problems = (await Promise.all(workers.map(ended))).filter((problem) => problem !== undefined);
    signal.throwIfAborted();
    return firstFrame(problems);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

const WORKER_FILE = join(__dirname, "frame-worker.js");

function ended(worker: Worker): Promise<Problem | undefined> {
  return new Promise((resolve, reject) => {
    let problem: Problem | undefined;
    worker.on("message", (message: Problem) => {
      problem = message;
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve(problem));
  });
}

function firstFrame(problems: readonly Problem[]): number | undefined {
  for (const { code, syscall, short, frame, message } of problems) {
    if (code !== undefined) throw Object.assign(new Error(message), { code, syscall });
    if (short === true)
      throw new OperatorError("source", "the input became shorter while it was read", { hint: "try again" });
    if (frame === undefined) throw new Error(`a thread failed: ${message}`);
  }
  const frames = problems.map(({ frame }) => frame ?? 0);
  return frames.length === 0 ? undefined : Math.min(...frames);
}
