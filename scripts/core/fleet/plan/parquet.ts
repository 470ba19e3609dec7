/** Rows of a Parquet file, some ten thousand at a time, because a group of rows may be all of the file. By `hyparquet`, which has no dependencies and opens what S3 Inventory writes: Snappy. */
import { OperatorError } from "../../../errors";
import type { ByteRanges } from "../../ports";
import { ownsMemory } from "../../streams/give-back";

/** What of an inventory is read. */
const COLUMNS = [
  "bucket",
  "key",
  "version_id",
  "is_latest",
  "is_delete_marker",
  "size",
  "storage_class",
] as const;

/** Rows that are objects at a time. */
const ROWS = 20_000;

/** @throws OperatorError `source` for what is no Parquet, or lacks a column. */
export async function* parquetRows(
  ranges: ByteRanges,
  what: string,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const { parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const fetched = async (start: number, end = ranges.size): Promise<ArrayBuffer> => {
    const from = start < 0 ? Math.max(0, ranges.size + start) : start;
    const bytes = await ranges.read(from, Math.max(0, end - from));
    return ownsMemory(bytes) ? bytes.buffer : new Uint8Array(bytes).buffer;
  };
  // What the last step and this one asked for: pages where the file says where each stands, else columns of the group, again with every step.
  let [before, now] = [new Map<string, Promise<ArrayBuffer>>(), new Map<string, Promise<ArrayBuffer>>()];
  const file = {
    byteLength: ranges.size,
    slice: (start: number, end?: number): Promise<ArrayBuffer> => {
      const place = `${start}-${end}`;
      const bytes = now.get(place) ?? before.get(place) ?? fetched(start, end);
      now.set(place, bytes);
      return bytes;
    },
  };
  const read = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof OperatorError) throw cause;
      throw new OperatorError("source", `${what} is no Parquet that can be read`, {
        hint: "fetch it again, with the manifest.json of the same day",
        cause,
      });
    }
  };
  const metadata = await read(() => parquetMetadataAsync(file));
  const there = new Set(metadata.schema.map(({ name }) => name));
  const columns = COLUMNS.filter((column) => there.has(column));
  let groupStart = 0;
  for (const { num_rows: rows } of metadata.row_groups) {
    const groupEnd = groupStart + Number(rows);
    for (let rowStart = groupStart; rowStart < groupEnd; rowStart += ROWS) {
      const rowEnd = Math.min(groupEnd, rowStart + ROWS);
      [before, now] = [now, new Map()];
      yield* await read(() =>
        parquetReadObjects({ file, metadata, columns, rowStart, rowEnd, useOffsetIndex: true }),
      );
    }
    groupStart = groupEnd;
  }
}
