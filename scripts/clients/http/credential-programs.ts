/**
 * The programs that the SDK starts for credentials (`credential_process`). It gives nobody a handle on them, so one that hangs would outlive the command that
 * has given it up. They stay in our process group, because they may ask something at the terminal.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { endTree, tellTreeToEnd } from "./process-tree";

/** Some work, and the programs of it that run. */
interface Work {
  readonly programs: Set<ChildProcess>;
  /** Whether nothing is started any more: the SDK tries the same program in two ways, one after the other. */
  over: boolean;
}

const current = new AsyncLocalStorage<Work>();
const works = new Set<Work>();
let watching = false;

export interface WithPrograms<T> {
  readonly result: Promise<T>;
  /** Ends the programs that the work has started, with what they have started. */
  readonly endPrograms: () => Promise<void>;
}

/** Begins work, and remembers the programs that it starts. */
export function withPrograms<T>(work: () => Promise<T>): WithPrograms<T> {
  watch();
  const own: Work = { programs: new Set(), over: false };
  works.add(own);
  const result = current.run(own, work).finally(() => {
    works.delete(own);
    // Up to Node.js 22, a store in use makes every promise of the process slower.
    if (works.size === 0) current.disable();
  });
  return { result, endPrograms: () => endAll(own) };
}

async function endAll(work: Work): Promise<void> {
  work.over = true;
  await Promise.all([...work.programs].map(({ pid }) => pid !== undefined && endTree(pid)));
}

/** From now on, for the life of the process. */
function watch(): void {
  if (watching) return;
  watching = true;
  // The process is announced before it is started, by whoever starts it.
  subscribe("child_process", (message) => {
    const work = current.getStore();
    if (work === undefined) return;
    const { process: child } = message as { process: ChildProcess };
    work.programs.add(child);
    child.once("close", () => work.programs.delete(child));
    if (work.over) Object.assign(child, { spawn: refuse }); // before it is started
    endWithUs(child);
  });
  process.once("exit", () => {
    for (const { programs } of works)
      for (const { pid } of programs) if (pid !== undefined) tellTreeToEnd(pid);
  });
}

const refuse = (): never => {
  throw new Error("the work is over");
};

/** A signal that this process listens to ends what it waits for. To the others it must not begin to listen: that would change what they do. */
function endWithUs(child: ChildProcess): void {
  const end = (): void => {
    for (const work of works) void endAll(work);
  };
  for (const name of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    if (process.listenerCount(name) === 0) continue;
    process.once(name, end);
    child.once("close", () => process.removeListener(name, end));
  }
}
