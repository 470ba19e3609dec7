/** Stacks of presets beside modules of the same name, with the same configuration. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { parse } from "yaml";
import type { PresetConfig } from "../../../presets";
import { PRESET_SCHEMAS } from "../../../presets/schemas";
import { REPO_ROOT } from "../../paths";
import { wholeStack } from "../../whole-stack";
import { draw, randomFrom } from "../configurations";
import { fieldsOf } from "../shape";
import { couple } from "./couplings";
import { differences } from "./differences";
import { applied, type Call, type Result } from "./terraform";
import { variablesOf } from "./values";

/** What of the same configuration became something else. */
export interface Unlike {
  /** Of the configuration: `minimal`, `sample`, or the number that it was drawn from. */
  readonly configuration: string;
  readonly config: unknown;
  readonly lines: readonly string[];
}

/** What was compared. */
export interface Comparison {
  readonly configurations: number;
  readonly resources: number;
  readonly unlike: readonly Unlike[];
}

const REGION = "eu-central-1";

/** Chances in percent that what is optional is there, in turns. */
const CHANCES = [50, 80, 95, 20];

/** Configurations that are drawn for one that is valid. */
const ATTEMPTS = 300;

type Schema = (typeof PRESET_SCHEMAS)[number];

/**
 * Compares the module in `folder` with the stack of its preset.
 *
 * @param many how many configurations are drawn, besides the least that the schema takes and the sample in `examples`
 * @throws OperatorError when Terraform refuses one of them
 */
export async function comparePreset(
  preset: string,
  folder: string,
  many: number,
  notify: (line: string) => void,
): Promise<Comparison> {
  const schema = PRESET_SCHEMAS.find((one) => one.shape.preset.values.has(preset as never));
  if (schema === undefined) throw new Error(`no preset is called '${preset}'`);
  const configurations = configurationsOf(schema, preset, many);
  const calls = Object.entries(configurations).flatMap(([name, config]): [string, Call][] => {
    const id = `n${name}`;
    return [
      [`${name}_stack`, { source: { json: synthesized(id, config) }, values: {} }],
      [
        `${name}_module`,
        { source: folder, values: { name: id, ...variablesOf(preset, fieldsOf(schema), config) } },
      ],
    ];
  });
  const results = await inBatches(calls, notify);
  const none = { resources: [], outputs: {} };
  const unlike = Object.entries(configurations).flatMap(([name, config]) => {
    const lines = differences(results[`${name}_stack`] ?? none, results[`${name}_module`] ?? none);
    return lines.length === 0 ? [] : [{ configuration: name, config, lines }];
  });
  const resources = Object.values(results).reduce((sum, { resources }) => sum + resources.length, 0);
  return { configurations: Object.keys(configurations).length, resources, unlike };
}

/** Calls in one run of Terraform: its start takes a second, and what it does with resources more than twice as long for twice as many. */
const CALLS_AT_ONCE = 12;

async function inBatches(calls: readonly [string, Call][], notify: (line: string) => void) {
  const results: Record<string, Result> = {};
  for (let at = 0; at < calls.length; at += CALLS_AT_ONCE)
    Object.assign(
      results,
      await applied(Object.fromEntries(calls.slice(at, at + CALLS_AT_ONCE)), REGION, notify),
    );
  return results;
}

/** Each as a user would write it: what the schema would fill in is the module's to fill in. */
function configurationsOf(
  schema: Schema,
  preset: string,
  many: number,
): Readonly<Record<string, Record<string, unknown>>> {
  const drawn = Array.from(
    { length: many },
    (_, seed) => [`drawn${seed}`, drawnFrom(schema, preset, seed)] as const,
  );
  const { success } = schema.safeParse({ preset, region: REGION });
  const minimal = success ? { minimal: { preset, region: REGION } } : {};
  return { ...samples(preset), ...minimal, ...Object.fromEntries(drawn) };
}

/** The examples of the preset, in the region of all others, as far as that is one for them. */
function samples(preset: string): Readonly<Record<string, Record<string, unknown>>> {
  const folder = join(REPO_ROOT, "examples");
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  const found = [...files.map((name) => join(folder, name)), join(REPO_ROOT, "sealstack.yaml")]
    .flatMap((file) => Object.values((parse(readFileSync(file, "utf8")) as Sample).stacks))
    .filter((config) => config.preset === preset)
    .map((config) => ({ ...config, region: REGION }))
    .map(protectedAsTerraformDoes)
    .filter((config) => isAccepted(config));
  return Object.fromEntries(found.map((config, index) => [`sample${index}`, config]));
}

interface Sample {
  readonly stacks: Readonly<Record<string, Record<string, unknown>>>;
}

/** One with nearly everything in it. */
export function fullConfiguration(preset: string): Record<string, unknown> {
  const schema = PRESET_SCHEMAS.find((one) => one.shape.preset.values.has(preset as never));
  if (schema === undefined) throw new Error(`no preset is called '${preset}'`);
  return drawnFrom(schema, preset, 1, 100);
}

function drawnFrom(
  schema: Schema,
  preset: string,
  seed: number,
  chance = CHANCES[seed % CHANCES.length] ?? 0,
): Record<string, unknown> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const random = randomFrom(seed * ATTEMPTS + attempt);
    const drawn = draw(fieldsOf(schema), { preset, region: REGION }, { random, chance });
    couple(preset, drawn);
    withoutProtection(drawn);
    if (schema.safeParse(drawn).success && isAccepted(drawn)) return drawn;
  }
  throw new Error(
    `no configuration of ${preset} is valid in ${ATTEMPTS} attempts: couplings.ts has to know what its keys ask of each other`,
  );
}

function protectedAsTerraformDoes(config: Record<string, unknown>): Record<string, unknown> {
  withoutProtection(config);
  return config;
}

/** Terraform takes no variable for `prevent_destroy`: what is not true, the module refuses. */
function withoutProtection(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === "preventDestroy") delete (value as Record<string, unknown>)[key];
    else withoutProtection(item);
  }
}

/** Constructs refuse more than the schema, such as what is too long for a policy. */
function isAccepted(config: Record<string, unknown>): boolean {
  try {
    synthesized("name", config);
    return true;
  } catch {
    return false;
  }
}

function synthesized(id: string, config: Record<string, unknown>): unknown {
  const outdir = mkdtempSync(join(tmpdir(), "sealstack-compare-"));
  try {
    const said = wholeStack(
      new App({ outdir }),
      id,
      config as unknown as PresetConfig,
    ).toTerraform() as Record<string, unknown>;
    const { provider: _, ...module } = said;
    return module;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
