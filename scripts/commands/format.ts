/** Figures for people. Pure. */
import { printable } from "../../modules/printable";
import { LazyList } from "../output/lazy-list";

const UNITS = ["KiB", "MiB", "GiB", "TiB"] as const;

/** `512 B`, `1.2 MiB`, `34 GiB`: two digits that say something. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let value = bytes;
  let unit = "";
  for (const next of UNITS) {
    value /= 1024;
    unit = next;
    if (value < 1023.5) break;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

const HOUR = 3_600_000;

/** How long ago: `12 min`, `5 h`, `40 days`. */
export function formatAge(then: Date, now: Date): string {
  const age = now.getTime() - then.getTime();
  if (age < 0) return "in the future";
  if (age < HOUR) return `${Math.floor(age / 60_000)} min`;
  if (age < 48 * HOUR) return `${Math.floor(age / HOUR)} h`;
  return `${Math.floor(age / (24 * HOUR))} days`;
}

export interface TableShape {
  /** Spaces before each line. @default 0 */
  readonly indent?: number;
  /** Whether the first row has the names of the columns. @default true */
  readonly head?: boolean;
}

/** Of rows, each time they are gone through the same. */
export type Rows = Iterable<readonly string[]>;

/**
 * Rows with their columns aligned, each one line; no spaces at the ends of lines. A line that breaks anywhere cannot be read in columns, so in a terminal that
 * is narrower than the table, the first cell of each row has a line of its own, and the others stand below it; where they do not fit there either, each row is
 * lines of cells with the names of their columns, broken between words. What has no spaces, such as an id, is never broken, because people copy it: where it
 * does not fit, it stands at the left edge.
 * @param columns of the terminal, where it is one
 */
export function formatTable(
  cells: Rows,
  columns = Number.POSITIVE_INFINITY,
  shape: TableShape = {},
): string[] {
  return [...tableLines(cells, columns, shape)];
}

/**
 * The lines of {@link formatTable}, each made when it is asked for: rows may be more than memory holds. They are gone through for the widths of the columns
 * before the first line, and once more in a terminal.
 */
export function* tableLines(
  cells: Rows,
  columns = Number.POSITIVE_INFINITY,
  { indent = 0, head = true }: TableShape = {},
): Generator<string, void, undefined> {
  // As they will be shown, or they are not aligned.
  const rows = new LazyList(() => cells).map((row) => row.map(printable));
  for (const line of laidOut(rows, columns - indent, head)) {
    const indented = `${" ".repeat(indent)}${line}`;
    const bare = line.trimStart();
    yield indented.length > columns && !bare.includes(" ") ? bare : indented;
  }
}

/** In the first of three layouts in which every line fits. */
function laidOut(rows: LazyList<readonly string[]>, width: number, head: boolean): Iterable<string> {
  const lines = aligned(rows);
  if (allFit(lines, width)) return lines;
  const below = firstAbove(rows);
  return allFit(below, width) ? below : records(rows, width, head);
}

function allFit(lines: Iterable<string>, width: number): boolean {
  if (width === Number.POSITIVE_INFINITY) return true;
  for (const line of lines) if (line.length > width) return false;
  return true;
}

function firstAbove(rows: LazyList<readonly string[]>): Iterable<string> {
  const widths = widthsOf(rows.map((row) => row.slice(1)));
  return new LazyList(function* () {
    for (const [first = "", ...others] of rows) {
      yield first;
      const rest = inColumns(others, widths);
      if (rest !== "") yield `  ${rest}`;
    }
  });
}

function* records(rows: Rows, width: number, head: boolean): Generator<string, void, undefined> {
  let names: readonly string[] | undefined = head ? undefined : [];
  for (const row of rows)
    if (names === undefined) names = row;
    else yield* record(row, names, width);
}

/** One row as lines: the first cell as it is, the others after the names of their columns. */
function record(row: readonly string[], names: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [at, cell] of row.entries()) {
    if (cell === "") continue;
    const name = at === 0 ? "" : (names[at] ?? "");
    const text = name === "" ? cell : `${name}: ${cell}`;
    const longer = line === "" ? text : `${line}  ${text}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const broken = wrapped(text, lines.length === 0 ? "" : "  ", width);
    line = broken.length === 1 ? broken.join() : "";
    if (line === "") lines.push(...broken);
  }
  return line === "" ? lines : [...lines, line];
}

/** Broken between words; the lines after the first stand further in. */
function wrapped(text: string, indent: string, width: number): string[] {
  const lines: string[] = [];
  let line = indent;
  let empty = true;
  for (const word of text.split(" ")) {
    if (!empty && `${line} ${word}`.length > width) {
      lines.push(line);
      line = `${indent}  `;
      empty = true;
    }
    line = empty ? `${line}${word}` : `${line} ${word}`;
    empty = false;
  }
  return [...lines, line];
}

function aligned(rows: LazyList<readonly string[]>): Iterable<string> {
  const widths = widthsOf(rows);
  return rows.map((row) => inColumns(row, widths));
}

function widthsOf(rows: Rows): readonly number[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return widths;
}

const inColumns = (row: readonly string[], widths: readonly number[]): string =>
  row
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join("  ")
    .trimEnd();

/** A name, and what is said under it: one line, or several below each other. */
export type Fact = readonly [name: string, value: string | readonly string[]];

/** A line and, under it, what belongs to it: names and values, aligned. */
export function formatFacts(title: string, facts: readonly Fact[]): string[] {
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.flatMap(([name, value]) =>
    [value].flat().map((line, at) => `  ${(at === 0 ? name : "").padEnd(width)}  ${line}`),
  );
  return [title, ...lines];
}
