/**
 * What a run has done so far: rows of the report, in the order of the manifest. So the number of rows is where the next run goes on, and a run may be
 * killed at any point: what it did behind the last row is done again, which changes nothing.
 */
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { OperatorError } from "../../../errors";
import { adviceFor, reasonOf } from "../../../system-codes";
import { formatReportRow, type ReportRow } from "../report/rows";

const CHUNK_BYTES = 64 * 1024;

export interface Journal {
  /** Rows that were there. */
  readonly rows: number;
  /** Takes the result of a row, whose number counts from 0; they may come in any order. */
  put(number: number, row: ReportRow): void;
  /** Waits until the row of this number may be begun: results that wait for an earlier one stand in memory. */
  room(number: number): Promise<void>;
  /** Writes what can be written, and closes the file. @throws OperatorError `target` */
  close(): Promise<void>;
}

/** Results that wait for an earlier one, at most. */
const WINDOW = 1024;

/** @throws OperatorError `target` */
export async function openJournal(place: string): Promise<Journal> {
  const file = await open(place, "a+", 0o600).catch((cause: unknown) => {
    throw cannotWrite(place, cause);
  });
  try {
    const { rows, bytes } = await wholeRows(file);
    await file.truncate(bytes);
    return journal(place, file, rows);
  } catch (cause) {
    await file.close();
    throw cause instanceof OperatorError ? cause : cannotWrite(place, cause);
  }
}

/** A row is a line: what stands behind the last line feed was being written. */
async function wholeRows(file: FileHandle): Promise<{ readonly rows: number; readonly bytes: number }> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let [rows, bytes, at] = [0, 0, 0];
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, at);
    if (bytesRead === 0) return { rows, bytes };
    for (let feed = chunk.indexOf(10); feed !== -1 && feed < bytesRead; feed = chunk.indexOf(10, feed + 1)) {
      rows += 1;
      bytes = at + feed + 1;
    }
    at += bytesRead;
  }
}

function journal(place: string, file: FileHandle, rows: number): Journal {
  const waiting = new Map<number, string>();
  let next = rows;
  let failure: unknown;
  let writing: Promise<void> | undefined;
  let wake: () => void = () => {};
  let moved = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const write = async (): Promise<void> => {
    while (failure === undefined && waiting.has(next)) {
      const lines: string[] = [];
      for (let line = waiting.get(next); line !== undefined; line = waiting.get(next)) {
        waiting.delete(next);
        lines.push(line);
        next += 1;
      }
      await file.appendFile(lines.join("")).catch((cause: unknown) => {
        failure = cannotWrite(place, cause);
      });
      wake();
      moved = new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    writing = undefined;
  };
  return {
    rows,
    put: (number, row) => {
      waiting.set(number, formatReportRow(row));
      if (writing === undefined && waiting.has(next)) writing = write();
    },
    room: async (number) => {
      while (failure === undefined && number - next >= WINDOW) await moved;
      if (failure !== undefined) throw failure;
    },
    close: async () => {
      await writing;
      await file.close();
      if (failure !== undefined) throw failure;
    },
  };
}

export const cannotWrite = (place: string, cause: unknown): OperatorError =>
  new OperatorError("target", `cannot write ${place}: ${reasonOf(cause)}`, {
    hint: adviceFor(cause, "write"),
    cause,
  });
