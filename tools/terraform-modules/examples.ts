/** Calls of a module that can be planned as they are. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { PRESET_SCHEMAS } from "../../presets/schemas";
import { REPO_ROOT } from "../paths";
import { variablesOf } from "./compare/values";
import { literal } from "./hcl";
import { inStandInAccount } from "./own-account";
import type { Fields } from "./shape";

/** Validations refer to other variables since then. */
export const TERRAFORM_VERSION = ">= 1.9";

/** Files of the examples, by name. */
export function examplesOf(preset: string, fields: Fields): Readonly<Record<string, string>> {
  const { minimal, complete } = exampleValues(preset, fields);
  return {
    "examples/minimal/main.tf": call(preset, minimal),
    "examples/complete/main.tf": call(preset, complete),
  };
}

/** The shortest call, and that of the longest example of the preset. */
export function exampleValues(
  preset: string,
  fields: Fields,
): Readonly<Record<"minimal" | "complete", Readonly<Record<string, unknown>>>> {
  const samples = samplesOf(preset);
  const byLength = [...samples].sort(
    (one, other) => JSON.stringify(one).length - JSON.stringify(other).length,
  );
  const [shortest = {}] = byLength;
  const schema = PRESET_SCHEMAS.find((one) => one.shape.preset.values.has(preset as never));
  const needsNothing = schema?.safeParse({ preset, region: "eu-central-1" }).success === true;
  return {
    minimal: needsNothing ? {} : variablesOf(preset, fields, shortest),
    complete: variablesOf(preset, fields, byLength.at(-1) ?? shortest),
  };
}

function samplesOf(preset: string): readonly Readonly<Record<string, unknown>>[] {
  const folder = join(REPO_ROOT, "examples");
  const files = [
    ...readdirSync(folder)
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => join(folder, name)),
    join(REPO_ROOT, "sealstack.yaml"),
  ];
  return files.flatMap((file) => {
    const { stacks } = parse(readFileSync(file, "utf8")) as {
      readonly stacks: Readonly<Record<string, Record<string, unknown>>>;
    };
    return Object.values(stacks)
      .filter((config) => config.preset === preset)
      .map(inStandInAccount);
  });
}

/** @param named whether the module has a variable `name` that the values leave out */
export function call(preset: string, values: Readonly<Record<string, unknown>>, named = true): string {
  const given = Object.entries(values).map(([name, value]) => `  ${name} = ${pretty(value, "  ")}\n`);
  return `terraform {
  required_version = "${TERRAFORM_VERSION}"
}

module "${preset.replaceAll("-", "_")}" {
  source = "../.."

${named ? `  name = "${preset}"\n` : ""}${given.join("")}}
`;
}

/** Objects on lines of their own. Keys are left as they are: those of a map are whatever its caller says. */
function pretty(value: unknown, indent: string): string {
  if (Array.isArray(value) && value.some((item) => typeof item === "object"))
    return `[\n${value.map((item) => `${indent}  ${pretty(item, `${indent}  `)},\n`).join("")}${indent}]`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return literal(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  const key = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : literal(name));
  return `{\n${entries.map(([name, item]) => `${indent}  ${key(name)} = ${pretty(item, `${indent}  `)}\n`).join("")}${indent}}`;
}
