import { createHash } from "node:crypto";
import { parquetWriteBuffer } from "hyparquet-writer";
import { parquetRows } from "../../../../../scripts/core/fleet/plan/parquet";
import { byteRanges } from "../../../../helpers/stores/memory-store";

/** A list whose rows stand in groups of so many. */
function list(count: number, rowGroupSize: number): Buffer {
  const key = Array.from({ length: count }, (_, at) => `p/${at}`);
  const columnData = [
    { name: "bucket", data: key.map(() => "b"), type: "STRING" as const },
    { name: "key", data: key, type: "STRING" as const },
  ];
  return Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize }));
}

describe("rows of a Parquet file", () => {
  it.each([
    ["one group of many rows", 120_001],
    ["groups that end within a step", 30_000],
    ["groups of one step", 20_000],
  ])("are given once each, in their order, and fetched once: %s", async (_, rowGroupSize) => {
    const bytes = list(120_001, rowGroupSize);
    const ranges = byteRanges(bytes);
    let fetched = 0;
    const counting = {
      ...ranges,
      read: (from: number, length: number) => {
        fetched += length;
        return ranges.read(from, length);
      },
    };
    let next = 0;
    for await (const { key } of parquetRows(counting, "it")) {
      if (key !== `p/${next}`) throw new Error(`row ${next} is ${key}`);
      next += 1;
    }
    expect(next).toBe(120_001);
    // The end of the file is read for what stands where, and may be read twice.
    expect(fetched).toBeLessThan(2 * bytes.length + 1024 * 1024);
  });

  it("are fetched page by page where the file says where each page stands", async () => {
    const count = 120_000;
    const key = Array.from({ length: count }, (_, at) => createHash("sha256").update(`${at}`).digest("hex"));
    const columnData = [
      { name: "bucket", data: key.map(() => "b"), type: "STRING" as const },
      { name: "key", data: key, type: "STRING" as const },
    ];
    const bytes = Buffer.from(
      parquetWriteBuffer({ columnData, rowGroupSize: count, pageSize: 128 * 1024, codec: "UNCOMPRESSED" }),
    );
    const ranges = byteRanges(bytes);
    let largest = 0;
    const counting = {
      ...ranges,
      read: (from: number, length: number) => {
        largest = Math.max(largest, length);
        return ranges.read(from, length);
      },
    };
    let next = 0;
    for await (const row of parquetRows(counting, "it")) {
      if (row.key !== key[next]) throw new Error(`row ${next} is ${row.key}`);
      next += 1;
    }
    expect(next).toBe(count);
    expect(largest).toBeLessThan(bytes.length / 3);
  });
});
