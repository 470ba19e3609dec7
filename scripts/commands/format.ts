/** Figures for people. Pure. */
import { printable } from "../../modules/printable";

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

/**
 * Rows with their columns aligned, each one line; no spaces at the ends of lines.
 * @param columns of the terminal, where it is one: in a narrower one than the table, the first cell of each row has a line of its own, and the others stand
 * below it, because a line that breaks anywhere cannot be read in columns.
 */
export function formatTable(
  cells: readonly (readonly string[])[],
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const rows = cells.map((row) => row.map(printable)); // as they will be shown, or they are not aligned
  const lines = aligned(rows);
  if (lines.every((line) => line.length <= columns)) return lines;
  const rest = aligned(rows.map((row) => row.slice(1)));
  return rows.flatMap(([first = ""], at) => [first, ...(rest[at] ? [`  ${rest[at]}`] : [])]);
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

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
