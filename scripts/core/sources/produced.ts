/** What a program writes, as a backup of one file: unlike a pipe's, its failure is seen. */
import { type ChildProcess, spawn } from "node:child_process";
import { Readable } from "node:stream";
import { OperatorError } from "../../errors";
import { reasonOf } from "../../system-codes";
import { quotePath } from "../archive/member";
import { spool } from "../files/spool";
import { nothingCame } from "../streams/not-empty";
import { keptSource, type PipeOptions } from "./piped";
import type { PreparedSource } from "./source";

/** Milliseconds that an interrupted program has to end by itself. */
const PATIENCE_MILLISECONDS = 5000;

/** How a program ended; `undefined` when it succeeded. */
type Ending = string | undefined;

/**
 * Runs a program, with our stdin and stderr and never through a shell, and keeps what it writes to stdout until it has ended well.
 *
 * @param command the program and its arguments.
 * @throws OperatorError `tool` when it cannot be started or fails, whatever it wrote before; `source` when it writes nothing, unless
 *   that is allowed.
 */
export async function producedSource(
  command: readonly [program: string, ...args: string[]],
  options: PipeOptions,
): Promise<PreparedSource> {
  const { signal, allowEmpty = false } = options;
  const [program, ...args] = command;
  signal.throwIfAborted();
  const child = start(program, args);
  const ended = endOf(child);
  const stop = (): void => end(child);
  signal.addEventListener("abort", stop);
  try {
    // Without descriptors left, there is none.
    const output: AsyncIterable<Buffer> = child.stdout ?? Readable.from([]);
    const kept = await spool(output).catch(async (error: unknown) => {
      stop();
      await ended;
      signal.throwIfAborted();
      throw error;
    });
    try {
      const failure = await ended;
      signal.throwIfAborted();
      if (failure !== undefined) throw failed(program, failure);
      if (kept.size === 0 && !allowEmpty) throw nothingCame(quotePath(program));
    } catch (error) {
      await kept.dispose();
      throw error;
    }
    return keptSource(kept, `the output of ${quotePath(program)}`, options);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** @throws OperatorError `tool` for what is told at once, such as too long a list of arguments; the rest is an event. */
function start(program: string, args: readonly string[]): ChildProcess {
  try {
    return spawn(program, args, { stdio: ["inherit", "pipe", "inherit"] });
  } catch (cause) {
    throw failed(program, `cannot be started: ${reasonOf(cause)}`);
  }
}

/** Settles when the program is gone and its stdout closed, by whoever has it. */
function endOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`cannot be started: ${reasonOf(error)}`));
    child.once("close", (status, killer) => {
      if (killer !== null) resolve(`was ended by ${killer}`);
      else resolve(status === 0 ? undefined : `failed with exit status ${status}`);
    });
  });
}

function end(child: ChildProcess): void {
  child.stdout?.destroy();
  child.kill("SIGTERM");
  const last = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MILLISECONDS);
  child.once("exit", () => clearTimeout(last));
}

function failed(program: string, how: string): OperatorError {
  return new OperatorError("tool", `${quotePath(program)} ${how}; nothing was stored`, {
    hint: how.startsWith("cannot")
      ? "check its name and PATH"
      : "see what it says, and try again when it succeeds",
  });
}
