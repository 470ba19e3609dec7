/** What drills need from the outside world besides a store and a cipher. */
import type { RunTool } from "../sources/etcd";

/** How a program ended. */
export interface ProgramEnding {
  /** Exit status; `undefined` when it could not be started, or a signal ended it. */
  readonly status: number | undefined;
  /** Whether it could not be started, and why, or which signal ended it. */
  readonly problem?: string;
}

/** A program that runs. */
export interface RunningProgram {
  /** Settles when it is gone; never fails. */
  readonly ended: Promise<ProgramEnding>;
  /** The last line that it wrote to stderr, cut to 300 characters. */
  lastLine(): string;
  /** Ends it and whatever it started, by force after some seconds, and waits for that. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  /** Where it runs. */
  readonly cwd: string;
  /** Variables on top of our own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Names of our own environment that it does not get. */
  readonly withhold: (name: string) => boolean;
}

/** Starts a program, without a shell. It ends with us, however we end, where the system can see to that. */
export type StartProgram = (
  command: string,
  args: readonly string[],
  options: ProgramOptions,
) => RunningProgram;

/** Programs of the host. */
export interface Programs {
  readonly run: RunTool;
  readonly start: StartProgram;
}
