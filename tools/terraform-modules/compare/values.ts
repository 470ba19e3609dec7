/** A configuration in the words of a module's variables. */
import type { Fields, Shape } from "../shape";
import { isVariable, snakeCase, variableName } from "../variable-names";

/** What is left out of the configuration is left out here. */
export function variablesOf(
  preset: string,
  fields: Fields,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([key]) => isVariable(key) && config[key] !== undefined)
      .map(([key, { shape }]) => [variableName(preset, key), valueFor(shape, config[key])]),
  );
}

function renamed(fields: Fields, config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([key]) => config[key] !== undefined)
      .map(([key, { shape }]) => [snakeCase(key), valueFor(shape, config[key])]),
  );
}

function valueFor(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case "object":
      return renamed(shape.fields, value as Readonly<Record<string, unknown>>);
    case "list":
      return (value as readonly unknown[]).map((item) => valueFor(shape.item, item));
    case "kinds":
      return (value as readonly Readonly<Record<string, unknown>>[]).map((item) => {
        const kind = String(item[shape.by]);
        return { [shape.by]: kind, ...renamed(shape.of[kind] ?? {}, item) };
      });
    default:
      return value;
  }
}
