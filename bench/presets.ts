/**
 * `tsx bench/presets.ts [--no-mutants]`: a row for each preset (its lines, resources, time of synthesis, claims, and mutants of its policies that
 * a claim notices or an explanation stands for), and the time of synthesis of all of them as stacks of one file: sealstack.yaml and examples/*.yaml.
 * Times are of the processors, medians of several rounds after one that is not counted, without loading the program. Mutants take minutes.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { App, TerraformResource } from "cdktf";
import { CLAIM_TABLES } from "../__tests__/helpers/claim-tables";
import { judgeMutants } from "../__tests__/helpers/judging/claim-mutants";
import { allSamples } from "../__tests__/helpers/stacks/all-samples";
import type { Config } from "../config";
import { addStack, assertNamesApart, type PresetName } from "../presets";
import { PRESET_SCHEMAS } from "../presets/schemas";
import { REPO_ROOT } from "../tools/paths";
import { program } from "../tools/program";
import { median } from "./harness";

const ROUNDS = 5;

type Stacks = Config["stacks"];

interface Synthesis {
  readonly cpuMs: number;
  readonly resources: number;
}

/** What main.ts does after it has read the file. */
function synthesize(stacks: Stacks): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), "sealstack-bench-"));
  try {
    const before = process.cpuUsage();
    const app = new App({ outdir });
    for (const [id, config] of Object.entries(stacks))
      addStack(app, id, config, { region: config.region, backend: { type: "local", path: "unused" } });
    assertNamesApart(app, "all samples", stacks);
    app.synth();
    const { user, system } = process.cpuUsage(before);
    const resources = app.node.findAll().filter(TerraformResource.isTerraformResource).length;
    return { cpuMs: (user + system) / 1000, resources };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function medianOf(stacks: Stacks): Synthesis {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => synthesize(stacks)).slice(1);
  return {
    cpuMs: Math.round(median(rounds.map(({ cpuMs }) => cpuMs))),
    resources: rounds[0]?.resources ?? 0,
  };
}

/** Lines of TypeScript of a preset, those about its claims apart. */
function linesOf(preset: PresetName): { readonly own: number; readonly claims: number } {
  const folder = join(REPO_ROOT, "presets", preset);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const count = (wanted: boolean): number =>
    files
      .filter((name) => /^claims/.test(name) === wanted)
      .reduce((sum, name) => sum + readFileSync(join(folder, name), "utf8").split("\n").length - 1, 0);
  return { own: count(false), claims: count(true) };
}

async function mutantsOf(preset: PresetName): Promise<string> {
  const judged = [...(await judgeMutants(Object.values(CLAIM_TABLES[preset].variants)))];
  const noticed = judged.filter(([, is]) => is).length;
  return `${judged.length} | ${noticed} | ${judged.length - noticed}`;
}

function show(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { mutants: { type: "boolean", default: true } },
    allowNegative: true,
  });
  const all = allSamples();
  show(
    "| preset | lines | of claims | resources | synthesis, CPU ms | claims | mutants | noticed | explained |",
  );
  show("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const { shape } of PRESET_SCHEMAS) {
    const preset = shape.preset.value;
    const own = Object.fromEntries(Object.entries(all).filter(([, config]) => config.preset === preset));
    const { own: lines, claims } = linesOf(preset);
    const { cpuMs, resources } = medianOf(own);
    const variants = Object.values(CLAIM_TABLES[preset].variants);
    const told = variants.reduce((sum, build) => sum + build().claims.length, 0);
    const mutants = values.mutants ? await mutantsOf(preset) : " | | ";
    show(`| ${preset} | ${lines} | ${claims} | ${resources} | ${cpuMs} | ${told} | ${mutants} |`);
  }
  const { cpuMs, resources } = medianOf(all);
  show(
    `\nall ${Object.keys(all).length} stacks in one file: ${resources} resources, ${cpuMs} ms of the processors`,
  );
}

void program(main);
