/** One record in, the same record with its fields sealed, or opened, out. All of its fields, or an error. */
import { OperatorError } from "../../errors";
import { fieldContext, type ItemShape, identityOf } from "./identity";
import { assertText } from "./json/decode";
import { type FieldPath, locate, textAt } from "./json/path";
import { compact, type Slice, type Structure } from "./json/structure";
import type { ItemCipher } from "./ports";
import { fieldText, messageOf } from "./sealed-field";

/** What stands in the place of a slice from now on. */
export interface Edit extends Slice {
  readonly text: string;
}

/** What happens to one field. @param found where it stands. @returns its new JSON text. */
type Work = (json: string, found: FieldPath) => Promise<string>;

/** @throws OperatorError where a field is missing, or is sealed already. */
export function sealRecord(
  record: Structure,
  at: Slice,
  shape: ItemShape,
  cipher: ItemCipher,
): Promise<readonly Edit[]> {
  const identity = identityOf(record, at, shape);
  cipher.beginRecord();
  return editAll(record, at, shape, async (json, path) => {
    if (messageOf(json) !== undefined)
      throw new OperatorError("source", "is sealed already", {
        hint: "give records that are in the clear, or open them first",
      });
    return fieldText(await cipher.seal(Buffer.from(json), fieldContext(shape, identity, path)));
  });
}

/** @throws OperatorError where a field is missing, is not sealed, or does not open here. */
export function openRecord(
  record: Structure,
  at: Slice,
  shape: ItemShape,
  cipher: ItemCipher,
): Promise<readonly Edit[]> {
  const identity = identityOf(record, at, shape);
  return editAll(record, at, shape, async (json, path) => {
    const message = messageOf(json);
    if (message === undefined)
      throw new OperatorError("notAuthentic", "is not sealed, or is damaged", {
        hint: "check that the record came from `sealstack encrypt-item`, and --field",
      });
    return valueIn(await cipher.open(message, fieldContext(shape, identity, path)));
  });
}

/** Whoever sealed it may have been another program. */
function valueIn(plaintext: Buffer): string {
  const text = assertText(plaintext);
  try {
    JSON.parse(text);
  } catch {
    throw new OperatorError("notAuthentic", "holds something else than a JSON value", {
      hint: "check what sealed it: `sealstack encrypt-item` seals JSON",
    });
  }
  return compact(text);
}

async function editAll(record: Structure, at: Slice, shape: ItemShape, work: Work): Promise<readonly Edit[]> {
  const edits: Edit[] = [];
  for (const path of shape.fields) {
    const found = locate(record, at, path);
    if (found === undefined) {
      if (shape.allowMissing) continue;
      throw new OperatorError("source", `the record has no field ${path.pointer}`, {
        hint: "check --field, or give --allow-missing if not every record has it",
      });
    }
    try {
      edits.push({ ...found, text: await work(textAt(record, found), path) });
    } catch (error) {
      throw error instanceof OperatorError ? told(`the field ${path.pointer}`, error, " ") : error;
    }
  }
  return edits;
}

/** The same error, with the place of it before its words. */
export function told(place: string, error: OperatorError, separator = ": "): OperatorError {
  const { exit, summary, hint, details } = error;
  const between = separator === " " && !/^(is|was|holds) /.test(summary) ? ": " : separator;
  return new OperatorError(exit, `${place}${between}${summary}`, { hint, details, cause: error });
}

/** The text with its edits; everything else stays as it is, to the byte. */
export function edited(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, text: replacement } of [...edits].sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(from, start), replacement);
    from = end;
  }
  return [...parts, text.slice(from)].join("");
}
