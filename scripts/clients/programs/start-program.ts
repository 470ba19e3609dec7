/** Starts programs that run while something else is done: arguments as a list, never through a shell. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

export interface StartOptions {
  readonly cwd: string;
  /** Variables on top of our own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Names of our own environment that the program does not get. */
  readonly withhold: (name: string) => boolean;
}

export interface StartedProgram {
  /** Never fails. `problem`: why it could not be started, or which signal ended it. */
  readonly ended: Promise<{ readonly status: number | undefined; readonly problem?: string }>;
  lastLine(): string;
  stop(): Promise<void>;
}

/** Milliseconds that a program has to end when it is told to. */
const GRACE_MS = 5_000;

/** Bytes of stderr that are kept. */
const TAIL_BYTES = 4 * 1024;

/** Characters of a line that are shown. */
const LINE_LENGTH = 300;

/**
 * The program leads a process group of its own, which is ended as a whole. Should we be killed, the kernel ends it, where util-linux has `setpriv`: Node.js
 * cannot ask for that.
 * @see https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
 */
export function startProgram(
  command: string,
  args: readonly string[],
  { cwd, env, withhold }: StartOptions,
): StartedProgram {
  const own = Object.entries(process.env).filter(([name]) => !withhold(name));
  const place = findProgram(command);
  if (place === undefined) return neverStarted("cannot be started: there is no such program");
  const [program = place, ...words] = [...endsWithUs(), place, ...args];
  const child = spawn(program, words, {
    cwd,
    env: { ...Object.fromEntries(own), ...env },
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let tail = Buffer.alloc(0);
  child.stderr?.on("data", (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
  });
  const ended = endOf(child);
  return {
    ended,
    lastLine: () => (tail.toString().trim().split("\n").at(-1) ?? "").slice(0, LINE_LENGTH),
    stop: async () => {
      const last = setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS);
      signalGroup(child, "SIGTERM");
      await ended;
      clearTimeout(last);
      signalGroup(child, "SIGKILL"); // what it started and did not end
      child.stderr?.destroy();
    },
  };
}

function endOf(child: ChildProcess): StartedProgram["ended"] {
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      resolve({ status: undefined, problem: `cannot be started (${error.code ?? error.message})` }),
    );
    child.once("exit", (status, signal) =>
      resolve(
        signal === null
          ? { status: status ?? undefined }
          : { status: undefined, problem: `was ended by ${signal}` },
      ),
    );
  });
}

const neverStarted = (problem: string): StartedProgram => ({
  ended: Promise.resolve({ status: undefined, problem }),
  lastLine: () => "",
  stop: async () => {},
});

/** A path is taken from where we are, and not from where the program will run. */
function findProgram(command: string): string | undefined {
  if (command.includes("/")) return isProgram(resolve(command)) ? resolve(command) : undefined;
  const places = (process.env.PATH ?? "").split(delimiter).filter((place) => place !== "");
  return places.map((place) => join(place, command)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // all of it is gone
  }
}

let found: readonly string[] | undefined;

/** What stands before a command so that the kernel ends it with us; nothing where that cannot be had, as with BusyBox. */
function endsWithUs(): readonly string[] {
  const words = ["--pdeathsig", "KILL"];
  found ??=
    spawnSync("setpriv", [...words, "true"], { stdio: "ignore" }).status === 0 ? ["setpriv", ...words] : [];
  return found;
}
