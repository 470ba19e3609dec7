/** Runs the command line in this process, as a user would type it, and keeps what it printed. */
import { spawnSync } from "node:child_process";
import { Readable, Writable } from "node:stream";
import { run } from "../../../scripts/cli";
import type { Services } from "../../../scripts/commands/io";
import { services } from "../../../scripts/services";
import { REPO_ROOT } from "../../../tools/paths";
import { assertReports } from "./assert-reports";
import { program } from "./program";

export interface Ran {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: Buffer | Readable;
  /** Replaces the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdoutIsTTY?: boolean;
  /** Of a terminal, which stdout is then. */
  readonly columns?: number | undefined;
  readonly signal?: AbortSignal;
  readonly now?: () => Date;
  readonly services?: Services;
}

export async function sealstack(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const stdout = collector();
  const stderr = collector();
  const { stdin = Buffer.alloc(0) } = options;
  const status = await run(argv, {
    stdin:
      stdin instanceof Readable
        ? stdin
        : Readable.from(stdin.length === 0 ? [] : [stdin], { objectMode: false }),
    stdout: Object.assign(
      stdout.stream,
      options.columns === undefined
        ? { isTTY: options.stdoutIsTTY ?? false }
        : { isTTY: true, columns: options.columns },
    ),
    stderr: stderr.stream,
    env: options.env ?? process.env,
    signal: options.signal ?? new AbortController().signal,
    now: options.now ?? (() => new Date()),
    services: options.services ?? services,
  });
  const ran = { status, stdout: stdout.bytes(), stderr: stderr.bytes().toString() };
  assertReports(argv, ran);
  return ran;
}

/**
 * The same in a process of its own: for what a test runner's sandbox changes, such as the class of the
 * system's errors.
 */
export function sealstackProcess(
  argv: readonly string[],
  options: Pick<RunOptions, "env"> & { readonly stdin?: Buffer } = {},
): Ran {
  const [node, tool] = program();
  const { status, stdout, stderr } = spawnSync(node, [tool, ...argv], {
    input: options.stdin ?? Buffer.alloc(0),
    env: { ...options.env, PATH: process.env.PATH },
    cwd: REPO_ROOT,
    maxBuffer: 256 * 1024 * 1024,
  });
  const ran = { status: status ?? -1, stdout, stderr: stderr.toString() };
  assertReports(argv, ran);
  return ran;
}

function collector() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer | string, _encoding, done) => {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream, bytes: () => Buffer.concat(chunks) };
}
