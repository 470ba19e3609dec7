/** Rows of a Parquet file, a group of rows at a time. By `hyparquet`, which has no dependencies and opens what S3 Inventory writes: Snappy. */
import { OperatorError } from "../../../errors";
import type { ByteRanges } from "../../ports";

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

/** @throws OperatorError `source` for what is no Parquet, or lacks a column. */
export async function* parquetRows(
  ranges: ByteRanges,
  what: string,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const { parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const file = {
    byteLength: ranges.size,
    slice: async (start: number, end = ranges.size): Promise<ArrayBuffer> => {
      const from = start < 0 ? Math.max(0, ranges.size + start) : start;
      const bytes = await ranges.read(from, Math.max(0, end - from));
      return new Uint8Array(bytes).buffer;
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
  let rowStart = 0;
  for (const { num_rows: rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(rows);
    const from = rowStart;
    yield* await read(() => parquetReadObjects({ file, metadata, columns, rowStart: from, rowEnd }));
    rowStart = rowEnd;
  }
}
