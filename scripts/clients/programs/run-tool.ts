/** Runs external programs: arguments as a list, never through a shell. */
import { execFile } from "node:child_process";

/** What a program left behind. */
export interface ToolResult {
  /** Exit status; `undefined` when the program could not be started. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolOptions {
  /** Variables on top of our own environment; `undefined` takes one away. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of our own environment that the program does not get. */
  readonly withhold?: ((name: string) => boolean) | undefined;
  /** Ends the program. */
  readonly signal: AbortSignal;
}

/** Bytes of output that are kept: programs that are run here print little. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

/** Milliseconds that a program has to end when it is told to. */
const GRACE_MS = 5_000;

/** Never throws but for an aborted signal, and not before the program has ended: what it was writing can be removed then. */
export function runTool(command: string, args: readonly string[], options: ToolOptions): Promise<ToolResult> {
  const { env, signal, withhold = () => false } = options;
  const own = Object.entries(process.env).filter(([name]) => !withhold(name));
  return new Promise((resolve, reject) => {
    const settings = { env: { ...Object.fromEntries(own), ...env }, maxBuffer: MAX_OUTPUT_BYTES };
    const child = execFile(command, [...args], settings, (error, stdout, stderr) => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) reject(signal.reason);
      else if (error === null) resolve({ status: 0, stdout, stderr });
      else if (typeof error.code === "number") resolve({ status: error.code, stdout, stderr });
      else if (error.signal !== undefined && error.signal !== null)
        resolve({ status: -1, stdout, stderr: `${stderr}ended by ${error.signal}` });
      else resolve({ status: undefined, stdout, stderr: error.message });
    });
    child.stdin?.end(); // what would ask something is told that nobody answers
    const stop = (): void => {
      child.once("exit", () => {
        for (const stream of [child.stdout, child.stderr]) stream?.destroy(); // its own children may hold them
      });
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), GRACE_MS).unref();
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop);
  });
}
