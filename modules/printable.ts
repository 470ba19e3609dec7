/**
 * The one way on which text from outside gets to a terminal or a log: names of objects and files, headers, manifests, replies of servers,
 * what other programs say. Pure.
 *
 * A terminal obeys control characters (C0, DEL, C1: colours, titles, the clipboard), and what has no width or turns the direction of
 * writing makes a text look like another. All of it is shown as an escape instead; what remains is a line that stays one line.
 * @see https://www.unicode.org/reports/tr36/ "Unicode Security Considerations"
 */

/**
 * Control and format characters, lone surrogates, private and unassigned code points, separators of lines and paragraphs, whatever is
 * ignored where it is shown, and all spaces but the usual one.
 */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** One line of text, with `\x1b`, `\u202e` and `\u{e0041}` for what must not reach a terminal. Done twice, it is the same. */
export const printable = (text: string): string =>
  text.replace(UNSAFE, (char) => escaped(char, (code) => `\\u{${hex(code, 1)}}`));

/** Whether {@link printable} leaves a text as it is. */
export const isPrintable = (text: string): boolean => text.search(UNSAFE) === -1;

/** The same for what stands in double quotes in YAML or a unit of systemd, which read the escapes back. */
export const printableInQuotes = (text: string): string =>
  text.replace(UNSAFE, (char) => escaped(char, (code) => `\\U${hex(code, 8)}`));

/** JSON on one line: exact for whoever parses it, and as safe for a terminal. */
export function printableJson(value: unknown): string {
  const units = (char: string): string =>
    char
      .split("") // in units of UTF-16, which is what JSON escapes
      .map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`)
      .join("");
  return JSON.stringify(value).replace(UNSAFE, units);
}

/** Two digits are a byte for some readers and a character for others; below U+0080 that is the same. */
function escaped(char: string, astral: (code: number) => string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : astral(code);
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, "0");
