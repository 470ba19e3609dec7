/** Every command against everything that can be wrong with AWS, in this process: the table is __tests__/helpers/faults/table.ts. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../../../scripts/cli/commands";
import { EXIT } from "../../../scripts/errors";
import { REPO_ROOT } from "../../../tools/paths";
import { faultsDocument } from "../../helpers/faults/document";
import { FAULTS, type Fault } from "../../helpers/faults/faults";
import { useFaultWorld } from "../../helpers/faults/harness";
import type { FaultRow } from "../../helpers/faults/row";
import { endOf, FAULT_ROWS } from "../../helpers/faults/table";

/** Those that ask nobody, start others, or have a table of their own. */
const WITHOUT = [
  ...["completion", "cost", "init", "vault-config", "tofu-key-provider print", "schedule print", "run"],
  "fleet package",
  ...["kms-plugin", "kms-plugin manifest", "kms-plugin rotation plan", "kms-plugin rotation status"],
];

describe("when something is wrong with AWS", () => {
  const harness = useFaultWorld();

  async function run(row: FaultRow, fault: Fault) {
    const { world, out, run: runIn } = harness();
    const argv = row.argv(world, out());
    world.set(fault);
    try {
      return await runIn({ argv, stdin: row.stdin, deadlines: fault === "stall" });
    } finally {
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
    if (row.keeps === true) expect(left).toContainEqual(expect.stringMatching(/run\.json$/));
    else expect(left).toEqual([]);
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
