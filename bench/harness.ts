/** Runs programs and measures them: wall time with the output synced, and peak memory. */
import { type SpawnOptions, spawn } from "node:child_process";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync } from "node:fs";

export interface Measured {
  /** Wall time from the start of the program until its output is on the disk. */
  readonly seconds: number;
  /** Peak resident memory of the program. */
  readonly peakMiB: number;
}

const POLL_MS = 10;

/** @param output file that the program writes; removed before. @throws Error when the program fails. */
export async function measure(
  [command = "", ...args]: readonly string[],
  output: string,
  env: NodeJS.ProcessEnv,
): Promise<Measured> {
  rmSync(output, { force: true });
  const options: SpawnOptions = { env, stdio: ["ignore", "ignore", "pipe"] };
  const begun = performance.now();
  const child = spawn(command, args, options);
  let said = "";
  child.stderr?.on("data", (text) => {
    said += text;
  });
  let peakMiB = 0;
  const poll = setInterval(() => {
    peakMiB = Math.max(peakMiB, peakOf(child.pid));
  }, POLL_MS);
  const status = await new Promise((resolve, reject) => child.once("error", reject).once("exit", resolve));
  clearInterval(poll);
  if (existsSync(output)) sync(output);
  const seconds = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(`${command} failed with ${status}: ${said}`);
  return { seconds, peakMiB };
}

/** The kernel's own high-water mark of a living process; 0 where it cannot be read. */
function peakOf(pid: number | undefined): number {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(match?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function sync(file: string): void {
  const fd = openSync(file, "r");
  fsyncSync(fd);
  closeSync(fd);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return (low + high) / 2;
}
