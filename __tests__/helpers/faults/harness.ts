/** Runs commands in a world where something is wrong, in this process. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ran, sealstack } from "../processes/cli";
import { type FaultWorld, faultWorld, filesBelow } from "./world";

/** Milliseconds from which on a timer is a deadline of a whole reply. */
const DEADLINE_MS = 15_000;
const SOONER = 200;

const VARIABLES = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** Waits between tries that are promises. */
jest.mock("node:timers/promises", () => {
  const real = jest.requireActual("node:timers/promises");
  return { ...real, setTimeout: (ms = 0, ...rest: unknown[]) => real.setTimeout(ms / 200, ...rest) };
});

export interface FaultRun extends Ran {
  /** Files that are there now, and were not before. */
  readonly left: readonly string[];
}

interface RunInWorld {
  readonly argv: readonly string[];
  readonly stdin?: string | undefined;
  readonly now?: () => Date;
  /** Whether deadlines pass as fast as waits do: where nobody answers anyway. */
  readonly deadlines?: boolean;
}

interface Harness {
  readonly world: FaultWorld;
  /** A place below the world's folder that nothing is at. */
  out(): string;
  run(what: RunInWorld): Promise<FaultRun>;
}

export function useFaultWorld(): () => Harness {
  const before = { ...process.env };
  const real = globalThis.setTimeout;
  let harness: Harness | undefined;
  let outs = 0;
  beforeAll(async () => {
    Object.assign(process.env, VARIABLES);
    const world = await faultWorld(mkdtempSync(join(tmpdir(), "faults-")));
    /** Waits between tries are short. */
    const hurry = (deadlines: boolean): void => {
      const soon = (ms: number): number => (ms < DEADLINE_MS || deadlines ? ms / SOONER : ms);
      globalThis.setTimeout = Object.assign(
        (run: (...rest: unknown[]) => void, ms = 0, ...rest: unknown[]) => real(run, soon(ms), ...rest),
        real,
      ) as typeof setTimeout;
    };
    harness = {
      world,
      out: () => join(world.dir, "out", `o${++outs}`),
      run: async ({ argv, stdin = "", now, deadlines = false }) => {
        const files = filesBelow(world.dir);
        hurry(deadlines);
        try {
          const ran = await sealstack(argv, {
            env: world.env,
            stdin: Buffer.from(stdin),
            ...(now && { now }),
          });
          return { ...ran, left: filesBelow(world.dir).filter((each) => !files.includes(each)) };
        } finally {
          globalThis.setTimeout = real;
        }
      },
    };
  });
  afterAll(async () => {
    process.env = before;
    await harness?.world.close();
    if (harness !== undefined) rmSync(harness.world.dir, { recursive: true });
  });
  return () => {
    if (harness === undefined) throw new Error("not set up yet");
    return harness;
  };
}
