/** Stacks of presets beside modules of the same name, with the same configuration. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { parse } from "yaml";
import type { PresetConfig } from "../../../presets";
import { PRESET_SCHEMAS } from "../../../presets/schemas";
import { wholeStack } from "../../hcl-module/whole-stack";
import { REPO_ROOT } from "../../paths";
import { draw, randomFrom } from "../configurations";
import { inStandInAccount } from "../own-account";
import { fieldsOf } from "../shape";
import { type Both, type Comparison, compared } from "./compared";
import { couple } from "./couplings";
import { REGION } from "./terraform";
import { variablesOf } from "./values";

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
  const both = Object.entries(configurations).map(([name, config]): [string, Both] => {
    const id = `n${name}`;
    const values = { name: id, ...variablesOf(preset, fieldsOf(schema), config) };
    return [name, { config, stack: synthesized(id, config), values }];
  });
  return compared(Object.fromEntries(both), folder, notify);
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
export function samples(preset: string): Readonly<Record<string, Record<string, unknown>>> {
  const folder = join(REPO_ROOT, "examples");
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  const found = [...files.map((name) => join(folder, name)), join(REPO_ROOT, "sealstack.yaml")]
    .flatMap((file) => Object.values((parse(readFileSync(file, "utf8")) as Sample).stacks))
    .filter((config) => config.preset === preset)
    .map((config) => inStandInAccount({ ...config, region: REGION }))
    .map(protectedAsTerraformDoes)
    .filter((config) => isAccepted(config));
  return Object.fromEntries(found.map((config, index) => [`sample${index}`, config]));
}

interface Sample {
  readonly stacks: Readonly<Record<string, Record<string, unknown>>>;
}

/** Some with nearly everything in them, until each key stands in one: there are keys that exclude each other. */
export function fullConfigurations(preset: string): readonly Record<string, unknown>[] {
  const schema = PRESET_SCHEMAS.find((one) => one.shape.preset.values.has(preset as never));
  if (schema === undefined) throw new Error(`no preset is called '${preset}'`);
  const missing = new Set(Object.keys(fieldsOf(schema)));
  const full: Record<string, unknown>[] = [];
  for (let seed = 1; missing.size > 0 && seed <= SEEDS; seed += 1) {
    const config = drawnFrom(schema, preset, seed, 100);
    if (Object.keys(config).some((key) => missing.has(key))) full.push(config);
    for (const key of Object.keys(config)) missing.delete(key);
  }
  return full;
}

/** Seeds that are tried for keys that stand in few configurations. */
const SEEDS = 10;

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

/** What the stack says only when it is planned, as it depends on where that is. */
export function preconditionsOf(config: Record<string, unknown>): readonly string[] {
  const { resource = {} } = synthesized("name", config) as {
    readonly resource?: Readonly<Record<string, Readonly<Record<string, Planned>>>>;
  };
  return Object.values(resource)
    .flatMap((made) => Object.values(made))
    .flatMap(({ lifecycle }) => (lifecycle?.precondition ?? []).map(({ error_message }) => error_message));
}

interface Planned {
  readonly lifecycle?: { readonly precondition?: readonly { readonly error_message: string }[] };
}

export function synthesized(id: string, config: Record<string, unknown>): unknown {
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
