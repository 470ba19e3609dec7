/** The built tool, in processes of its own that are killed or not. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { REPO_ROOT } from "../../tools/paths";

const TOOL = join(REPO_ROOT, "scripts/sealstack.js");

/** Where it works. */
export interface Place {
  /** For what is backed up, restored and temporary. */
  readonly dir: string;
  readonly bucket: string;
  /** Keys that open; the first one seals. */
  readonly keys: readonly [string, string];
  readonly env: NodeJS.ProcessEnv;
}

/** Commands that have to do with no key. */
const WITHOUT_KEY = new Set(["cleanup", "prune", "undelete", "list"]);

function start({ bucket, keys, env }: Place, command: string, ...argv: string[]): ChildProcess {
  // A backup is sealed with every key that is given.
  const given = WITHOUT_KEY.has(command) ? [] : command === "backup" ? keys.slice(0, 1) : keys;
  const flags = [
    "--bucket",
    bucket,
    "--prefix",
    "kill/",
    ...given.flatMap((key) => ["--key", key]),
    "--json",
  ];
  return spawn(process.execPath, [TOOL, command, ...flags, ...argv], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** What it says when nothing kills it. @throws AssertionError when it fails */
export async function run(place: Place, command: string, ...argv: string[]) {
  const child = start(place, command, ...argv);
  let [out, said] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk));
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk));
  const [status] = await once(child, "close");
  assert.equal(status, 0, `${command} after a kill: status ${status}, ${said}`);
  return { data: JSON.parse(out), said };
}

/** @returns whether it was killed before it ended. */
export async function kill(
  place: Place,
  after: number,
  command: string,
  ...argv: string[]
): Promise<boolean> {
  const child = start(place, command, ...argv);
  child.stdout?.resume();
  child.stderr?.resume();
  const ended = once(child, "close");
  await Promise.race([sleep(after), ended]);
  const killed = child.exitCode === null && child.kill("SIGKILL");
  await ended;
  return killed;
}

/** The same for the same seed: 0 up to 1. */
export const chance = (seed: number, what: string): number =>
  createHash("sha256").update(`${seed} ${what}`).digest().readUInt32BE() / 2 ** 32;
