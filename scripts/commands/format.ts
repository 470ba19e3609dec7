/** Figures for people. Pure. */

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

/** Rows with their columns aligned; no spaces at the ends of lines. */
export function formatTable(rows: readonly (readonly string[])[]): string[] {
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

/** A line and, under it, what belongs to it: names and values, aligned. Values of several lines stay below each other. */
export function formatFacts(
  title: string,
  facts: readonly (readonly [name: string, value: string])[],
): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.map(([name, value]) => {
    const [first = "", ...rest] = value.split("\n");
    return [
      `  ${name.padEnd(width)}  ${first}`,
      ...rest.map((line) => `  ${" ".repeat(width)}  ${line}`),
    ].join("\n");
  });
  return [title, ...lines].join("\n");
}

/** A word of a command line, quoted for a POSIX shell where it has to be. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
