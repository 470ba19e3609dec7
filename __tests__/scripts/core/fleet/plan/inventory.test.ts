import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type InventoryPlace, inventoryObjects } from "../../../../../scripts/core/fleet/plan/inventory";
import { FleetFigures, type SeenObject } from "../../../../../scripts/core/fleet/plan/objects";
import { INVENTORY_PARQUET } from "../../../../helpers/stores/inventory-parquet";
import { byteRanges } from "../../../../helpers/stores/memory-store";

/** As published in "Amazon S3 Inventory list", "Inventory manifest". */
const CSV_SCHEMA = "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, StorageClass";
const LIST = "Inventory/example-source-bucket/2016-11-06T21-32Z/files/939c6d46-85a9-4ba8-87bd-9db705a579ce";
const ROWS = [
  '"b","p/ca-20261101T000000Z.tar.gz.kms","v1","true","false","1000","2026-11-01T00:00:00.000Z","STANDARD"',
  '"b","p/ca-20261101T000000Z.manifest.json","v2","true","false","10","2026-11-01T00:00:00.000Z","STANDARD"',
  '"b","p/ca-20261102T000000Z.tar.gz.kms","v3","false","false","1000","2026-11-01T00:00:00.000Z","STANDARD"',
  '"b","p/ca-20261103T000000Z.tar.gz.kms","v4","true","true","","2026-11-01T00:00:00.000Z",""',
  '"b","q/a+b%2C%C3%BC%2B-20261104T000000Z.tar.gz.kms","v5","true","false","5","2026-11-01T00:00:00.000Z","STANDARD"',
  '"b","q/ca-20261105T000000Z.tar.gz.kms","v6","true","false","2000","2026-11-01T00:00:00.000Z","GLACIER"',
];

function inventory(format: "CSV" | "Parquet", bytes: Buffer, more: object = {}): InventoryPlace {
  const key = `${LIST}.${format === "CSV" ? "csv.gz" : "parquet"}`;
  const manifest = {
    sourceBucket: "b",
    destinationBucket: "arn:aws:s3:::example-inventory-destination-bucket",
    version: "2016-11-30",
    creationTimestamp: "1514944800000",
    fileFormat: format,
    fileSchema: format === "CSV" ? CSV_SCHEMA : "message s3.inventory { required binary bucket (UTF8); }",
    files: [{ key, size: bytes.length, MD5checksum: createHash("md5").update(bytes).digest("hex") }],
    ...more,
  };
  return {
    name: "manifest.json",
    manifest: async () => JSON.stringify(manifest),
    open: async () =>
      (async function* () {
        for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
      })(),
    ranges: async () => byteRanges(bytes),
  };
}

async function read(
  place: InventoryPlace,
  prefixes = [""],
  versions = true,
  noncurrent = false,
): Promise<SeenObject[]> {
  const found: SeenObject[] = [];
  for await (const each of inventoryObjects(place, { prefixes, versions, noncurrent })) found.push(each);
  return found;
}

const csv = (): Buffer => gzipSync(`${ROWS.join("\n")}\n`);

describe("an S3 Inventory", () => {
  it.each([
    ["CSV", csv()],
    ["Parquet", INVENTORY_PARQUET],
  ] as const)("in %s gives the current objects, with their keys as they are", async (format, bytes) => {
    const all = await read(inventory(format, bytes));
    expect(all.map(({ key, versionId, size, storageClass }) => [key, versionId, size, storageClass])).toEqual(
      [
        ["p/ca-20261101T000000Z.tar.gz.kms", "v1", 1000, "STANDARD"],
        ["p/ca-20261101T000000Z.manifest.json", "v2", 10, "STANDARD"],
        ["q/a b,ü+-20261104T000000Z.tar.gz.kms", "v5", 5, "STANDARD"],
        ["q/ca-20261105T000000Z.tar.gz.kms", "v6", 2000, "GLACIER"],
      ],
    );
    expect((await read(inventory(format, bytes), ["q/"], false)).map(({ versionId }) => versionId)).toEqual([
      undefined,
      undefined,
    ]);
    // The outer layer of older versions is closed by the old key, too; delete markers have none.
    const older = await read(inventory(format, bytes), [""], true, true);
    expect(older.length).toBeGreaterThan(all.length);
    const everything = new FleetFigures(true);
    for (const each of older) expect(everything.take(each)).toBeDefined();
    expect(everything).toMatchObject({ objects: older.length, others: 0 });
    const figures = new FleetFigures();
    expect(all.flatMap((each) => figures.take(each)?.key ?? [])).toEqual([
      "p/ca-20261101T000000Z.tar.gz.kms",
      "q/ca-20261105T000000Z.tar.gz.kms",
    ]);
    expect({ ...figures }).toEqual({ objects: 2, bytes: 3000, largestBytes: 2000, archived: 1, others: 2 });
  });

  it.each([
    ["another format", inventory("CSV", csv(), { fileFormat: "ORC" }), "not valid at: fileFormat"],
    ["no files", inventory("CSV", csv(), { files: undefined }), "not valid at: files"],
    [
      "a list that was changed",
      inventory("CSV", csv(), { files: [{ key: "a.csv.gz", MD5checksum: "0".repeat(32) }] }),
      "its MD5 is another",
    ],
    ["a list that is no gzip", inventory("CSV", Buffer.from("b,k")), "is no gzip, or is damaged"],
    ["a list that ends too early", inventory("CSV", csv().subarray(0, 60)), "is no gzip, or is damaged"],
    [
      "no column with sizes",
      inventory("CSV", csv(), { fileSchema: "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, X" }),
      "row 1: it has no size",
    ],
    [
      "keys that are not URL-encoded",
      inventory("CSV", gzipSync('"b","100%","v","true","false","1"\n')),
      "row 1: it has no key",
    ],
    [
      "no Parquet",
      inventory("Parquet", Buffer.from("PAR1 not at all PAR1")),
      "is no Parquet that can be read",
    ],
    [
      "Parquet that ends too early",
      inventory("Parquet", INVENTORY_PARQUET.subarray(0, 900)),
      "is no Parquet that can be read",
    ],
  ])("with %s is refused", async (_, place, message) => {
    await expect(read(place)).rejects.toMatchObject({
      exit: "source",
      message: expect.stringContaining(message),
    });
  });
});
