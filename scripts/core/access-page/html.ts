/** HTML in which no text is anything but text: what a template is given is escaped, unless it is HTML itself. */
import { printable } from "../../../modules/printable";

export class Html {
  constructor(readonly text: string) {}
}

export type Part = string | number | Html | undefined | false | readonly Part[];

export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(pieces.map((piece, at) => (at === 0 ? piece : partText(parts[at - 1]) + piece)).join(""));
}

function partText(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(partText).join("");
  return escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What moves a cursor on a terminal or turns the direction of writing is shown as an escape here, too. */
export function escaped(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
