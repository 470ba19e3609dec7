/** The command line as a process of its own: for signals, descriptors and whatever else is the system's. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { REPO_ROOT } from "../../../tools/paths";
import { NO_RC } from "./bash";
import { program } from "./program";

export interface Ended {
  /** Exit status; `undefined` where a signal ended it. */
  readonly status: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until `condition` holds; fails when the process ends before that. */
  until(condition: () => boolean): Promise<void>;
}

export interface CliProcessOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Goes before the program, such as redirections of a shell: `$@` is the command. */
  readonly shell?: string;
}

/** Test credentials, and nothing of the user's. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_EC2_METADATA_DISABLED: "true",
};

export function startCli(argv: readonly string[], options: CliProcessOptions = {}): CliProcess {
  const words = [...program(), ...argv];
  const [command = "", ...args] =
    options.shell === undefined ? words : ["bash", ...NO_RC, "-c", options.shell, "bash", ...words];
  const child = spawn(command, args, {
    cwd: options.cwd ?? REPO_ROOT,
    env: { ...ENVIRONMENT, TMPDIR: process.env.TMPDIR, ...options.env },
  });
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (chunk: string) => {
      text[name] += chunk;
    });
  const ended = once(child, "close").then(([status, signal]) => ({
    status: status ?? undefined,
    signal: signal ?? undefined,
    ...text,
  }));
  return {
    child,
    ended,
    until: async (condition) => {
      while (!condition()) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`it ended too early: ${JSON.stringify(await ended)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
