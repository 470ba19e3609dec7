/** Functions of Terraform that cdktf writes; see each in Terraform's documentation. */
import { ExpressionError } from "./expression";

export type Call = (name: string, args: readonly unknown[]) => unknown;

const FUNCTIONS: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
  "==": (left, right) => JSON.stringify(sortKeys(left)) === JSON.stringify(sortKeys(right)),
  jsonencode: (value) => jsonEncode(value),
  join: (separator, ...lists) => lists.flat().map(textOf).join(textOf(separator)),
  concat: (...lists) => lists.flat(),
  lookup: (map, key, otherwise) => (map as Readonly<Record<string, unknown>>)[textOf(key)] ?? otherwise,
};

/** @throws {@link ExpressionError} for a function that is not among them */
export const callFunction: Call = (name, args) => {
  const implementation = FUNCTIONS[name];
  if (implementation !== undefined) return implementation(...args);
  throw new ExpressionError(`function '${name}' not mapped, mapped: ${Object.keys(FUNCTIONS).join(", ")}`);
};

export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new ExpressionError(
    `a template can only hold text, numbers and booleans, got ${JSON.stringify(value)}`,
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
