/** A report as text, in pieces: what it lists may be more than memory holds. Pure. */
import { printable, printableJson } from "../../modules/printable";
import { LazyList } from "./lazy-list";

/** Characters that are written at once, at least: 64 Ki. */
const PIECE_LENGTH = 64 * 1024;

/** Each line as it may be shown. */
export function* lineTexts(lines: Iterable<string>): Generator<string, void, undefined> {
  for (const line of lines) yield `${printable(line)}\n`;
}

/** {@link printableJson} of the data, and the end of the line. A {@link LazyList} is known as such where it is a value of the data itself. */
export function* jsonTexts(data: Readonly<Record<string, unknown>>): Generator<string, void, undefined> {
  let before = "{";
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) continue; // as JSON has it
    yield `${before}${printableJson(name)}:`;
    if (value instanceof LazyList) yield* listTexts(value);
    else yield printableJson(value);
    before = ",";
  }
  yield before === "{" ? "{}\n" : "}\n";
}

function* listTexts(list: LazyList<unknown>): Generator<string, void, undefined> {
  let before = "[";
  for (const item of list) {
    yield `${before}${printableJson(item)}`;
    before = ",";
  }
  yield before === "[" ? "[]" : "]";
}

/** The same text in fewer pieces. */
export function* inPieces(texts: Iterable<string>): Generator<string, void, undefined> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
