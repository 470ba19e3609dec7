/** Patterns of `*` and `?` against texts. */
import { overlaps } from "../../../modules/iam/catalogue/patterns";
import type { Ternary } from "../logic";

/**
 * A reference that is resolved at deployment only, such as `${aws_kms_key.backup.arn}`. It is no policy variable: those have a colon, or are one of
 * `${*}`, `${?}` and `${$}`.
 */
const REFERENCE = /\$\{(?![*?$]\})[^}:]+\}/;
const REFERENCES = new RegExp(REFERENCE.source, "g");

/** The first reference in a text that nobody can resolve before deployment. */
export function referenceIn(text: string): string | undefined {
  return text.includes("${") ? REFERENCE.exec(text)?.[0] : undefined;
}

/** A literal character in a pattern, where `*` and `?` would be wildcards. See `variables.ts`. */
export const LITERAL: Readonly<Record<string, string>> = { "*": "\uE010", "?": "\uE011", $: "$" };

/** Whether `text` matches `pattern`, where case counts. Unknown where a reference in either decides. */
export function globMatches(pattern: string, text: string): Ternary {
  if (pattern === "*" || pattern === text) return true;
  if (referenceIn(pattern) !== undefined || referenceIn(text) !== undefined)
    return overlaps(withStars(pattern), withStars(text)) ? "unknown" : false;
  return plainMatch(pattern, text);
}

function withStars(text: string): string {
  // A plus is a wildcard of the catalogue's patterns, and none here.
  return text.replaceAll(REFERENCES, "*").replaceAll("+", "\uE002");
}

/** Goes back to the last star when something does not fit: time grows with the product of both lengths at worst. */
function plainMatch(pattern: string, text: string): boolean {
  let [at, star, mark] = [0, -1, 0];
  let index = 0;
  while (index < text.length) {
    const wanted = pattern[at];
    if (wanted === "*") {
      star = at++;
      mark = index;
    } else if (wanted !== undefined && (wanted === "?" || same(wanted, text[index]))) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++mark;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

function same(wanted: string, given: string | undefined): boolean {
  return (
    wanted === given ||
    (wanted === LITERAL["*"] && given === "*") ||
    (wanted === LITERAL["?"] && given === "?")
  );
}

/** A pattern whose wildcards are none, as the text that it stands for. */
export function literalText(pattern: string): string {
  return pattern.replaceAll("\uE010", "*").replaceAll("\uE011", "?");
}
