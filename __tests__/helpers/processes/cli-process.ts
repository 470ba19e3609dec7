/** The command line as a process of its own, from the sources: for signals, descriptors and whatever else is the system's. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const ROOT = join(__dirname, "../../..");

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
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", // as sealstack.js has it
};

export function startCli(argv: readonly string[], options: CliProcessOptions = {}): CliProcess {
  const program = [
    process.execPath,
    "--import",
    require.resolve("tsx"),
    join(ROOT, "scripts/bin.ts"),
    ...argv,
  ];
  const [command = "", ...args] =
    options.shell === undefined ? program : ["bash", "-c", options.shell, "bash", ...program];
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
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
