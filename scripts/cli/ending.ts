/** How a command ends: in time when it is interrupted, and not as a success before everything is written. */
import type { Readable, Writable } from "node:stream";
import { LeftBehindError, OperatorError } from "../errors";
import { systemFailure } from "../system-failure";

/**
 * Milliseconds that an interrupted command has to clean up. What does not end by then waits for something that does not come, such as an answer.
 */
const CLEAN_UP_MS = 20_000;

/** Ends what waits for stdin when the command is interrupted, and leaves what has not ended some time after that. */
export function inTime<T>(work: Promise<T>, signal: AbortSignal, stdin: Readable): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
      stdin.on("error", () => {}).destroy(new DOMException("interrupted", "AbortError"));
      const left = `what was going on did not end within ${CLEAN_UP_MS / 1000} seconds`;
      const hint = "look for what it left: its files are named sealstack";
      timer = setTimeout(() => reject(new LeftBehindError(signal.reason, left, hint)), CLEAN_UP_MS);
    };
    if (signal.aborted) interrupt();
    else signal.addEventListener("abort", interrupt, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", interrupt);
    });
  });
}

/** What to say of a command that was interrupted, which may have failed with something in consequence. */
export function interrupted(error: unknown, signal: AbortSignal): unknown {
  if (isDefect(signal)) return signal.reason;
  const [left, hint] =
    error instanceof LeftBehindError
      ? [error.left, error.hint]
      : ["nothing was left half-written", undefined];
  return new OperatorError("interrupted", `interrupted; ${left}`, { hint, cause: error });
}

/** Whether an error that nobody caught interrupted the command; it is told when what was going on is cleaned up. */
export const isDefect = ({ reason }: AbortSignal): boolean =>
  reason instanceof Error && reason.name !== "AbortError";

/** @returns waits for everything written so far, and throws what a write failed with. */
export function allWritten(stdout: Writable): () => Promise<void> {
  let failure: Error | undefined;
  stdout.on("error", (error) => {
    failure ??= error;
  });
  return () =>
    new Promise((resolve, reject) => {
      stdout.write("", (error) => {
        const problem = stdout.errored ?? failure ?? error;
        if (problem == null) resolve();
        else reject(problem);
      });
    });
}

/** What to say of a command that is done, but whose report is not written. */
export function lostReport(error: unknown): unknown {
  if (error instanceof DOMException && error.name === "AbortError")
    return new OperatorError("interrupted", "interrupted; the command itself is done", { cause: error });
  const failure = systemFailure(error);
  if (!(failure instanceof OperatorError)) return failure;
  return new OperatorError(failure.exit, `${failure.message}; the command itself is done`, {
    hint: "look at what it did before you run it again",
    cause: error,
  });
}
