/**
 * Runs a step so that nothing of it is left when it is interrupted: no process, also none that it detached or whose parent has died, and no folder for
 * temporary files. Plain JavaScript without dependencies, because tools/bootstrap.mjs uses it.
 */
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir, userInfo } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Signals by which a run is interrupted: by hand, by whoever runs it, by a line that is dropped. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];

/** Start of the name of a run's folder; short, because the path of a unix socket has 107 bytes. */
const PREFIX = "sealstack-";

/** Variable that every process of a run inherits, so that it is known by it. */
const MARK = "SEALSTACK_RUN";

/** Variable that names the run's folder. */
const FOLDER = "SEALSTACK_RUN_FOLDER";

/** Files in such a folder: whose it is, and what else is to be removed, a path a line. */
const OWNER = ".owner.json";
const ALSO = ".also";

/** Milliseconds for the step to end when it is interrupted, and then for what it started after SIGTERM. */
const GRACE_MS = 5_000;

/** Milliseconds between looks. */
const LOOK_MS = 50;
const PARENT_MS = 500;
const NOTE_MS = 2_000;

/**
 * @param {readonly string[]} step program and arguments
 * @param {{ cwd: string, lasting?: boolean, whenInterrupted?: () => void }} options `lasting`: what it started may go on when it ends by itself;
 *   `whenInterrupted` is called when all of its processes have ended
 * @returns {Promise<number>} its status; 128 and the signal's number when it was interrupted
 */
export async function supervise([command, ...args], { cwd, lasting = false, whenInterrupted }) {
  const temporary = tmpdir();
  await removeAbandoned(temporary);
  const run = newRun(temporary);
  let interrupted;
  /** Those that were there: one whose parent dies cannot be found by it any more. */
  const seen = new Map();
  const child = spawn(command, args, { cwd, stdio: "inherit", env: { ...process.env, ...run.env } });
  const interrupt = (signal) => {
    if (interrupted !== undefined) return;
    interrupted = signal;
    note(seen, run.id);
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  const orphaned = watchParent(() => interrupt("SIGHUP"));
  const noting = setInterval(() => note(seen), NOTE_MS).unref();
  const ended = new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`${command} cannot be started: ${error.message}`)));
    child.once("exit", (status, signal) => resolve(status ?? 128 + (constants.signals[signal] ?? 0)));
  });
  try {
    const status = await Promise.race([ended, untilTrue(() => interrupted !== undefined)]);
    if (interrupted === undefined && lasting) return status;
    // What it would stop itself is stopped by it.
    if (interrupted !== undefined) await Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })]);
    await endAll(seen, run.id);
    if (interrupted === undefined) return status;
    whenInterrupted?.();
    return 128 + constants.signals[interrupted];
  } finally {
    clearInterval(orphaned);
    clearInterval(noting);
    remove(run.folder);
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

/** Whether a process runs; one that has ended does not, whether its parent knows it or not. */
export const isRunning = (pid) => startOf(pid) !== undefined;

function newRun(temporary) {
  const folder = mkdtempSync(join(temporary, PREFIX));
  chmodSync(folder, 0o711); // tests work there as another user, too
  const id = randomBytes(12).toString("hex");
  writeFileSync(join(folder, OWNER), JSON.stringify({ id, pid: process.pid, started: startOf(process.pid) }));
  // What tsx has compiled stays for the next run.
  const cache = `tsx-${userInfo().uid}`;
  mkdirSync(join(temporary, cache), { recursive: true });
  symlinkSync(join(temporary, cache), join(folder, cache));
  return { id, folder, env: { TMPDIR: folder, [MARK]: id, [FOLDER]: folder } };
}

/** npm waits for what it runs: when it is gone, it was killed, and does not pass that on. */
function watchParent(gone) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  return setInterval(() => {
    if (process.ppid !== parent) gone();
  }, PARENT_MS).unref();
}

async function untilTrue(condition) {
  while (!condition()) await sleep(LOOK_MS, undefined, { ref: false });
}

/** Tells all processes to end, also those that come meanwhile, and ends those that do not. */
async function endAll(seen, id) {
  for (const signal of ["SIGTERM", "SIGKILL"]) {
    const told = new Set();
    for (const deadline = Date.now() + GRACE_MS; Date.now() < deadline; await sleep(LOOK_MS)) {
      note(seen, id);
      const left = [...seen].filter(([pid, started]) => startOf(pid) === started);
      if (left.length === 0) return;
      for (const [pid] of left.filter(([each]) => !told.has(each))) kill(pid, signal);
      for (const [pid] of left) told.add(pid);
    }
  }
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

/** Adds the processes that there are now: descendants, also of those seen before, and those that carry the mark, if there is one to look for. */
function note(seen, id) {
  const all = processes();
  const ours = new Set([process.pid, ...seen.keys()]);
  for (let before = -1; before !== ours.size; ) {
    before = ours.size;
    for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid);
  }
  for (const { pid } of all)
    if (pid !== process.pid && !seen.has(pid) && (ours.has(pid) || (id !== undefined && isMarked(pid, id)))) {
      const started = startOf(pid);
      if (started !== undefined) seen.set(pid, started);
    }
}

function processes() {
  if (process.platform !== "linux") {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
    return lines
      .map((line) => line.trim().split(/\s+/).map(Number))
      .map(([pid, parent]) => ({ pid, parent }));
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const fields = statOf(name);
      return fields === undefined ? [] : [{ pid: Number(name), parent: Number(fields[1]) }];
    });
}

/** When it started, in the system's own words; `undefined` for one that has ended, whether its parent knows it or not. */
function startOf(pid) {
  if (process.platform !== "linux") {
    try {
      return (
        execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined
      );
    } catch {
      return undefined;
    }
  }
  const fields = statOf(pid);
  return fields === undefined || fields[0] === "Z" ? undefined : fields[19];
}

/** Fields of /proc/PID/stat behind the name, which may hold anything: state, parent, …, start. Source: proc_pid_stat(5). */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

function isMarked(pid, id) {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`.includes(`\0${MARK}=${id}\0`);
  } catch {
    return false; // another user's, or gone
  }
}

/** What runs left that were killed themselves. */
async function removeAbandoned(temporary) {
  for (const name of readdirSync(temporary).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(temporary, name);
    const owner = readOwner(folder);
    if (owner === undefined || startOf(owner.pid) === owner.started) continue;
    await endAll(new Map(), owner.id);
    remove(folder);
  }
}

function readOwner(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, OWNER), "utf8"));
  } catch {
    return undefined; // somebody else's, or one that is just being made
  }
}

/** The folder of a run, and what it made elsewhere; nothing that is not named like ours. */
function remove(folder) {
  const also = existsSync(join(folder, ALSO)) ? readFileSync(join(folder, ALSO), "utf8").split("\n") : [];
  for (const each of [...also, folder])
    if (basename(each).startsWith(PREFIX)) rmSync(each, { recursive: true, force: true, maxRetries: 3 });
}
