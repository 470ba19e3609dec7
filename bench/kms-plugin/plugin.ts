/** The built plugin as a process, and what it takes to start and run. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { REPO_ROOT } from "../../tools/paths";
import { freePort } from "../../tools/processes/free-port";

const PROGRAM = join(REPO_ROOT, "scripts/dist/bin.cjs");

export interface Plugin {
  readonly socket: string;
  /** Of its HTTP server; 0 where it has none. */
  readonly healthPort: number;
  /** Milliseconds from the start of the process until its socket took a connection. */
  readonly startMs: number;
  /** Resident memory now and at its peak, MiB. */
  memory(): { readonly now: number; readonly peak: number };
  stop(): Promise<void>;
}

export async function startPlugin(socket: string, flags: readonly string[]): Promise<Plugin> {
  const port = await freePort();
  const health = ["--health-port", `127.0.0.1:${port}`];
  return await start(socket, [PROGRAM, "kms-plugin", "--listen", socket, ...health, ...flags], port);
}

export function startNoOp(socket: string): Promise<Plugin> {
  return start(socket, ["--import", "tsx", join(__dirname, "no-op.ts"), socket], 0);
}

/** @param program thin-go, built */
export function startThinGo(
  program: string,
  socket: string,
  endpoint: string,
  keyArn: string,
): Promise<Plugin> {
  return start(socket, [socket, endpoint, keyArn], 0, program);
}

async function start(
  socket: string,
  argv: readonly string[],
  healthPort: number,
  program = process.execPath,
): Promise<Plugin> {
  const began = performance.now();
  const env = { ...process.env, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  const child = spawn(program, argv, { cwd: REPO_ROOT, env, stdio: "ignore" });
  while (!(await connects(socket))) {
    if (child.exitCode !== null) throw new Error(`the plugin ended with status ${child.exitCode}`);
    await sleep(2);
  }
  const startMs = performance.now() - began;
  return {
    socket,
    healthPort,
    startMs,
    memory: () => memoryOf(child),
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** Milliseconds that Node takes to start and end with nothing to do. */
export function bareNodeMs(): number {
  const began = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - began;
}

function memoryOf({ pid }: ChildProcess) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]) / 1024;
  return { now: mib("VmRSS"), peak: mib("VmHWM") };
}

function connects(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(path, () => {
      connection.destroy();
      resolve(true);
    });
    connection.on("error", () => resolve(false));
  });
}
