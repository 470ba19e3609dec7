/** Bad input, one value at a time: what the preset refuses, the module's variables have to refuse by the same sentence, and nothing else. */
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "@cdktf/hcl-tools";
import { problemMessage } from "../../../modules/checked-yaml/messages";
import { PRESET_SCHEMAS } from "../../../presets/schemas";
import { REPO_ROOT } from "../../paths";
import { runFolder } from "../../processes/run-folder";
import { type Fields, fieldsOf } from "../shape";
import { snakeCase, variableName } from "../variable-names";
import { inTerraformsWords, keysIn, variablesFile, variablesOfPreset } from "../variables";
import { preconditionsOf } from "./presets";
import { type Call, refusals } from "./terraform";
import { variablesOf } from "./values";
import { type Config, EMPTY_LISTS, KINDS, withWrong } from "./wrong";

/** A configuration with one kind of wrong value in many places. */
interface Case {
  readonly kind: string;
  readonly config: Config;
}

/** What is refused in one world only, or by other words. */
export interface OtherRefusal {
  readonly kind: string;
  readonly onlyInStack: readonly string[];
  readonly onlyInModule: readonly string[];
}

/** What was tried. */
export interface Refusals {
  /** Sentences that both say. */
  readonly sentences: number;
  readonly others: readonly OtherRefusal[];
}

/** @param base a configuration that is right, with nearly everything in it */
export async function compareRefusals(
  preset: string,
  base: Config,
  notify: (line: string) => void,
): Promise<Refusals> {
  const schema = PRESET_SCHEMAS.find((one) => one.shape.preset.values.has(preset as never));
  if (schema === undefined) throw new Error(`no preset is called '${preset}'`);
  const fields = fieldsOf(schema);
  const words = keysIn(fields);
  const cases = KINDS.map(([kind, wrong]): Case => ({ kind, config: withWrong(fields, base, wrong) }));
  const said = await refusedByModule(preset, fields, cases, notify);
  const refersTo = Object.fromEntries(
    variablesOfPreset(preset, fields).map(({ name, validations }) => [
      name,
      [
        ...validations
          .map(({ condition }) => condition)
          .join()
          .matchAll(/\bvar\.(\w+)/g),
      ]
        .map(([, other = ""]) => other)
        .filter((other) => other !== name),
    ]),
  );
  const located = variablesOfPreset(preset, fields).flatMap(({ validations }) =>
    validations.flatMap(({ located: begins }) => begins ?? []),
  );
  let sentences = 0;
  const others = cases.flatMap(({ kind, config }, index): readonly OtherRefusal[] => {
    const { error } = schema.safeParse(config, { error: problemMessage });
    const stack = (error?.issues ?? []).map(({ path, message }) => ({
      path: modulePath(preset, path),
      sentence: inTerraformsWords(message, words),
    }));
    const module = said[index] ?? [];
    const refused = new Set(module.map(variableIn));
    const isLocated = (sentence: string): boolean => located.some((begins) => sentence.startsWith(begins));
    const isRefusedAnyway = module.some((other) => !isLocated(other.slice(other.indexOf(": ") + 2)));
    const says =
      ({ path, sentence }: Sentence) =>
      (other: string) =>
        variableIn(other) === variableIn(path) && other.includes(sentence);
    const both = stack.filter((one) => module.some(says(one)));
    sentences += both.length;
    // Terraform does not look at what refers to a variable that is refused.
    const seen = stack.filter(
      ({ path, sentence }) =>
        !(refersTo[variableIn(path)] ?? []).some((other) => refused.has(other)) &&
        !(isRefusedAnyway && isLocated(sentence)),
    );
    // Where a list is empty, it leaves out what it would say of other rules of the same variable.
    const told = seen.filter(
      ({ path }) => kind !== EMPTY_LISTS || !refused.has(variableIn(path)) || path.includes("[*]"),
    );
    const onlyInStack = told
      .filter((one) => !both.includes(one))
      .map(({ path, sentence }) => `${path}: ${sentence}`);
    // It looks at every rule, where the schema stops at the first that a value breaks.
    const planned = module.length > 0 && error === undefined ? preconditionsOf(config) : [];
    const onlyInModule = module.filter(
      (other) =>
        !stack.some(({ path }) => other.startsWith(path) || path.startsWith(pathIn(other))) &&
        !planned.some((sentence) => other.includes(sentence)),
    );
    return onlyInStack.length + onlyInModule.length === 0 ? [] : [{ kind, onlyInStack, onlyInModule }];
  });
  return { sentences, others };
}

interface Sentence {
  readonly path: string;
  readonly sentence: string;
}

/** What a sentence is about; of a map it names no key. */
const pathIn = (sentence: string): string => sentence.slice(0, sentence.indexOf(":"));

/** The first name of a sentence, or of a path. */
const variableIn = (text: string): string => /^\w+/.exec(text)?.[0] ?? "";

/** As the module's sentences begin; of elements they say no number. */
function modulePath(preset: string, path: readonly PropertyKey[]): string {
  const [first = "", ...rest] = path;
  const names = [
    variableName(preset, String(first)),
    ...rest.map((part) => (typeof part === "number" ? "[*]" : `.${snakeCase(String(part))}`)),
  ];
  return names.join("").replace(/(\[\*\])+$/, "");
}

/** What the module's variables say of each. */
async function refusedByModule(
  preset: string,
  fields: Fields,
  cases: readonly Case[],
  notify: (line: string) => void,
): Promise<readonly (readonly string[])[]> {
  const folder = runFolder("sealstack-variables-");
  try {
    const variables = await format(variablesFile(variablesOfPreset(preset, fields)));
    writeFileSync(join(folder, "variables.tf"), variables);
    // Some rules look at where the module runs.
    cpSync(join(REPO_ROOT, "terraform", "common", "data.tf"), join(folder, "data.tf"));
    const calls = cases.map(({ config }, index): [string, Call] => [
      `case_${index}`,
      { source: folder, values: { name: "name", ...variablesOf(preset, fields, config) } },
    ]);
    const said = await refusals(Object.fromEntries(calls), notify);
    // Where the module runs is read only when no rule of variables alone is broken.
    const taken = calls.filter(([name]) => said.of[name]?.length === 0);
    const more = await refusals(Object.fromEntries(taken), notify);
    return Object.values({ ...said.of, ...more.of }).map((details) =>
      details.map((detail) => detail.split("\n\nThis was checked")[0] ?? ""),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
