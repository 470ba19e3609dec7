/** What a backup is measured against: an S3 server that is faster than the backup, and restic. Both are built by Go from their modules. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../tools/emulator/launch";
import { CACHE_DIR } from "../../tools/paths";
import { mustRun } from "../../tools/run";
import { runMark } from "../../tools/run-folder";
import { cpuSecondsOf } from "../harness";

/** Builds what peers/go.mod pins, versitygw and restic, when it is missing (some minutes), and says where it is. */
export async function buildPeers(
  notify: (line: string) => void,
): Promise<{ versitygw: string; restic: string }> {
  const source = join(__dirname, "peers");
  const pins = createHash("sha256")
    .update(readFileSync(join(source, "go.sum")))
    .digest("hex");
  const dir = join(CACHE_DIR, `bench-peers-${pins.slice(0, 12)}`);
  const peers = { versitygw: join(dir, "versitygw"), restic: join(dir, "restic") };
  if (!Object.values(peers).every((program) => existsSync(program))) {
    notify(`building versitygw and restic into ${dir}`);
    mkdirSync(dir, { recursive: true });
    await mustRun("go", ["build", "-o", dir, "tool"], {
      cwd: source,
      hint: "the bench needs Go: https://go.dev/dl",
    });
  }
  return peers;
}

export interface S3Server {
  readonly endpoint: string;
  /** Processor time so far. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Serves the directories below `dir` as buckets, on loopback, to the credentials of the environment. */
export async function startS3Server(program: string, dir: string): Promise<S3Server> {
  mkdirSync(dir, { recursive: true });
  const address = `127.0.0.1:${await freePort(0)}`;
  const env = {
    PATH: process.env.PATH,
    ...runMark(),
    ROOT_ACCESS_KEY: process.env.AWS_ACCESS_KEY_ID,
    ROOT_SECRET_KEY: process.env.AWS_SECRET_ACCESS_KEY,
  };
  const argv = ["--port", address, "--region", process.env.AWS_REGION ?? "us-east-1", "posix", dir];
  const child = spawn(program, argv, { stdio: "ignore", env });
  const endpoint = `http://${address}`;
  await answering(endpoint, child);
  return { endpoint, cpuSeconds: () => cpuSecondsOf(child.pid ?? 0), stop: () => stop(child) };
}

async function answering(endpoint: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) throw new Error(`versitygw ended with status ${child.exitCode}`);
    if ((await fetch(endpoint).catch(() => undefined)) !== undefined) return;
    await sleep(100);
  }
  throw new Error("versitygw does not answer");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}
