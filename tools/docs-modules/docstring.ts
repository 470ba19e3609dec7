/** Docstrings as the text of a document. */
import ts from "typescript";

export interface Docstring {
  /** Everything before the first tag, as one paragraph each. */
  readonly text: string;
  readonly byDefault: string | undefined;
  readonly see: readonly string[];
  readonly throws: string | undefined;
}

const TAG = /(?:^|\s)@(default|see|throws|param|returns)\s+/;

/**
 * The docstring of a declaration. It is read from the source: the compiler takes `@throws {@link X} when …` for a type, and the beginning of an
 * address for a name.
 */
export function docstring(node: ts.Node): Docstring {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const source = (doc?.getText() ?? "")
    .replace(/^\/\*\*/, "")
    .replace(/\*\/$/, "")
    .replaceAll(/^[ \t]*\* ?/gm, "");
  const [text = "", ...tags] = source.split(new RegExp(TAG, "g"));
  const found = (name: string) =>
    tags.flatMap((tag, index) => (index % 2 === 0 && tag === name ? [prose(tags[index + 1] ?? "")] : []));
  return {
    text: prose(text),
    byDefault: found("default")[0],
    see: found("see"),
    throws: found("throws")[0],
  };
}

function prose(text: string): string {
  return text
    .replaceAll(/\{@link\s+([\w.]+)\s*\}/g, "`$1`")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s*\n\s*(?!- )/g, " ").trim())
    .join("\n\n")
    .trim();
}

/** For a cell of a table. */
export function cell(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
}
