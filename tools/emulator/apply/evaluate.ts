/** From templates to values: which resources a JSON value needs, and what it is once they are known. */
import { isDeepStrictEqual } from "node:util";
import { OperatorError } from "../../../scripts/errors";
import { type Expression, parseTemplate } from "./expression";

/** Gives an attribute of a resource or data source that has been applied or read. */
export type Lookup = (address: string, path: readonly (string | number)[]) => unknown;

/** The addresses that a JSON value refers to, anywhere inside it. */
export function referencesIn(value: unknown): Set<string> {
  const found = new Set<string>();
  eachString(value, (text) => collect(parseTemplate(text), found));
  return found;
}

/** The value with all templates replaced; `null` members are left out, as Terraform treats them as not given. */
export function resolveValue(value: unknown, lookup: Lookup): unknown {
  if (typeof value === "string") return evaluate(parseTemplate(value), lookup);
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, lookup));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, resolveValue(item, lookup)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== null && item !== undefined));
}

function eachString(value: unknown, visit: (text: string) => void): void {
  if (typeof value === "string") visit(value);
  else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) eachString(item, visit);
  }
}

function collect(expression: Expression, found: Set<string>): void {
  if (expression.kind === "reference") found.add(expression.address);
  for (const child of children(expression)) collect(child, found);
}

function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "template":
      return expression.parts;
    case "list":
      return expression.items;
    case "object":
      return expression.entries.flat();
    case "call":
      return expression.args;
    default:
      return [];
  }
}

function evaluate(expression: Expression, lookup: Lookup): unknown {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "reference":
      return lookup(expression.address, expression.path);
    case "template":
      return expression.parts.map((part) => asText(evaluate(part, lookup))).join("");
    case "list":
      return expression.items.map((item) => evaluate(item, lookup));
    case "object":
      return Object.fromEntries(
        expression.entries.map(([key, item]) => [asText(evaluate(key, lookup)), evaluate(item, lookup)]),
      );
    case "call":
      return call(
        expression.name,
        expression.args.map((argument) => evaluate(argument, lookup)),
      );
  }
}

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new OperatorError(
    "usage",
    `a template can only hold text, numbers and booleans, got ${JSON.stringify(value)}`,
  );
}

/** Functions that the presets use; see each in Terraform's documentation. */
const FUNCTIONS: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
  "==": (left, right) => isDeepStrictEqual(left, right),
  jsonencode: (value) => jsonEncode(value),
  join: (separator, ...lists) => lists.flat().map(asText).join(asText(separator)),
  concat: (...lists) => lists.flat(),
  lookup: (map, key, otherwise) => (map as Readonly<Record<string, unknown>>)[asText(key)] ?? otherwise,
};

function call(name: string, args: readonly unknown[]): unknown {
  const implementation = FUNCTIONS[name];
  if (implementation !== undefined) return implementation(...args);
  throw new OperatorError(
    "usage",
    `function '${name}' not mapped by the emulator's apply, mapped: ${Object.keys(FUNCTIONS).join(", ")}`,
    { hint: "extend tools/emulator/apply/evaluate.ts" },
  );
}

/** Terraform sorts the keys, and writes characters that matter in HTML as escapes. */
function jsonEncode(value: unknown): string {
  return JSON.stringify(sortKeys(value)).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, sortKeys(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
