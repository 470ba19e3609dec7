/** A process with everything that it has started, and its end. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds that a program has to end by itself: it may have turned off the terminal's echo. */
const GRACE_MS = 1_000;
const POLL_MS = 20;

interface Running {
  readonly pid: number;
  readonly parent: number;
  /** When it was started: another process may get its number. */
  readonly started: string;
}

/** Tells them to end, and ends what does not. */
export async function endTree(root: number): Promise<void> {
  const told = tellTreeToEnd(root);
  const left = () => {
    const now = new Map(everything().map((one) => [one.pid, one.started]));
    return told.filter(({ pid, started }) => now.get(pid) === started);
  };
  for (const until = performance.now() + GRACE_MS; performance.now() < until; await sleep(POLL_MS))
    if (left().length === 0) return;
  for (const { pid } of left()) send(frozenTree(pid), "SIGKILL");
}

/** Tells them to end. @returns whom */
export function tellTreeToEnd(root: number): readonly Running[] {
  const tree = frozenTree(root);
  send(tree, "SIGTERM");
  send(tree, "SIGCONT");
  return tree;
}

/** All of it, stopped: what runs may start another one between a look and a signal. */
function frozenTree(root: number): readonly Running[] {
  for (let before = 0; ; ) {
    const tree = treeOf(root);
    if (tree.length === before) return tree;
    before = tree.length;
    send(tree, "SIGSTOP");
  }
}

function treeOf(root: number): readonly Running[] {
  const all = everything();
  const tree = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

function send(processes: readonly Running[], name: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, name);
    } catch {
      // it has ended
    }
  }
}

function everything(): readonly Running[] {
  return procfs() ?? ps();
}

/** Linux. Source: proc_pid_stat(5): the name may hold anything, so that fields count from its last bracket. */
function procfs(): readonly Running[] | undefined {
  let pids: readonly string[];
  try {
    pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return undefined;
  }
  if (pids.length === 0) return undefined;
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
      const [state, parent, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state === "Z") return [];
      return [{ pid: Number(pid), parent: Number(parent), started: fields[17] ?? "" }];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}

/** Every other system. Source: POSIX, ps; `lstart` is that of BSD and macOS. */
function ps(): readonly Running[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,lstart="], {
    encoding: "utf8",
    timeout: GRACE_MS,
  });
  return (stdout ?? "").split("\n").flatMap((line) => {
    const [, pid, parent, started = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), started }];
  });
}
