/**
 * Where the values of a JSON text stand. Values are cut out of the text and never parsed to JavaScript's own, which round numbers,
 * reorder names that look like numbers and forget how a text was written. Pure.
 */
import { OperatorError } from "../../../errors";

/** A value in the text. */
export interface Slice {
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

export type Container =
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, Slice> }
  | { readonly kind: "array"; readonly items: readonly Slice[] };

export interface Structure {
  readonly text: string;
  readonly root: Slice;
  /** Objects and arrays by where they start. */
  readonly containers: ReadonlyMap<number, Container>;
}

type Open = { readonly start: number; name?: string | undefined } & (
  | { readonly kind: "object"; readonly members: Map<string, Slice> }
  | { readonly kind: "array"; readonly items: Slice[] }
);

/** @throws OperatorError `source` when it is not JSON, or has a name twice in one object; shows nothing of it. */
export function structure(text: string): Structure {
  assertJson(text);
  const containers = new Map<number, Container>();
  const open: Open[] = [];
  let root: Slice = { start: 0, end: text.length };
  const complete = (slice: Slice): void => {
    const holder = open.at(-1);
    if (holder === undefined) root = slice;
    else if (holder.kind === "array") holder.items.push(slice);
    else {
      holder.members.set(holder.name ?? "", slice);
      holder.name = undefined;
    }
  };
  for (let at = 0; at < text.length; ) {
    const start = at;
    const char = text[at];
    const holder = open.at(-1);
    at = tokenEnd(text, at);
    if (char === "{") open.push({ kind: "object", start, members: new Map() });
    else if (char === "[") open.push({ kind: "array", start, items: [] });
    else if (char === "}" || char === "]") {
      const closed = open.pop();
      if (closed === undefined) throw new Error("brackets do not match");
      containers.set(closed.start, closed);
      complete({ start: closed.start, end: at });
    } else if (char === '"' && holder?.kind === "object" && holder.name === undefined) {
      const name = JSON.parse(text.slice(start, at)) as string;
      if (holder.members.has(name)) throw twice(text, start);
      holder.name = name;
    } else if (!isBetween(char)) complete({ start, end: at });
  }
  return { text, root, containers };
}

/** The same JSON text without what stands between its tokens: one line, numbers and strings as they were written. */
export function compact(text: string): string {
  const tokens: string[] = [];
  for (let at = 0; at < text.length; ) {
    const start = at;
    at = tokenEnd(text, at);
    if (!isSpace(text[start])) tokens.push(text.slice(start, at));
  }
  return tokens.join("");
}

/** @throws OperatorError `source`, without the words of the parser: they quote what was parsed. */
export function assertJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const [, position] = /at position (\d+)/.exec(error instanceof Error ? error.message : "") ?? [];
    throw new OperatorError("source", `it is not JSON${position === undefined ? "" : at(text, +position)}`, {
      hint: "give one JSON object, an array of objects, or one object a line",
    });
  }
}

/** Of valid JSON: behind the token, or the white space, that starts here. */
function tokenEnd(text: string, start: number): number {
  const char = text[start];
  let end = start + 1;
  if (char === '"') {
    for (; text[end] !== '"'; end++) if (text[end] === "\\") end++;
    return end + 1;
  }
  if (isSpace(char)) while (end < text.length && isSpace(text[end])) end++;
  else if (!isMark(char)) while (end < text.length && !isMark(text[end]) && !isSpace(text[end])) end++;
  return end;
}

const isSpace = (char: string | undefined): boolean =>
  char === " " || char === "\n" || char === "\r" || char === "\t";
const isMark = (char: string | undefined): boolean => char !== undefined && '{}[],:"'.includes(char);
const isBetween = (char: string | undefined): boolean => char === "," || char === ":" || isSpace(char);

function twice(text: string, position: number): OperatorError {
  return new OperatorError("source", `a name comes twice in one object${at(text, position)}`, {
    hint: "remove one of the two: programs disagree on which of them counts",
  });
}

/** For people: line, unless it is the first, and column. */
function at(text: string, position: number): string {
  const lines = text.slice(0, position).split("\n");
  const column = `column ${(lines.at(-1) ?? "").length + 1}`;
  return ` (${lines.length > 1 ? `line ${lines.length}, ` : ""}${column})`;
}
