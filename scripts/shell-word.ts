/** Words of commands that people copy. */
import { isPrintable } from "../modules/printable";

/**
 * A word of a command line, quoted for a POSIX shell where it has to be. What a terminal would obey is written in octal digits, which
 * bash, zsh, ksh and whatever follows POSIX of 2024 read back.
 */
export function shellWord(word: string): string {
  if (!isPrintable(word)) return `$'${[...word].map(octal).join("")}'`;
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function octal(char: string): string {
  if (/['\\]/.test(char)) return `\\${char}`;
  if (isPrintable(char)) return char;
  return [...Buffer.from(char)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
