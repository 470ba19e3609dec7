/** Constructs beside modules of the same name, with the same values. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformOutput } from "cdktf";
import { ConfigError } from "../../../modules/config-error";
import { AwsStack } from "../../../presets/common/stack/aws-stack";
import { type Random, randomFrom } from "../configurations";
import { constructModule } from "../constructs";
import type { ConstructModule } from "../constructs/construct";
import { snakeCase } from "../variable-names";
import { type Both, type Comparison, compared } from "./compared";
import { type Call, refusals } from "./terraform";

/** Mixtures that are tried for one that the construct takes. */
const ATTEMPTS = 300;

/** Compares the module in `folder` with its construct. @param many how many mixtures of its configurations, beside these */
export async function compareConstruct(
  name: string,
  folder: string,
  many: number,
  notify: (line: string) => void,
): Promise<Comparison> {
  const module = constructModule(name);
  if (module === undefined) throw new Error(`no module of a construct is called '${name}'`);
  const mixtures = Array.from({ length: many }, (_, seed) => [`mixed${seed}`, mixed(module, seed)] as const);
  const configurations: Readonly<Record<string, object>> = {
    ...module.configurations,
    ...Object.fromEntries(mixtures),
  };
  const both = Object.entries(configurations).map(([id, values]): [string, Both] => [
    id,
    { config: values, stack: synthesized(module, id, values), values: { ...values } },
  ]);
  return compared(Object.fromEntries(both), folder, notify);
}

/** Sentences of the construct about calls that it refuses, which are not among those of the module; and calls that it does not refuse. */
export async function unrefused(
  name: string,
  folder: string,
  notify: (line: string) => void,
): Promise<readonly string[]> {
  const module = constructModule(name);
  if (module === undefined) throw new Error(`no module of a construct is called '${name}'`);
  const missing = new Map(
    Object.entries(module.refused).map(([id, values]) => [id, sentencesOf(module, values)] as const),
  );
  const taken = [...missing].flatMap(([id, { length }]) =>
    length === 0 ? [`${id}: the construct takes it`] : [],
  );
  // Terraform looks at what needs other variables after what does not, and then only if that was right.
  for (let round = 0; round < ROUNDS && missing.size > 0; round += 1) {
    const calls = [...missing.keys()].map((id): [string, Call] => [
      id,
      { source: folder, values: { ...module.refused[id] } },
    ]);
    const said = await refusals(Object.fromEntries(calls), notify);
    for (const [id, sentences] of [...missing]) {
      const heads = [...(said.of[id] ?? []), ...said.ofSome].map(head);
      const left = sentences.filter((sentence) => !heads.some((detail) => detail.includes(head(sentence))));
      if (left.length === 0) missing.delete(id);
      else missing.set(id, left);
    }
  }
  const unsaid = [...missing].flatMap(([id, sentences]) =>
    sentences.map((sentence) => `${id}: the module does not say "${sentence}"`),
  );
  return [...taken, ...unsaid];
}

const ROUNDS = 3;

/** Without the list of what is allowed: some modules take less than their constructs. */
const head = (sentence: string): string =>
  sentence.replace(/(, only | must be one of ).*?(, got |$)/s, "$1$2");

/** What follows in a statement from what is said of its principals or conditions already. */
const FOLLOWS = /(must list a value|principals must not be empty)$/;

/** What the construct says, in Terraform's names, without the statement that it is about, and the code by which it could be acknowledged. */
function sentencesOf(module: ConstructModule<object>, values: object): readonly string[] {
  return problemsOf(module, values)
    .filter((sentence) => !FOLLOWS.test(sentence))
    .map((sentence) =>
      Object.entries(module.names ?? {}).reduce(
        (text, [own, name]) => text.replaceAll(own, name),
        inTerraform(sentence.replace(/^statement '[^']*': | \([a-z-]+\)$/g, "")),
      ),
    );
}

/** A sentence with names in Terraform's way. */
const inTerraform = (sentence: string): string =>
  sentence.replaceAll(/(?<![\w:/'])[a-z]+(?:[A-Z][a-z0-9]*)+/g, snakeCase);

function problemsOf(module: ConstructModule<object>, values: object): readonly string[] {
  try {
    synthesized(module, "name", values);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** Of each variable what one of the configurations says, which may be nothing. */
function mixed(module: ConstructModule<object>, seed: number): object {
  const all: readonly Readonly<Record<string, unknown>>[] = Object.values(module.configurations).map(
    (values) => ({ ...values }),
  );
  const names = [...new Set(all.flatMap((values) => Object.keys(values)))];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const random = randomFrom(seed * ATTEMPTS + attempt);
    const values = Object.fromEntries(
      names.map((name) => [name, pick(all, random)[name]]).filter(([, value]) => value !== undefined),
    );
    if (problemsOf(module, values).length === 0) return values;
  }
  throw new Error(`no mixture is valid in ${ATTEMPTS} attempts`);
}

const pick = <T>(from: readonly T[], random: Random): T => from[random(from.length)] as T;

function synthesized(module: ConstructModule<object>, id: string, values: object): unknown {
  const outdir = mkdtempSync(join(tmpdir(), "sealstack-compare-"));
  try {
    const stack = new OneConstruct(new App({ outdir }), module.stackId?.(values) ?? id, undefined);
    for (const [name, value] of Object.entries(module.build(stack, id, values)))
      new TerraformOutput(stack, name, { staticId: true, value });
    stack.prepareStack();
    return stack.toTerraform();
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

class OneConstruct extends AwsStack {}
