/** Telling our processes from strangers': a process id alone is reused by the system sooner or later. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessId {
  readonly pid: number;
  /** When it started, in the system's own words; compared, never parsed. */
  readonly started: string;
}

/** Identifies a running process; `undefined` when there is none with this number. */
export function identify(pid: number): ProcessId | undefined {
  const started = process.platform === "linux" ? linuxStart(pid) : portableStart(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether exactly this process, not a successor with its number, is still running. */
export function isAlive({ pid, started }: ProcessId): boolean {
  return identify(pid)?.started === started;
}

/** Boot id and start in clock ticks: field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces. */
function linuxStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie has ended; only its parent has not asked yet.
    if (fields[0] === "Z") return undefined;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

function portableStart(pid: number): string | undefined {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Ends a process that we started as the leader of its own group, with its children: politely, then not.
 * A process that is no longer the one recorded is left alone.
 */
export async function end(target: ProcessId, graceMs = 10_000): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!isAlive(target)) return;
    signalGroup(target.pid, signal);
    const deadline = Date.now() + graceMs;
    while (isAlive(target) && Date.now() < deadline) await sleep(50);
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}
