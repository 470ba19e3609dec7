/**
 * How much memory this process can still take: what Linux calls available, and what the control groups around the process leave. Page cache counts as
 * free, because the kernel gives it up. Not Node's `availableMemory`, which counts the cache of a container as taken.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html "Memory Interface Files"
 */
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";

/** The text of a file; `undefined` where there is none, or none that may be read. */
export type ReadText = (path: string) => string | undefined;

/** Where a version of control groups keeps its figures. */
interface Files {
  /** Folder below which the groups are. */
  readonly root: string;
  readonly limit: string;
  readonly used: string;
  /** Names in `memory.stat`, of the whole tree below a group. */
  readonly cache: readonly string[];
}

const V2: Files = {
  root: "/sys/fs/cgroup",
  limit: "memory.max",
  used: "memory.current",
  cache: ["active_file", "inactive_file"],
};
const V1: Files = {
  root: "/sys/fs/cgroup/memory",
  limit: "memory.limit_in_bytes",
  used: "memory.usage_in_bytes",
  cache: ["total_active_file", "total_inactive_file"],
};

/** Bytes. Where nothing is known, as outside of Linux, all that the machine has. */
export function freeMemory(read: ReadText = readText, total = totalmem()): number {
  const lines = (read("/proc/self/cgroup") ?? "").split("\n");
  const groups = lines.flatMap((line) => {
    const [, controllers = "", path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined) return [];
    if (controllers === "") return roomsIn(V2, path, read);
    return controllers.split(",").includes("memory") ? roomsIn(V1, path, read) : [];
  });
  return Math.max(0, Math.min(machine(read) ?? total, ...groups));
}

/** What the kernel says it could give, swap included. */
function machine(read: ReadText): number | undefined {
  const text = read("/proc/meminfo") ?? "";
  const [available, swap] = ["MemAvailable", "SwapFree"].map((name) => kilobytes(text, name));
  return available === undefined ? undefined : available + (swap ?? 0);
}

function kilobytes(text: string, name: string): number | undefined {
  const [, digits] = new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * 1024;
}

/** What a group and those around it leave. A container sees its own group as the root, whatever path it is told. */
function roomsIn(files: Files, path: string, read: ReadText): readonly number[] {
  const rooms: number[] = [];
  for (let group = path; ; group = dirname(group)) {
    const folder = join(files.root, group);
    const figure = (name: string) => digits(read(join(folder, name)));
    const [limit, used] = [figure(files.limit), figure(files.used)];
    if (limit !== undefined && used !== undefined) {
      const stat = read(join(folder, "memory.stat")) ?? "";
      const cache = files.cache.reduce((sum, name) => sum + statistic(stat, name), 0);
      rooms.push(limit - Math.max(0, used - cache));
    }
    if (group === "/") return rooms;
  }
}

/** `max` is no number, and no limit. */
function digits(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+\n?$/.test(text) ? Number(text) : undefined;
}

function statistic(stat: string, name: string): number {
  const [, digits] = new RegExp(`^${name} (\\d+)$`, "m").exec(stat) ?? [];
  return Number(digits ?? 0);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
