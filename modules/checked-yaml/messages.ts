/** Zod's problems in our words: what, the value received, what is allowed. */
import type { z } from "zod";
import { shown } from "../show-value";
import { tokenKind } from "../tokens";
/** The message for a problem that its schema has no words of its own for. */
export const problemMessage: z.core.$ZodErrorMap = (issue) => {
  const got = `got ${quote(issue.input)}`;
  switch (issue.code) {
    case "unrecognized_keys":
      return `allowed are ${allowedKeys(issue)}`;
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${typeName(issue.expected)}, ${got}`;
    case "invalid_value":
      return `must be ${oneOf(issue.values)}, ${got}`;
    case "invalid_union":
      return unionProblem(issue);
    case "invalid_key": {
      // The sentence of the key's own schema; the path names the key.
      const [problem] = issue.issues;
      return problem === undefined ? undefined : `the key ${problem.message}`;
    }
    case "invalid_format":
      return `must match ${issue.pattern ?? issue.format}, ${got}`;
    case "too_small":
      return sizeProblem(issue, `at least ${issue.minimum}`);
    case "too_big":
      return sizeProblem(issue, `at most ${issue.maximum}`);
    default:
      return undefined;
  }
};

/** The discriminator has no or the wrong value; `issue.path` already points at it. */
function unionProblem(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string {
  const { discriminator, options } = issue as { discriminator?: string; options?: readonly unknown[] };
  const value = discriminator === undefined ? issue.input : fieldOf(issue.input, discriminator);
  return `must be ${oneOf(options ?? [])}, got ${quote(value)}`;
}

function sizeProblem(
  { origin, input }: { readonly origin?: string; readonly input?: unknown },
  bound: string,
): string {
  if (origin === "string") return `must be ${bound} characters long, got ${String(input).length}`;
  if (origin === "array" && Array.isArray(input) && input.length === 0) return "must not be empty";
  if (origin === "array")
    return `must have ${bound} items, got ${Array.isArray(input) ? input.length : quote(input)}`;
  return `must be ${bound}, got ${quote(input)}`;
}

function allowedKeys({ inst }: z.core.$ZodRawIssue): string {
  const shape = fieldOf(fieldOf(fieldOf(inst, "_zod"), "def"), "shape");
  return Object.keys(shape ?? {}).join(", ");
}

function oneOf(values: readonly unknown[]): string {
  const names = values.map(quote).join(", ");
  return values.length === 1 ? names : `one of ${names}`;
}

function typeName(expected: string): string {
  const names: Record<string, string> = {
    string: "a string",
    boolean: "true or false",
    array: "a list",
    object: "a map",
    record: "a map",
  };
  return names[expected] ?? expected;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** A value in the words of YAML. */
function quote(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  const isMap = typeof value === "object" && tokenKind(value) === undefined;
  return isMap ? "a map" : shown(value);
}
