/** Records of an input: one object a line, or one JSON text that is an object or an array of objects. */
import { OperatorError } from "../../errors";
import { assertText } from "./json/decode";
import { type Slice, type Structure, structure } from "./json/structure";
import { DYNAMODB_ITEM_BYTES, MAX_DOCUMENT_BYTES, MAX_LINE_BYTES } from "./limits";
import { lines } from "./lines";
import type { RecordFormat } from "./record-formats";
import { type Edit, edited, told } from "./seal-record";

/** What was done so far. */
export interface Tally {
  records: number;
  fields: number;
}

export interface Conversion {
  readonly format: RecordFormat;
  /** Take an input without a record. */
  readonly allowEmpty: boolean;
  readonly tally: Tally;
  /** @returns what becomes of a record. */
  readonly edit: (record: Structure, at: Slice) => Promise<readonly Edit[]>;
  /** Hears of the first record that is too long for an item of DynamoDB, such as `line 3`. */
  readonly onLong?: ((place: string) => void) | undefined;
}

/**
 * Yields whole records only: of a line that fails nothing leaves, of a JSON text that fails nothing at all.
 * @throws OperatorError whose message begins with the place of the record that fails.
 */
export async function* converted(
  input: AsyncIterable<Buffer>,
  conversion: Conversion,
): AsyncGenerator<Buffer, void, undefined> {
  let isLines = conversion.format === "lines";
  let isOpen = conversion.format === "auto";
  let warned = false;
  const document: Buffer[] = [];
  let documentBytes = 0;
  let number = 0;
  const work = async (record: Structure, at: Slice, place: string): Promise<readonly Edit[]> => {
    const edits = await inPlace(place, () => {
      assertObject(record, at);
      return conversion.edit(record, at);
    });
    conversion.tally.records++;
    conversion.tally.fields += edits.length;
    const grown = edits.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
    if (!warned && at.end - at.start + grown > DYNAMODB_ITEM_BYTES) {
      warned = true;
      conversion.onLong?.(place);
    }
    return edits;
  };
  for await (const bytes of lines(input, () => (isLines ? MAX_LINE_BYTES : MAX_DOCUMENT_BYTES))) {
    number++;
    if (isBlank(bytes)) {
      if (isLines) yield bytes;
      else {
        document.push(bytes);
        documentBytes += bytes.length;
      }
      continue;
    }
    if (isOpen) {
      isOpen = false;
      isLines = isObjectByItself(bytes);
      if (isLines) yield* document.splice(0); // blank lines before the first record
    }
    if (!isLines) {
      document.push(bytes);
      documentBytes += bytes.length;
      assertShort(documentBytes);
      continue;
    }
    const place = `line ${number}`;
    const record = await inPlace(place, async () => structure(textOf(bytes)));
    yield Buffer.from(edited(record.text, await work(record, record.root, place)));
  }
  if (document.every(isBlank)) yield* document;
  else yield await whole(Buffer.concat(document), work);
  if (conversion.tally.records === 0 && !conversion.allowEmpty)
    throw new OperatorError("source", "the input holds no record", {
      hint: "check what writes it; give --allow-empty if it may hold none",
    });
}

async function whole(
  bytes: Buffer,
  work: (record: Structure, at: Slice, place: string) => Promise<readonly Edit[]>,
): Promise<Buffer> {
  const record = await inPlace("the input", async () => structure(assertText(bytes)));
  const container = record.containers.get(record.root.start);
  const records = container?.kind === "array" ? container.items : [record.root];
  const edits: Edit[] = [];
  for (const [index, at] of records.entries()) edits.push(...(await work(record, at, `record ${index + 1}`)));
  return Buffer.from(edited(record.text, edits));
}

function textOf(bytes: Buffer): string {
  if (bytes.length <= MAX_LINE_BYTES) return assertText(bytes);
  throw new OperatorError("source", `it has ${bytes.length} bytes; at most ${MAX_LINE_BYTES} are allowed`, {
    hint: "seal files with `sealstack encrypt`, and keep their names in the record",
  });
}

function isObjectByItself(bytes: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(assertText(bytes));
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function assertObject({ containers }: Structure, at: Slice): void {
  if (containers.get(at.start)?.kind === "object") return;
  throw new OperatorError("source", "it is no JSON object", {
    hint: "give one JSON object, an array of objects, or one object a line",
  });
}

function assertShort(bytes: number): void {
  if (bytes <= MAX_DOCUMENT_BYTES) return;
  throw new OperatorError("source", `the JSON text is longer than ${MAX_DOCUMENT_BYTES} bytes`, {
    hint: "give one object a line (JSON Lines), which may go on for ever: `jq -c '.[]'` makes it of an array",
  });
}

async function inPlace<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof OperatorError ? told(place, error) : error;
  }
}

const isBlank = (bytes: Buffer): boolean => /^[ \t\r\n]*$/.test(bytes.toString("latin1"));
