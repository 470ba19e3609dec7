/** Threads that fail, in the place of real ones. For the factory of `jest.mock("node:worker_threads")`. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Worker } from "node:worker_threads";

type How = "cannot start" | { readonly code: string };

interface Plan {
  /** Name of the worker's file, such as `frame-worker.js`. */
  readonly kind: string;
  /** Which thread of the kind fails, from 1. */
  readonly at: number;
  readonly how: How;
}

let plans: readonly Plan[] = [];
let started: { readonly kind: string; readonly over: Promise<void>; running: boolean }[] = [];
const folder = mkdtempSync(join(tmpdir(), "sealstack-threads-"));

export const threads = {
  /** From now on. */
  fail(...next: readonly Plan[]): void {
    plans = next;
    started = [];
  },
  /** How many threads of a kind were begun. */
  begun: (kind: string): number => started.filter((each) => each.kind === kind).length,
  /** How many have not ended yet. */
  running: (): number => started.filter(({ running }) => running).length,
  /** Settles when all have. */
  over: (): Promise<unknown> => Promise.all(started.map(({ over }) => over)),
  cleanUp: (): void => rmSync(folder, { recursive: true }),
};

/** The real module, but for the threads that are to fail. */
export function failingThreads() {
  const real = jest.requireActual<typeof import("node:worker_threads")>("node:worker_threads");
  class Failing extends real.Worker {
    constructor(file: string, options: ConstructorParameters<typeof Worker>[1]) {
      const kind = basename(file);
      const own = plans.find((plan) => plan.kind === kind && threads.begun(kind) + 1 === plan.at)?.how;
      if (own === "cannot start")
        throw Object.assign(new Error("EAGAIN"), { code: "ERR_WORKER_INIT_FAILED" });
      super(own === undefined ? file : written(own.code), options);
      const over = new Promise<void>((resolve) => {
        this.once("exit", () => {
          state.running = false;
          resolve();
        });
      });
      const state = { kind, over, running: true };
      started.push(state);
    }
  }
  return { ...real, Worker: Failing };
}

function written(code: string): string {
  const file = join(folder, `worker-${started.length}.js`); // threads read it when they begin, one beside another
  writeFileSync(file, code);
  return file;
}
