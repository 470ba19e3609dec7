/** Breaks lines that are too long to be read, where HCL has a way to say the same on several. */
import { endOfGroup, split } from "./scan";

/** Characters of a line. */
export const LINE_WIDTH = 120;

/** Characters of a text in a list: without indentation, quotes and comma. */
const TEXT_WIDTH = LINE_WIDTH - 12;

/** Formatted text, not formatted any more where a line was broken. */
export function wrapLines(text: string): string {
  return text
    .split("\n")
    .map((line) => (line.length > LINE_WIDTH ? wrapLine(line) : line))
    .join("\n");
}

function wrapLine(line: string): string {
  const [, start = "", value = ""] = /^(\s*[^=]*?[\w"]\s*=\s*)(.*)$/.exec(line) ?? [];
  if (/^\[.*\]$/.test(value)) return `${start}[\n${split(value.slice(1, -1), ",").join(",\n")},\n]`;
  if (/^\w+\(.*\)$/.test(value)) return `${start}${spreadCall(value)}`;
  if (!/^".*"$/.test(value)) return line;
  const inner = value.slice(1, -1);
  const words = wordsOf(inner);
  // An ARN has no blanks, and what reads HCL without Terraform takes it as it is only.
  if (words.length < 2) return line;
  // Two lines at least, where it is the name before it that takes the room.
  const width = inner.length > TEXT_WIDTH ? TEXT_WIDTH : inner.length / 2;
  const lines = fill(words, width).map((part) => `"${part}",`);
  return `${start}join(" ", [\n${lines.join("\n")}\n])`;
}

/** One argument a line; of an object, one member a line. */
function spreadCall(call: string): string {
  const open = call.indexOf("(");
  const lines = split(call.slice(open + 1, -1), ",").map((argument) =>
    argument.startsWith("{") ? `{\n${split(argument.slice(1, -1), ",").join("\n")}\n}` : argument,
  );
  return `${call.slice(0, open)}(\n${lines.join(",\n")}\n)`;
}

/** Words of a text, none of them ending inside of a template. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text.startsWith("${", index)) index = endOfGroup(text, index + 1) - 1;
    else if (text[index] === " ") {
      words.push(text.slice(from, index));
      from = index + 1;
    }
  }
  return [...words, text.slice(from)];
}

/** As many words a line as fit. */
function fill(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length === 0 || longer.length > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
