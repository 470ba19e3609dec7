/** A thread that begins at a file of its own, in plain JavaScript. */
import { basename } from "node:path";
import { getAsset, isSea } from "node:sea";
import { Worker } from "node:worker_threads";
import { OperatorError } from "../../errors";

/**
 * MiB of new objects in a thread: three spaces of 1 MiB. By default they grow to 16 MiB each, in each thread, and no thread of ours keeps objects: what it
 * works on lies outside of its heap.
 */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 3 } as const;

/**
 * In the single executable the file is inside of the program, under its name.
 * @throws what the system refuses a thread with (`ERR_WORKER_INIT_FAILED`).
 */
export const startThread = (file: string, workerData?: unknown): Worker =>
  isSea()
    ? new Worker(getAsset(basename(file), "utf8"), { ...options(workerData), eval: true })
    : new Worker(file, options(workerData));

const options = (workerData: unknown) => ({ workerData, execArgv: [], resourceLimits: RESOURCE_LIMITS });

/** A thread that ended by itself before its work did: whatever its status, what it was to do is not done. */
export function endedEarly(status: number): OperatorError {
  return new OperatorError("tool", `a thread ended with status ${status} before its work was done`, {
    hint: "try again; see whether the system or the container runs out of memory",
  });
}

/**
 * Settles when the thread is over and touches nothing any more: with the last message that it sent, or with why there is none.
 * @param onFailure called at once when it fails, while it may still run.
 */
export function lastWord<T>(thread: Worker, onFailure: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let word: { readonly said: T } | undefined;
    let failure: unknown;
    const fail = (error: unknown): void => {
      failure ??= error;
      onFailure();
    };
    thread.on("message", (said: T) => {
      word = { said };
    });
    thread.on("messageerror", fail);
    thread.on("error", fail);
    thread.on("exit", (status) => {
      if (status !== 0 || word === undefined) fail(endedEarly(status));
      if (failure !== undefined) reject(failure);
      else resolve((word as { readonly said: T }).said);
    });
  });
}
