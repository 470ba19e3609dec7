/**
 * Start-up of the built tool against bare node, in turns: `npx tsx bench/startup.ts [runs, 20 by default]`. Writes bench/results-startup.json.
 */
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { REPO_ROOT } from "../tools/paths";
import { mustRun } from "../tools/run";
import { type Measured, measure, median } from "./harness";

const TOOL = join(REPO_ROOT, "scripts/sealstack.js");
const CASES: Readonly<Record<string, readonly string[]>> = {
  "node, doing nothing": ["-e", "0"],
  "sealstack --version": [TOOL, "--version"],
  "sealstack --help": [TOOL, "--help"],
};

async function main(): Promise<void> {
  const runs = Number(process.argv[2] ?? 20);
  await mustRun(process.execPath, ["tools/build-cli.mjs"], { cwd: REPO_ROOT });
  const samples = new Map<string, Measured[]>(Object.keys(CASES).map((name) => [name, []]));
  for (let run = 0; run < runs; run++)
    for (const [name, argv] of Object.entries(CASES))
      samples.get(name)?.push(await measure([process.execPath, ...argv], undefined, process.env));
  const milliseconds = Object.fromEntries(
    [...samples].map(([name, all]) => [name, Math.round(1000 * median(all.map(({ seconds }) => seconds)))]),
  );
  const machine = { cpu: cpus()[0]?.model, node: process.version, load: loadavg()[0]?.toFixed(1) };
  const text = `${JSON.stringify({ machine, runs, medianMilliseconds: milliseconds }, undefined, 2)}\n`;
  writeFileSync(join(__dirname, "results-startup.json"), text);
  process.stdout.write(text);
}

void main();
