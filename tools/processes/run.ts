/** Running other programs: arguments as a list, never through a shell. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { OperatorError } from "../../scripts/errors";

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment of the child. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** The child is ended after this long. @default - no limit */
  readonly timeoutMs?: number;
  /** File that stdout and stderr are appended to instead of being collected. */
  readonly logFile?: string;
}

export interface RunResult {
  /** Exit status; `undefined` when the program could not be started or was ended by a signal or the time limit. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Never throws: a program that cannot be started has no status. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const log = options.logFile === undefined ? "pipe" : openSync(options.logFile, "a", 0o600);
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", log, log],
    // Not `timeout`: its timer outlives a program that could not be started.
    ...(options.timeoutMs !== undefined && {
      signal: AbortSignal.timeout(options.timeoutMs),
      killSignal: "SIGKILL",
    }),
  });
  if (log !== "pipe") closeSync(log);
  return collect(child);
}

function collect(child: ChildProcess): Promise<RunResult> {
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
      text[name] += chunk;
    });
  }
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ status: undefined, ...text, stderr: error.message }));
    child.once("close", (status) => resolve({ status: status ?? undefined, ...text }));
  });
}

export interface MustRunOptions extends RunOptions {
  readonly hint?: string;
  /**
   * What of both outputs says why it failed; nothing of it may be secret.
   * @default - the last lines of stderr, or of stdout where that is empty
   */
  readonly cause?: (text: string) => readonly string[];
}

/** Like {@link run}. @throws {@link OperatorError} (`tool`) with what the program said when it fails. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: MustRunOptions = {},
): Promise<RunResult> {
  const result = await run(command, args, options);
  if (result.status === 0) return result;
  const cause = options.cause?.(`${result.stdout}\n${result.stderr}`) ?? [];
  const said =
    cause.length > 0 ? cause : (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-5);
  const where = options.logFile === undefined ? "" : `; see ${options.logFile}`;
  const how = result.status === undefined ? "did not run to its end" : `failed with status ${result.status}`;
  throw new OperatorError("tool", `${command} ${args[0] ?? ""} ${how}${where}`, {
    hint: options.hint,
    details: said.filter((line) => line !== ""),
  });
}

/** Whether `command args` can be started and ends with status 0 within five seconds. */
export function answers(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore", timeout: 5000 }).status === 0;
}
