/** Commands that change something, against faults that begin at each of their requests: the table is __tests__/helpers/faults/middle.ts. */
import { EXIT } from "../../../scripts/errors";
import { type FaultRun, useFaultWorld } from "../../helpers/faults/harness";
import {
  endsOf,
  MIDDLE_ROWS,
  MIDDLES,
  type Middle,
  type MiddleRow,
  startsOf,
} from "../../helpers/faults/middle";
import { key, place } from "../../helpers/faults/row";

/** Milliseconds; none takes so long on a machine that is not busy. */
const PATIENT_MS = 120_000;

/** After which the series is to be opened. */
const MOVES = ["rewrap", "reencrypt"];

const cells = MIDDLE_ROWS.flatMap((row) =>
  (Object.keys(MIDDLES) as Middle[]).map((middle) => [row.command, middle, row] as const),
);

describe("when something goes wrong in the middle", () => {
  const harness = useFaultWorld();
  const good = () => harness().world.lots(() => "good");
  /** The next run is another second. */
  const later = (): Date => new Date(Date.now() + 2_000);

  /** What is not as it must be after the command, and after the next one. */
  async function problemsAt(row: MiddleRow, middle: Middle, at: number): Promise<readonly string[]> {
    const { world, out, run } = harness();
    const to = out();
    const argv = row.argv(world, to);
    const before = stored();
    world.lots(MIDDLES[middle].lot(at));
    const first = await run({ argv });
    good();
    const problems = [
      ...wrongEnd(first, row, middle),
      ...(first.status === 0 && !row.done(world, to) ? ["it says that it is done, and it is not"] : []),
      ...(row.wrong?.(world) === true ? ["something is there twice"] : []),
      ...before.filter((each) => !stored().includes(each)).map((each) => `${each} is gone`),
      ...(first.left.length > 0 ? [`it left ${first.left.join(", ")}`] : []),
    ];
    if (MOVES.includes(row.command) && first.status !== 0 && stored().length > before.length) {
      const opened = await run({
        argv: ["verify", ...place, ...key(world), "--key", world.newKeyArn, "--all", "--name", "ca"],
      });
      // What `reencrypt` replaced is a finding, see docs/backups.md.
      if (!opened.stdout.includes("verified 2 of 2 backups"))
        problems.push(`backups do not open: ${opened.stdout}${opened.stderr}`);
    }
    if (first.status !== 0) {
      const next = row.next?.(argv, first.stderr) ?? argv;
      const second = await run({ argv: next, now: later });
      if (second.status !== 0) problems.push(`the next run ends with ${second.status}: ${second.stderr}`);
      if (!row.done(world, to)) problems.push("the next run does not finish it");
    }
    world.reset();
    return problems.map((each) => `request ${at}: ${each}`);
  }

  function wrongEnd({ status, stderr, stdout }: FaultRun, row: MiddleRow, middle: Middle): string[] {
    const allowed = endsOf(row, middle).map((name) => EXIT[name].status);
    if (!allowed.includes(status as never)) return [`it ends with ${status}: ${stdout}${stderr}`];
    const errors = stderr.split("\n").filter((line) => line.startsWith("sealstack: error: "));
    const hints = stderr.split("\n").filter((line) => line.startsWith("sealstack: hint: "));
    const isReport = row.reports === true && stdout.length > 0;
    const told = isReport || (errors.length === 1 && hints.length === 1);
    return status === 0 || told || status === EXIT.partly.status ? [] : [`it does not say why: ${stderr}`];
  }

  /** Versions, with what is in them. */
  const stored = (): readonly string[] =>
    [...harness().world.versions.of].flatMap(([name, versions]) =>
      versions.filter(({ body }) => body !== undefined).map(({ id }) => `${name} ${id}`),
    );

  it.each(cells)(
    "%s, '%s', loses nothing, and the next run finishes it",
    async (_command, middle, row) => {
      const { world, out, run } = harness();
      const to = out();
      good();
      expect(await run({ argv: row.argv(world, to) })).toMatchObject({ status: 0 });
      expect(row.done(world, to)).toBe(true);
      const requests = world.requests();
      world.reset();
      const problems: string[] = [];
      for (const at of startsOf(requests, middle)) problems.push(...(await problemsAt(row, middle, at)));
      expect(problems).toEqual([]);
    },
    PATIENT_MS,
  );
});
