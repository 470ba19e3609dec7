import { type Document, isMap, LineCounter, parseDocument } from "yaml";
import { ConfigError } from "../modules/config-error";
import { describeIssue, flatIssues, type Issue } from "./issues";
import { type Config, configSchema } from "./schema";

/**
 * Reads the text of a configuration.
 *
 * @param name what the file is called, for the message
 * @throws {@link ConfigError} with every problem of the file, each with its place.
 */
export function parseConfig(text: string, name: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const syntax = document.errors.map(({ message, pos }) => ({ offset: pos[0], text: decapitalize(message) }));
  // Duplicate keys leave a document that can be checked further; broken syntax would only bring follow-up problems.
  const readable = document.errors.every(({ code }) => code === "DUPLICATE_KEY");
  const value: unknown = readable ? (document.toJS() ?? {}) : undefined;
  const parsed = readable ? configSchema.safeParse(value) : undefined;
  const issues = parsed?.error === undefined ? [] : flatIssues(parsed.error.issues);
  const problems = [
    ...syntax,
    ...issues.map((issue) => ({
      offset: offsetOf(document, issue),
      text: `${pathText(issue.path)}: ${describeIssue(issue, value)}`,
    })),
  ];
  if (problems.length > 0 || parsed?.data === undefined)
    throw new ConfigError(
      name,
      problems
        .sort((a, b) => a.offset - b.offset)
        .map((problem) => `${place(lines, problem.offset)}: ${problem.text}`),
    );
  return parsed.data;
}

function place(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `line ${line}, column ${col}`;
}

/** Where in the text an issue is: at the key it is about, or at the nearest parent that is there. */
function offsetOf(document: Document.Parsed, { path, key }: Issue): number {
  for (let length = path.length; length >= 0; length--) {
    const inner = key !== undefined && length === path.length ? keyOffset(document, path, key) : undefined;
    const offset = inner ?? nodeOffset(document, path.slice(0, length));
    if (offset !== undefined) return offset;
  }
  return 0;
}

function nodeOffset(document: Document.Parsed, path: readonly (string | number)[]): number | undefined {
  const last = path.at(-1);
  if (typeof last === "string") return keyOffset(document, path.slice(0, -1), last);
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  return rangeStart(node);
}

function keyOffset(
  document: Document.Parsed,
  parent: readonly (string | number)[],
  key: string,
): number | undefined {
  const map = parent.length === 0 ? document.contents : document.getIn(parent, true);
  if (!isMap(map)) return undefined;
  return rangeStart(map.items.find((pair) => String(pair.key) === key)?.key);
}

function rangeStart(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] } | null | undefined)?.range;
  return range?.[0];
}

function pathText(path: readonly (string | number)[]): string {
  if (path.length === 0) return "the file";
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
}

function decapitalize(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
