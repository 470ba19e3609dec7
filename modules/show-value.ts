/** How messages show what they got. */
import { printable } from "./printable";
import { replaceTokens, type TokenKind, tokenKind } from "./tokens";

/** Characters of a text that a message shows; longer than the longest names and most ARNs. */
const SHOWN_LENGTH = 200;

const KINDS: Readonly<Record<TokenKind, string>> = {
  text: "a text",
  list: "a list",
  map: "a map",
  number: "a number",
  value: "a value",
};

/**
 * A value for a message: short and on one line. Of what only Terraform knows it says that it is so: the markers that cdktf puts there tell nobody
 * anything, and differ from one synthesis to the next.
 */
export function shown(value: unknown): string {
  const kind = tokenKind(value);
  if (typeof value === "string" && (kind === undefined || kind === "text")) return `'${shownText(value)}'`;
  if (kind !== undefined) return `${KINDS[kind]} that only Terraform knows`;
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/** Several texts for a message, in their order. */
export function shownList(values: readonly unknown[]): string {
  return values.map(shown).join(", ");
}

/** A text without markers and what works a terminal, cut where it is long. */
export function shownText(text: string): string {
  const plain = shownSentence(text);
  return plain.length > SHOWN_LENGTH ? `${plain.slice(0, SHOWN_LENGTH - 3)}...` : plain;
}

/** A whole sentence on one line, whatever it was made from: with `${...}` in place of every marker, and without what works a terminal. */
export function shownSentence(sentence: string): string {
  return printable(replaceTokens(sentence, "${...}"));
}
