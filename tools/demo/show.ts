/** What the demo prints: steps, the commands a user would type, and a summary. */

import { printableLines } from "../say";

const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
const paint = (code: string) => (text: string) => {
  const plain = printableLines(text);
  return colour ? `\x1b[${code}m${plain}\x1b[0m` : plain;
};
const bold = paint("1");
const dim = paint("2");
const green = paint("32");

const print = (line: string): void => void process.stdout.write(`${line}\n`);

let steps = 0;

export function title(text: string): void {
  print(`\n${bold(text)}`);
}

export function step(text: string): void {
  steps += 1;
  print(`\n${bold(`${steps}. ${text}`)}`);
}

/** A command as the reader would type it. */
export function command(line: string): void {
  print(`   ${dim("$")} ${printableLines(line)}`);
}

export function detail(text: string): void {
  for (const line of printableLines(text).split("\n").flatMap(wrapped)) print(`   ${line}`);
}

/** A line of prose in as many as fit the terminal. What stands in columns stays as it is: it may be a command to copy. */
function wrapped(line: string): string[] {
  const width = (process.stdout.columns ?? Number.POSITIVE_INFINITY) - 3;
  if (line.length <= width || /\S {2,}\S/.test(line)) return [line];
  const indent = /^ */.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  for (const word of line.trimStart().split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(`${indent}${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Rows of two columns under a heading; a value may have several lines. */
export function table(heading: string, rows: readonly (readonly [string, string])[]): void {
  const width = Math.max(...rows.map(([name]) => name.length));
  print(`\n${bold(heading)}`);
  for (const [name, value] of rows) {
    const lines = printableLines(value)
      .split("\n")
      .join(`\n${" ".repeat(width + 5)}`);
    print(`   ${green(name.padEnd(width))}  ${lines}`);
  }
}

/** Seconds since `start` (milliseconds, as Date.now), for people. */
export function seconds(start: number): string {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}
