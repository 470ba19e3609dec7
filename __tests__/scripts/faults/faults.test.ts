/** Every command against everything that can be wrong with AWS, in this process: the table is __tests__/helpers/faults/table.ts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMANDS } from "../../../scripts/cli/commands";
import { EXIT } from "../../../scripts/errors";
import { REPO_ROOT } from "../../../tools/paths";
import { FAULTS, type Fault } from "../../helpers/faults/faults";
import type { FaultRow } from "../../helpers/faults/row";
import { endOf, FAULT_ROWS, faultsDocument } from "../../helpers/faults/table";
import { type FaultWorld, faultWorld, filesBelow } from "../../helpers/faults/world";
import { sealstack } from "../../helpers/processes/cli";

/** Those that ask nobody, start others, or have a table of their own. */
const WITHOUT = [
  ...[
    "access",
    "completion",
    "cost",
    "init",
    "vault-config",
    "tofu-key-provider print",
    "schedule print",
    "run",
  ],
  ...["kms-plugin", "kms-plugin manifest", "kms-plugin rotation plan", "kms-plugin rotation status"],
  ...["fleet plan", "fleet run", "fleet report"],
];

/** Milliseconds from which on a timer is a deadline of a whole reply. */
const DEADLINE_MS = 15_000;
const SOONER = 200;

const VARIABLES = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_EC2_METADATA_DISABLED: "true",
};

describe("when something is wrong with AWS", () => {
  const before = { ...process.env };
  const real = globalThis.setTimeout;
  let world: FaultWorld;
  let runs = 0;
  beforeAll(async () => {
    Object.assign(process.env, VARIABLES);
    world = await faultWorld(mkdtempSync(join(tmpdir(), "faults-")));
  });
  afterAll(async () => {
    process.env = before;
    await world.close();
    rmSync(world.dir, { recursive: true });
  });

  /** Waits between tries are short; deadlines only where nobody answers anyway. */
  function hurry(fault: Fault): void {
    const soon = (ms: number): number => (ms < DEADLINE_MS || fault === "stall" ? ms / SOONER : ms);
    globalThis.setTimeout = Object.assign(
      (run: (...rest: unknown[]) => void, ms = 0, ...rest: unknown[]) => real(run, soon(ms), ...rest),
      real,
    ) as typeof setTimeout;
  }

  async function run(row: FaultRow, fault: Fault) {
    const out = join(world.dir, "out", `o${++runs}`);
    const argv = row.argv(world, out);
    const files = filesBelow(world.dir);
    world.set(fault);
    hurry(fault);
    try {
      const ran = await sealstack(argv, { env: world.env, stdin: Buffer.from(row.stdin ?? "") });
      return { ...ran, left: filesBelow(world.dir).filter((each) => !files.includes(each)) };
    } finally {
      globalThis.setTimeout = real;
      world.set(undefined);
      world.reset();
    }
  }

  const cells = FAULT_ROWS.flatMap((row) =>
    (Object.keys(FAULTS) as Fault[]).flatMap((fault) => {
      const end = endOf(row, fault);
      return end === undefined ? [] : [[row.command, fault, end, row] as const];
    }),
  );

  it.each(cells)("%s, under '%s', ends with %s", async (_command, fault, end, row) => {
    const { status, stdout, stderr, left } = await run(row, fault);
    expect({ status, stderr }).toEqual({ status: EXIT[end].status, stderr: expect.any(String) });
    const works = end === (row.works ?? "ok");
    if (works) return;
    // One clear sentence, what to do, and nothing that is half done.
    expect(left).toEqual([]);
    if (row.reports === true && stdout.length > 0) return;
    expect(stdout.toString()).toBe(row.says ?? "");
    const [error = "", hint = "", ...more] = stderr
      .split("\n")
      .filter((line) => !line.startsWith("sealstack: warning: "));
    expect(error).toMatch(/^sealstack: error: (line 1: .*: )?(cannot|AWS does not) [a-z].{20,}[^.]$/);
    expect(hint).toMatch(/^sealstack: hint: .{10,}[^.]$/);
    expect(more).toEqual([""]);
  });

  it("is tried with every command that asks AWS", () => {
    const tried = new Set(FAULT_ROWS.map(({ command }) => command.replace(/ (--|\().*/, "")));
    expect([...tried, ...WITHOUT].sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  });

  it("is told in docs/faults.md as it is tried here", () => {
    const page = join(REPO_ROOT, "docs", "faults.md");
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(page, faultsDocument());
    expect(readFileSync(page, "utf8")).toBe(faultsDocument());
  });
});
