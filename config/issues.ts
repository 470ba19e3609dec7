/** Zod's issues in our words: what, the value received, what is allowed. */
import type { z } from "zod";

/** One problem at one place. */
export interface Issue {
  readonly path: readonly (string | number)[];
  /** The key below `path` that should not be there. */
  readonly key?: string;
  readonly issue: z.core.$ZodIssue;
}

/** One entry per problem: unknown keys one by one, unions by their nearest branch. */
export function flatIssues(issues: readonly z.core.$ZodIssue[]): readonly Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ path, key, issue }));
    return [{ path, issue }];
  });
}

/** The problem in one sentence, without its path. */
export function describeIssue({ issue, path, key }: Issue, root: unknown): string {
  const got = quote(valueAt(root, path));
  switch (issue.code) {
    case "unrecognized_keys":
      return `unknown key '${key}'`;
    case "invalid_type":
      return got === undefined ? "is missing" : `must be ${typeName(issue.expected)}, got ${got}`;
    case "invalid_value":
      return `must be one of ${issue.values.map((value) => quote(value)).join(", ")}, got ${got ?? "nothing"}`;
    case "invalid_union":
      return unionProblem(issue, root, path);
    case "invalid_format":
      return `must match ${"pattern" in issue ? issue.pattern : issue.format}, got ${got}`;
    case "too_small":
    case "too_big":
      return sizeProblem(issue, valueAt(root, path));
    case "invalid_key":
      return `name must match ${keyPattern(issue)}, got ${quote(path.at(-1))}`;
    default:
      return issue.message;
  }
}

function unionProblem(issue: z.core.$ZodIssueInvalidUnion, root: unknown, path: Issue["path"]): string {
  const discriminator = "discriminator" in issue ? String(issue.discriminator) : undefined;
  if (discriminator === undefined) return issue.message;
  const got = quote(valueAt(root, path)) ?? "nothing";
  const allowed =
    "options" in issue && Array.isArray(issue.options) ? issue.options.map(quote).join(", ") : "";
  return `must be one of ${allowed}, got ${got}`;
}

function sizeProblem(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: unknown): string {
  const bound = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  if (issue.origin === "string") return `must be ${bound} characters long, got ${String(value).length}`;
  if (issue.origin === "array")
    return `must list ${bound}, got ${Array.isArray(value) ? value.length : value}`;
  return `must be ${bound}, got ${quote(value)}`;
}

function keyPattern(issue: z.core.$ZodIssueInvalidKey): string {
  const [inner] = issue.issues;
  return inner !== undefined && "pattern" in inner ? String(inner.pattern) : "the schema";
}

function typeName(expected: string): string {
  const names: Record<string, string> = {
    int: "a whole number",
    number: "a number",
    string: "a string",
    boolean: "true or false",
    array: "a list",
    object: "a map",
    record: "a map",
  };
  return names[expected] ?? expected;
}

function valueAt(root: unknown, path: Issue["path"]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[part] : undefined,
    root,
  );
}

/** A value for a message: short, on one line. `undefined` stays. */
function quote(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return `'${value.length > 80 ? `${value.slice(0, 77)}…` : value}'`;
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a map";
  return String(value);
}
