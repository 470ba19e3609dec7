/** Reads a usage profile: the keys of a file, and what flags say over them. Pure. */
import { parse } from "yaml";
import { OperatorError } from "../../../errors";
import { parseSize } from "../units";
import { type Field, type FieldName, PROFILE_FIELDS, type PrefixProfile, type Profile } from "./fields";

/** The keys of a profile as they are written. */
export type ProfileInput = Readonly<Record<string, unknown>>;

/** The key of a file under which prefixes stand. */
const PREFIXES = "prefixes";

/**
 * The text of a profile, in YAML or JSON.
 * @throws OperatorError `usage`.
 */
export function parseProfileFile(text: string, file: string): ProfileInput {
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    const [line = ""] = String((cause as Error).message).split("\n");
    throw new OperatorError("usage", `${file} is neither YAML nor JSON: ${line}`, { cause });
  }
  if (value === null || value === undefined) return {};
  if (typeof value !== "object" || Array.isArray(value))
    throw new OperatorError(
      "usage",
      `${file} must hold a map, got ${Array.isArray(value) ? "a list" : "a value"}`,
      {
        hint: "write it as examples/cost/usage.yaml is",
      },
    );
  return value as ProfileInput;
}

/**
 * A whole profile; what is not said has its default.
 * @throws OperatorError `usage`, with everything that is wrong in it.
 */
export function profileOf(input: ProfileInput): Profile {
  const problems: string[] = [];
  const { [PREFIXES]: prefixes = {}, ...own } = input;
  const profile = {
    ...defaults(),
    ...values(own, "", () => true, problems),
    [PREFIXES]: prefixesOf(prefixes, problems),
  };
  if (problems.length > 0)
    throw new OperatorError("usage", "the usage profile cannot be used", {
      details: problems,
      hint: "see docs/cost.md for its keys",
    });
  return profile as unknown as Profile;
}

function defaults(): Readonly<Record<string, unknown>> {
  const entries = Object.entries<Field>(PROFILE_FIELDS).map(([name, field]) => [
    name,
    field.default === undefined ? undefined : valueIn(field, field.default),
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function values(
  input: ProfileInput,
  path: string,
  allowed: (field: Field) => boolean,
  problems: string[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(input)) {
    const field = Object.hasOwn(PROFILE_FIELDS, name) ? PROFILE_FIELDS[name as FieldName] : undefined;
    if (field === undefined || !allowed(field)) {
      const names = Object.entries<Field>(PROFILE_FIELDS).filter(([, each]) => allowed(each));
      problems.push(`${path}${name}: unknown key, allowed are ${names.map(([each]) => each).join(", ")}`);
      continue;
    }
    const value = valueIn(field, given);
    if (value === undefined)
      problems.push(`${path}${name} must be ${allowedText(field)}, got ${shown(given)}`);
    else result[name] = value;
  }
  return result;
}

function prefixesOf(input: unknown, problems: string[]): Record<string, PrefixProfile> {
  if (!isMap(input)) {
    problems.push(`${PREFIXES} must be a map of prefixes, got ${shown(input)}`);
    return {};
  }
  const entries = Object.entries(input).map(([prefix, given]) => {
    const path = `${PREFIXES}.${prefix}`;
    if (isMap(given))
      return [prefix, values(given, `${path}.`, ({ ofPrefix }) => ofPrefix === true, problems)];
    problems.push(`${path} must be a map, got ${shown(given)}`);
    return [prefix, {}];
  });
  return Object.fromEntries(entries) as Record<string, PrefixProfile>;
}

/** @returns `undefined` for what the field does not take. */
function valueIn(
  { kind, range: [least, most] = [0, 0] }: Field,
  given: unknown,
): number | boolean | undefined {
  if (kind === "boolean") return ({ true: true, false: false } as Record<string, boolean>)[String(given)];
  const text = typeof given === "number" || typeof given === "string" ? String(given).trim() : "";
  const number = kind === "size" ? parseSize(text) : decimal(text);
  return number === undefined || !(number >= least && number <= most) ? undefined : number;
}

const decimal = (text: string): number | undefined =>
  /^\d{1,15}(\.\d{1,9})?(e\+?\d{1,2})?$/i.test(text) ? Number(text) : undefined;

function allowedText({ kind, range: [least, most] = [0, 0] }: Field): string {
  if (kind === "boolean") return "true or false";
  return kind === "size"
    ? "a size of at most 1 PiB, such as 64MiB or 1.5GB"
    : `a number from ${least} to ${most}`;
}

const isMap = (value: unknown): value is ProfileInput =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a map" : `'${String(value).slice(0, 80)}'`;
}
