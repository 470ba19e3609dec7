/**
 * `tsx bench/synth.ts [--terraconstructs DIR] [--profile]`: time and memory of synthesis, 1, 10 and 100 keys with policies and roles, against the same resources
 * in plain cdktf and, where DIR has it installed, in TerraConstructs on the engine that it asks for:
 *
 *     npm install --ignore-scripts terraconstructs@0.0.15 cdktf@0.20.12 constructs@10.8.1 @cdktf/provider-aws@19.65.1 \
 *       @cdktf/provider-cloudinit@10.0.3 @cdktf/provider-time@10.2.1 @cdktf/provider-tls@10.0.1
 *
 * `--profile` writes no results, but where the time of each contestant goes, by package; a profiled run takes longer, so only shares compare.
 *
 * The contestants take turns, each in a process of its own; medians go to bench/results/synth.json. Run it at a quiet moment: the load is written beside.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";
import { REPO_ROOT } from "../tools/paths";
import { median } from "./harness";
import { sharesOf } from "./synth/profile";
import type { Figures } from "./synth/sizes";

const ROUNDS = 5;
const COUNTS = [1, 10, 100];
const FOLDER = join(__dirname, "synth");

interface Result extends Figures {
  readonly contestant: string;
  readonly keys: number;
  /** Time to build and write, against plain cdktf. */
  readonly synthRatio: number;
  /** The same in time of the processors. */
  readonly synthCpuRatio: number;
  /** The same with loading the program. */
  readonly totalRatio: number;
}

function contestants(
  terraconstructs: string | undefined,
): Readonly<Record<string, (keys: number) => string[]>> {
  const built = build();
  const own = (name: string) => (keys: number) => [join(built, `${name}.js`), String(keys)];
  const other = (keys: number) => [join(FOLDER, "terraconstructs.cjs"), String(keys), terraconstructs ?? ""];
  return {
    cdktf: own("plain"),
    sealstack: own("sealstack"),
    ...(terraconstructs === undefined ? {} : { terraconstructs: other }),
  };
}

/** All of it as JavaScript, a file for each, as users of the package run it: what TypeScript costs to read is no part of the comparison. */
function build(): string {
  const outdir = join(REPO_ROOT, ".sealstack/bench/synth");
  const modules = readdirSync(join(REPO_ROOT, "modules"), { recursive: true, encoding: "utf8" });
  const entryPoints = [
    ...["plain", "sealstack", "sizes"].map((name) => join(FOLDER, `${name}.ts`)),
    ...modules.filter((path) => path.endsWith(".ts")).map((path) => join(REPO_ROOT, "modules", path)),
  ];
  buildSync({ entryPoints, outdir, outbase: REPO_ROOT, platform: "node", format: "cjs" });
  return join(outdir, "bench/synth");
}

function figuresOf(args: readonly string[]): Figures {
  const out = execFileSync(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  return JSON.parse(out.toString()) as Figures;
}

function main(): void {
  const { values } = parseArgs({
    options: { terraconstructs: { type: "string" }, profile: { type: "boolean" } },
  });
  const all = contestants(values.terraconstructs);
  if (values.profile === true) {
    profile(all);
    return;
  }
  const load = loadavg();
  const results: Result[] = [];
  for (const keys of COUNTS) {
    const rounds = Array.from({ length: ROUNDS }, () =>
      Object.entries(all).map(([name, args]) => [name, figuresOf(args(keys))] as const),
    ).flat();
    const medianOf = (contestant: string, figure: keyof Figures) =>
      Math.round(median(rounds.flatMap(([name, own]) => (name === contestant ? [own[figure]] : []))));
    const total = (name: string) => medianOf(name, "loadMs") + medianOf(name, "synthMs");
    for (const contestant of Object.keys(all))
      results.push({
        contestant,
        keys,
        loadMs: medianOf(contestant, "loadMs"),
        synthMs: medianOf(contestant, "synthMs"),
        synthCpuMs: medianOf(contestant, "synthCpuMs"),
        peakMiB: medianOf(contestant, "peakMiB"),
        synthRatio: ratio(medianOf(contestant, "synthMs"), medianOf("cdktf", "synthMs")),
        synthCpuRatio: ratio(medianOf(contestant, "synthCpuMs"), medianOf("cdktf", "synthCpuMs")),
        totalRatio: ratio(total(contestant), total("cdktf")),
      });
  }
  const machine = { node: process.version, cpus: cpus().length, loadBefore: load, loadAfter: loadavg() };
  writeFileSync(
    join(__dirname, "results/synth.json"),
    `${JSON.stringify({ machine, rounds: ROUNDS, results }, null, 2)}\n`,
  );
  process.stdout.write(`${results.map((result) => JSON.stringify(result)).join("\n")}\n`);
}

function profile(all: ReturnType<typeof contestants>): void {
  for (const keys of COUNTS)
    for (const [name, args] of Object.entries(all)) {
      const shares = [...sharesOf(args(keys))].map(([of, ms]) => `${of} ${ms.toFixed(1)}`);
      process.stdout.write(`${keys} keys, ${name}, ms: ${shares.join(", ")}\n`);
    }
}

function ratio(one: number, other: number): number {
  return Math.round((one / other) * 100) / 100;
}

main();
