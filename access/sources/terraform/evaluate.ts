/** From templates to values: which resources a JSON value needs, and what it is once they are known. */
import { type Expression, ExpressionError, parseTemplate } from "./expression";
import { type Call, callFunction, textOf } from "./functions";

/** Gives an attribute of a resource or data source that has been applied or read. */
export type Lookup = (address: string, path: readonly (string | number)[]) => unknown;

/** What stands in for an expression that is not understood, by its text. */
export type Otherwise = (expression: string) => unknown;

/** A reference as data, for sources that do not write expressions. */
export interface Pointer {
  readonly "//reference": { readonly address: string; readonly attribute: string };
}

function isPointer(value: object): value is Pointer {
  return "//reference" in value;
}

/** The addresses that a JSON value refers to, anywhere inside it. */
export function referencesIn(value: unknown): Set<string> {
  const found = new Set<string>();
  eachString(value, (text) => collect(parseTemplate(text), found));
  return found;
}

/**
 * The value with all templates replaced; `null` members are left out, as Terraform treats them as not given.
 *
 * @param otherwise for what is not understood. Without it that fails.
 * @throws {@link ExpressionError}
 */
export function resolveValue(value: unknown, lookup: Lookup, otherwise?: Otherwise): unknown {
  if (typeof value === "string") return resolveText(value, lookup, otherwise);
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, lookup, otherwise));
  if (typeof value !== "object" || value === null) return value;
  if (isPointer(value)) return lookup(value["//reference"].address, [value["//reference"].attribute]);
  const entries = Object.entries(value).map(
    ([key, item]) => [key, resolveValue(item, lookup, otherwise)] as const,
  );
  return Object.fromEntries(entries.filter(([, item]) => item !== null && item !== undefined));
}

function resolveText(text: string, lookup: Lookup, otherwise: Otherwise | undefined): unknown {
  // Most texts are plain, and some are long.
  if (!/[$%]\{/.test(text)) return text;
  if (otherwise === undefined) return evaluate(parseTemplate(text), lookup, callFunction);
  const call: Call = (name, args) => {
    try {
      return callFunction(name, args);
    } catch {
      return otherwise(`${name}(…)`);
    }
  };
  try {
    return evaluate(parseTemplate(text, "taken"), lookup, call);
  } catch (cause) {
    if (cause instanceof ExpressionError) return otherwise(/\$\{([^}]*)/.exec(text)?.[1] ?? text);
    throw cause;
  }
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

function evaluate(expression: Expression, lookup: Lookup, call: Call): unknown {
  const inner = (each: Expression) => evaluate(each, lookup, call);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "reference":
      return lookup(expression.address, expression.path);
    case "template":
      return expression.parts.map((part) => textOf(inner(part))).join("");
    case "list":
      return expression.items.map(inner);
    case "object":
      return Object.fromEntries(
        expression.entries.map(([key, item]) => [textOf(inner(key)), inner(item)] as const),
      );
    case "call":
      return call(expression.name, expression.args.map(inner));
  }
}
