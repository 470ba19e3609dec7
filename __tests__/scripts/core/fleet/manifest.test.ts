import { checkManifest, formatRow, manifestRows } from "../../../../scripts/core/fleet/manifest";

const source = async function* (text: string) {
  yield Buffer.from(text);
};

describe("manifests of S3 Batch Operations", () => {
  it("read as they were written, with keys as they stand there", async () => {
    const rows = [
      { bucket: "b", key: "p/a%20b%2C%22.kms", versionId: "3HL4" },
      { bucket: "b", key: "p/c", versionId: "null" },
    ];
    const read = [];
    for await (const row of manifestRows(source(rows.map(formatRow).join("")), "m.csv")) read.push(row);
    expect(read).toEqual(rows);
  });

  it("are judged as a whole", async () => {
    expect(await checkManifest(source("b,x\nb,y\n"), "m.csv")).toMatchObject({
      rows: 2,
      bucket: "b",
      versions: false,
    });
    expect(await checkManifest(source(""), "m.csv")).toMatchObject({ rows: 0, bucket: undefined });
  });

  it.each([
    ["one column", "b\n", "row 1: it has 1 columns"],
    ["a fourth column", "b,k,v,x\n", "row 1: it has 4 columns"],
    ["a header", "Bucket,Key,VersionId\nb,k,v\n", "row 1: it is a header"],
    ["columns in another order", "b,k\np/a/b,b\n", "row 2: its first column is no name of a bucket"],
    ["an empty key", "b,\n", "row 1: its key is not URL-encoded, or is empty"],
    ["a key that is not URL-encoded", "b,100%\n", "row 1: its key is not URL-encoded, or is empty"],
    ["two buckets", "b,k\nc,k\n", "row 2: its bucket is 'c', that of the first row 'b'"],
    ["versions of some", "b,k,v\nb,k,\n", "row 2: some rows have a version and others do not"],
    ["an empty line", "b,k\n\nb,k\n", "row 2: it has 1 columns"],
  ])("with %s are refused", async (_, text, message) => {
    await expect(checkManifest(source(text), "m.csv")).rejects.toMatchObject({
      exit: "source",
      summary: expect.stringContaining(`m.csv, ${message}`),
    });
  });
});
