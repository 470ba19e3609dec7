/** Finds where the parts of HCL text end: strings with their templates, and brackets. */

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/** The index after the string whose opening quote is at `start`. */
export function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length) {
    const pair = text.slice(index, index + 2);
    if (pair.startsWith("\\")) index += 2;
    else if (pair === "$$" || pair === "%%") index += text[index + 2] === "{" ? 3 : 1;
    else if (pair === "${" || pair === "%{") index = endOfGroup(text, index + 1);
    else if (pair.startsWith('"')) return index + 1;
    else index += 1;
  }
  throw new Error(`string at ${start} has no end`);
}

/** The index after the bracket that closes the one at `start`. */
export function endOfGroup(text: string, start: number): number {
  const closing = CLOSING[text[start] ?? ""];
  let index = start + 1;
  while (index < text.length) {
    const character = text[index] ?? "";
    if (character === closing) return index + 1;
    index = endOfToken(text, index);
  }
  throw new Error(`bracket at ${start} has no end`);
}

/** The index after whatever starts at `start`: a string, a bracketed group, or one character. */
export function endOfToken(text: string, start: number): number {
  const character = text[start] ?? "";
  if (character === '"') return endOfString(text, start);
  if (character in CLOSING) return endOfGroup(text, start);
  return start + 1;
}

/** Parts between `separator`s that are in no string and no bracket; trimmed, empty ones left out. */
export function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let index = 0;
  while (index < text.length) {
    if (text[index] === separator) {
      parts.push(text.slice(from, index));
      from = index + 1;
      index += 1;
    } else index = endOfToken(text, index);
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== "");
}
