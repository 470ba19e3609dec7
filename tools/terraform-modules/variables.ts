/** The variables of a preset's module: its schema in the words of Terraform. */
import { comment, literal, quoted } from "./hcl";
import type { Field, Fields, Shape } from "./shape";
import type { Validation } from "./validations/validation";
import { validationsOf } from "./validations/validations";
import { isVariable, snakeCase, variableName } from "./variable-names";

/** A variable, as `variables.tf` and the README show it. */
export interface Variable {
  readonly name: string;
  readonly description: string;
  /** On as many lines as it takes. */
  readonly type: string;
  /** As HCL; none where it is required. */
  readonly fallback?: string;
  readonly nullable: boolean;
  readonly validations: readonly Validation[];
}

/** The first of every module. */
const NAME: Omit<Variable, "validations"> = {
  name: "name",
  description: "Start of the names of what is made. Two calls in one account need two names.",
  type: "string",
  nullable: false,
};

/** @throws Error for a check of the schema that has no twin in HCL */
export function variablesOfPreset(preset: string, fields: Fields): readonly Variable[] {
  const named = Object.entries(fields)
    .filter(([key]) => isVariable(key))
    .map(([key, field]) => variableOf(variableName(preset, key), field));
  const words = keysIn(fields);
  const all = [NAME, ...named].map((variable) => ({
    ...variable,
    description: inTerraformsWords(variable.description, words),
    type: inTerraformsWords(variable.type, words),
  }));
  return all.map((variable) => ({ ...variable, validations: validationsOf(preset, variable.name, fields) }));
}

/** Every key of the schema that Terraform writes otherwise. */
export function keysIn(value: unknown): ReadonlySet<string> {
  if (typeof value !== "object" || value === null) return new Set();
  const entries = Object.entries(value).filter(([key]) => key !== "schema");
  // Of a list of kinds, the names of the kinds are values.
  return new Set(
    entries.flatMap(([key, item]) =>
      key === "of"
        ? Object.values(item as object).flatMap((of) => [...keysIn(of)])
        : [...(/[a-z][A-Z]/.test(key) ? [key] : []), ...keysIn(item)],
    ),
  );
}

export function inTerraformsWords(text: string, keys: ReadonlySet<string>): string {
  return text
    .replaceAll("<stack>", "<name>")
    .replaceAll(/\b[a-z]+(?:[A-Z][a-z]+)+\b/g, (word) => (keys.has(word) ? snakeCase(word) : word));
}

function variableOf(name: string, field: Field): Omit<Variable, "validations"> {
  const { description, shape } = field;
  const fallback = fallbackOf(field, true);
  return {
    name,
    description,
    type: typeOf(shape, "  "),
    ...(fallback === undefined ? {} : { fallback }),
    nullable: fallback === "null",
  };
}

type Described = Omit<Field, "schema">;

/** What stands for a field that is left out. @param whole whether it is a variable, which is `null` where it may be absent */
function fallbackOf({ shape, optional, fallback }: Described, whole = false): string | undefined {
  if (!optional) return undefined;
  if (fallback === undefined) return whole ? "null" : undefined;
  // What an object's own fields are by default, they say themselves.
  return shape.kind === "object" ? "{}" : literal(withoutOwnDefaults(shape, fallback));
}

function withoutOwnDefaults(shape: Shape, value: unknown): unknown {
  if (shape.kind === "list")
    return (value as readonly unknown[]).map((item) => withoutOwnDefaults(shape.item, item));
  if (shape.kind === "kinds")
    return (value as readonly Readonly<Record<string, unknown>>[]).map((item) =>
      withoutDefaultsOf(shape.of[String(item[shape.by])] ?? {}, item),
    );
  return shape.kind === "object"
    ? withoutDefaultsOf(shape.fields, value as Readonly<Record<string, unknown>>)
    : value;
}

function withoutDefaultsOf(fields: Fields, value: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, item]) => JSON.stringify(fields[key]?.fallback) !== JSON.stringify(item),
    ),
  );
}

function typeOf(shape: Shape, indent: string): string {
  switch (shape.kind) {
    case "text":
    case "choice":
      return "string";
    case "number":
      return "number";
    case "flag":
      return "bool";
    case "map":
      return "map(string)";
    case "list":
      return `list(${typeOf(shape.item, indent)})`;
    case "object":
      return objectType(Object.entries(shape.fields), indent);
    case "kinds":
      return `list(${objectType([[shape.by, kindField(shape)], ...kindFields(shape)], indent)})`;
  }
}

function objectType(fields: readonly (readonly [string, Described])[], indent: string): string {
  const inner = `${indent}  `;
  const lines = fields.map(([key, field]) => {
    const type = typeOf(field.shape, inner);
    const fallback = fallbackOf(field);
    const whole = field.optional ? `optional(${type}${fallback === undefined ? "" : `, ${fallback}`})` : type;
    return `${comment(field.description, inner)}${inner}${snakeCase(key)} = ${whole}\n`;
  });
  return `object({\n${lines.join("")}${indent}})`;
}

type Kinds = Extract<Shape, { readonly kind: "kinds" }>;

function kindField({ of }: Kinds): Described {
  const values = Object.keys(of);
  const names = values.map((name) => `'${name}'`).join(", ");
  return {
    shape: { kind: "choice", values, says: () => [] },
    description: `One of ${names}, each once.`,
    optional: false,
  };
}

/** Keys of all kinds, none of which every kind has. */
function kindFields({ of }: Kinds): readonly (readonly [string, Field])[] {
  return Object.entries(of).flatMap(([kind, fields]) =>
    Object.entries(fields).map(([key, field]): [string, Field] => {
      const { fallback, ...rest } = field;
      const unless = fallback === undefined ? "" : ` Default: ${literal(fallback)}.`;
      return [key, { ...rest, optional: true, description: `Of '${kind}': ${field.description}${unless}` }];
    }),
  );
}

/** The text of `variables.tf`, not formatted yet. */
export function variablesFile(variables: readonly Variable[]): string {
  return variables.map(variableBlock).join("\n");
}

function variableBlock({ name, description, type, fallback, nullable, validations }: Variable): string {
  const lines = [
    `  description = ${quoted(description)}`,
    `  type = ${type}`,
    ...(fallback === undefined ? [] : [`  default = ${fallback}`]),
    ...(nullable ? [] : ["  nullable = false"]),
    ...validations.map(
      ({ condition, message }) =>
        `\n  validation {\n    condition = ${condition}\n    error_message = ${message}\n  }`,
    ),
  ];
  return `variable "${name}" {\n${lines.join("\n")}\n}\n`;
}

/** Variables as they stand in a file that was written by hand. */
export function variablesIn(text: string): readonly Variable[] {
  return [...text.matchAll(/^variable "(\w+)" \{\n([\s\S]*?)\n\}$/gm)].map(([, name = "", body = ""]) => {
    const [, description = '""'] = /^ {2}description += (".*"|<<-EOT\n[\s\S]*?\n {2}EOT)$/m.exec(body) ?? [];
    const [, type = "any"] =
      /^ {2}type += ([\s\S]*?)(?=\n {2}(?:default|nullable|sensitive)\b|\n\n|$(?![\s\S]))/m.exec(body) ?? [];
    const [, fallback] =
      /^ {2}default += ([\s\S]*?)(?=\n {2}(?:nullable|sensitive)\b|\n\n|$(?![\s\S]))/m.exec(body) ?? [];
    return {
      name,
      description: plainText(description),
      type,
      ...(fallback === undefined ? {} : { fallback }),
      nullable: !body.includes("nullable    = false"),
      validations: [],
    };
  });
}

/** Of a quoted text, or of one in lines of its own. */
function plainText(text: string): string {
  if (text.startsWith('"')) return JSON.parse(text) as string;
  const lines = text.split("\n").slice(1, -1);
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent)).join("\n");
}
