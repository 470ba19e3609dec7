/** Rows of CSV, as S3 writes and reads it: RFC 4180, without a header. One row is in memory at a time. */
import { OperatorError } from "../../errors";

/** Characters of a row: three times the longest key, and the longest message of a report. */
const MAX_ROW_LENGTH = 64 * 1024;

export interface CsvRow {
  /** From 1. */
  readonly number: number;
  readonly fields: readonly string[];
  /** Bytes from the beginning to the end of this row, with its line feed. */
  readonly end: number;
}

/**
 * @param what is read, for messages.
 * @throws OperatorError `source`, with the number of the row, for what is no CSV.
 */
export async function* csvRows(
  source: AsyncIterable<Uint8Array | string>,
  what: string,
): AsyncGenerator<CsvRow> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let [text, number, end] = ["", 0, 0];
  const wrong = (problem: string): OperatorError =>
    new OperatorError("source", `${what}, row ${number + 1}: ${problem}`, {
      hint: "write it again with `sealstack fleet plan`, or compare it with what S3 expects: CSV in UTF-8, without a header",
    });
  const row = (record: string, bytes: number): CsvRow => {
    const fields = fieldsOf(record.endsWith("\r") ? record.slice(0, -1) : record);
    if (fields === undefined) throw wrong("a quote stands where none can be");
    number += 1;
    end += bytes;
    return { number, fields, end };
  };
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw wrong("it is not UTF-8");
    }
  };
  for await (const chunk of source) {
    text += typeof chunk === "string" ? chunk : decode(chunk);
    let from = 0;
    for (;;) {
      const feed = endOfRow(text, from);
      if (feed === undefined) break;
      const record = text.slice(from, feed);
      if (record.length > MAX_ROW_LENGTH) throw wrong(`it is longer than ${MAX_ROW_LENGTH} characters`);
      yield row(record, Buffer.byteLength(record) + 1);
      from = feed + 1;
    }
    text = text.slice(from);
    if (text.length > MAX_ROW_LENGTH) throw wrong(`it is longer than ${MAX_ROW_LENGTH} characters`);
  }
  text += decode();
  if (text === "") return;
  if (isOpen(text)) throw wrong("a quote is not closed");
  yield row(text, Buffer.byteLength(text));
}

/** One row with its line feed. */
export const csvRow = (fields: readonly string[]): string => `${fields.map(csvField).join(",")}\n`;

const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Where the line feed is that ends the row; one between quotes does not. */
function endOfRow(text: string, from: number): number | undefined {
  let open = false;
  for (let at = from; ; ) {
    const feed = text.indexOf("\n", at);
    if (feed === -1) return undefined;
    open = isOpen(text.slice(at, feed)) !== open;
    if (!open) return feed;
    at = feed + 1;
  }
}

/** Whether the quotes in it are odd. */
function isOpen(text: string): boolean {
  let open = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) open = !open;
  return open;
}

/** @returns `undefined` where a quote stands inside of a field without quotes, or something follows one with them. */
function fieldsOf(record: string): readonly string[] | undefined {
  if (!record.includes('"')) return record.split(",");
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/gy;
  for (;;) {
    const found = field.exec(record);
    if (found === null) return undefined;
    const [, quoted, plain = "", separator] = found;
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (separator === "") return fields;
  }
}
