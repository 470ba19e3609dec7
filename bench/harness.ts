/** Runs programs and measures them: wall time with the output synced, and peak memory of all their processes. */
import { type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { closeSync, fsyncSync, openSync, readFileSync, statSync } from "node:fs";

export interface Measured {
  /** Wall time from the start of the program until its output is on the disk. */
  readonly seconds: number;
  /** Peak resident memory: the sum of the peaks of the program and of what it started. */
  readonly peakMiB: number;
  /** Processor time, user and system, of the program and of what it started and waited for. */
  readonly cpuSeconds: number;
}

const POLL_MS = 20;

/** @param written file or directory that the program writes: it is synced, and that counts. `undefined`: it writes nothing. @param expected the status that it ends with. @throws Error when it ends with another. */
export async function measure(
  [command = "", ...args]: readonly string[],
  written: string | undefined,
  env: NodeJS.ProcessEnv,
  expected = 0,
): Promise<Measured> {
  const options: SpawnOptions = { env, stdio: ["ignore", "ignore", "pipe"] };
  const cpuBefore = ofChildren();
  const begun = performance.now();
  const child = spawn(command, args, options);
  let said = "";
  child.stderr?.on("data", (text) => {
    said += text;
  });
  const peaks = new Map<number, number>();
  const poll = setInterval(() => notePeaks(child.pid, peaks), POLL_MS);
  const status = await new Promise((resolve, reject) => child.once("error", reject).once("exit", resolve));
  clearInterval(poll);
  const cpuSeconds = ofChildren() - cpuBefore;
  if (written !== undefined) sync(written);
  const seconds = (performance.now() - begun) / 1000;
  if (status !== expected) throw new Error(`${command} failed with ${status}: ${said}`);
  return { seconds, peakMiB: [...peaks.values()].reduce((sum, peak) => sum + peak, 0), cpuSeconds };
}

/** Clock ticks a second that the kernel counts in. Source: proc(5), `sysconf(_SC_CLK_TCK)`. */
const TICKS = 100;

/** Processor seconds of all children that have ended, and of theirs. */
function ofChildren(): number {
  const [, , cutime = 0, cstime = 0] = ticks("self");
  return (cutime + cstime) / TICKS;
}

/** Processor seconds of one process that goes on. */
export function cpuSecondsOf(pid: number): number {
  const [utime = 0, stime = 0] = ticks(String(pid));
  return (utime + stime) / TICKS;
}

/** utime, stime, cutime and cstime; the name of the program, in parentheses before them, may hold anything. */
function ticks(pid: string): number[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15)
    .map(Number);
}

/** The kernel's own high-water marks of a living process and its children; nothing where they cannot be read. */
function notePeaks(pid: number | undefined, peaks: Map<number, number>): void {
  if (pid === undefined) return;
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    peaks.set(pid, Math.max(peaks.get(pid) ?? 0, Number(match?.[1] ?? 0) / 1024));
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    for (const child of children === "" ? [] : children.split(" "))
      if (programOf(child) !== programOf(String(pid))) notePeaks(Number(child), peaks);
  } catch {
    // It has ended.
  }
}

/** With its arguments. A child that is not yet a program of its own has its parent's, and its parent's memory, which must not count twice. */
const programOf = (pid: string): string => readFileSync(`/proc/${pid}/cmdline`, "utf8");

/** One file alone where it is one: `sync -f` writes what others have left in the file system, too. */
function sync(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    spawnSync("sync", ["-f", path]);
    return;
  }
  const fd = openSync(path, "r");
  fsyncSync(fd);
  closeSync(fd);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return (low + high) / 2;
}

/** Its kind: `tmpfs` hides the disk, which is slower than what is measured. */
export const fileSystemOf = (dir: string): string =>
  spawnSync("stat", ["-f", "-c", "%T", dir], { encoding: "utf8" }).stdout.trim();
