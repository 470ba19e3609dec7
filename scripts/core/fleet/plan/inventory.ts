/**
 * S3 Inventory: `manifest.json`, and the lists that it names, in CSV or Parquet.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
import { createHash } from "node:crypto";
import { PassThrough, pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { OperatorError } from "../../../errors";
import type { ByteRanges } from "../../ports";
import { digesting } from "../../streams/digesting";
import { csvRows } from "../csv";
import { notValidAt } from "../not-valid";
import { decodedKey } from "../object-key-text";
import type { SeenObject } from "./objects";
import { parquetRows } from "./parquet";

/** Where an inventory stands: its `manifest.json`, and lists by what they are called in it. */
export interface InventoryPlace {
  /** For people. */
  readonly name: string;
  manifest(): Promise<string>;
  /** @param key of the list in the bucket of inventories. */
  open(key: string): Promise<AsyncIterable<Buffer>>;
  /** The same, for what is not read from its beginning. */
  ranges(key: string): Promise<ByteRanges>;
}

export interface InventoryOptions {
  /** Beginnings of the keys that are meant. */
  readonly prefixes: readonly string[];
  /** Yield the ids of versions. */
  readonly versions: boolean;
  /** Yield older versions, too. */
  readonly noncurrent: boolean;
}

const schema = z.object({
  sourceBucket: z.string(),
  fileFormat: z.enum(["CSV", "Parquet"]),
  fileSchema: z.string(),
  files: z.array(z.object({ key: z.string(), MD5checksum: z.string().regex(/^[0-9a-fA-F]{32}$/) })),
});

type Manifest = z.infer<typeof schema>;

/** A row of a list, by the names of the columns in lower case without underscores. */
type Row = (column: string) => string | undefined;

const HINT = "give the manifest.json of an S3 Inventory whose lists have Size, and are CSV or Parquet";

/** Objects, in the order of the lists. @throws OperatorError `source` for what is no inventory, and a list that is not what its manifest says. */
export async function* inventoryObjects(
  place: InventoryPlace,
  { prefixes, versions, noncurrent }: InventoryOptions,
): AsyncGenerator<SeenObject> {
  const manifest = parseManifest(await place.manifest(), place.name);
  for (const file of manifest.files) {
    const rows = manifest.fileFormat === "CSV" ? csvList(place, manifest, file) : parquetList(place, file);
    const what = `${place.name}, list ${file.key}`;
    for await (const { row, number } of rows) {
      const wrong = (problem: string): OperatorError =>
        new OperatorError("source", `${what}, row ${number}: ${problem}`, { hint: HINT });
      if (row("isdeletemarker") === "true" || (row("islatest") === "false" && !noncurrent)) continue;
      const [key, size] = [row("key"), Number(row("size") ?? Number.NaN)];
      if (key === undefined) throw wrong("it has no key, or one that is not URL-encoded");
      if (!Number.isSafeInteger(size)) throw wrong("it has no size");
      if (!prefixes.some((prefix) => key.startsWith(prefix))) continue;
      const versionId = versions ? row("versionid") || "null" : undefined;
      const storageClass = row("storageclass") || undefined;
      yield { bucket: row("bucket") ?? manifest.sourceBucket, key, size, versionId, storageClass };
    }
  }
}

function parseManifest(text: string, name: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new OperatorError("source", `${name} is not JSON`, { hint: HINT });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new OperatorError("source", `${name} is no inventory's; ${notValidAt(parsed.error)}`, {
    hint: HINT,
  });
}

type ListFile = Manifest["files"][number];
interface NumberedRow {
  readonly row: Row;
  readonly number: number;
}

const columnName = (text: string): string => text.trim().replaceAll("_", "").toLowerCase();

async function* csvList(
  place: InventoryPlace,
  { fileSchema }: Manifest,
  { key, MD5checksum }: ListFile,
): AsyncGenerator<NumberedRow> {
  const columns = fileSchema.split(",").map(columnName);
  const hash = createHash("md5");
  const source = digesting(await place.open(key), hash);
  const what = `${place.name}, list ${key}`;
  const plain = pipeline(source, key.endsWith(".gz") ? createGunzip() : new PassThrough(), () => {}); // its reader is told
  try {
    for await (const { fields, number } of csvRows(plain, what)) {
      const row: Row = (column) => {
        const text = fields[columns.indexOf(column)];
        return column === "key" && text !== undefined ? decodedKey(text) : text;
      };
      yield { row, number };
    }
  } catch (cause) {
    if (cause instanceof OperatorError || !String((cause as { code?: unknown }).code).startsWith("Z_"))
      throw cause;
    throw new OperatorError("source", `${what} is no gzip, or is damaged`, { hint: "fetch it again", cause });
  }
  if (hash.digest("hex") !== MD5checksum.toLowerCase())
    throw new OperatorError("source", `${what} is not what its manifest says: its MD5 is another`, {
      hint: "fetch it again, with the manifest.json of the same day",
    });
}

/** Keys stand as they are in Parquet. Its pages have no digest that is compared here: it is read where its columns are. */
async function* parquetList(place: InventoryPlace, { key }: ListFile): AsyncGenerator<NumberedRow> {
  let number = 0;
  for await (const fields of parquetRows(await place.ranges(key), `${place.name}, list ${key}`)) {
    number += 1;
    const byName = new Map(Object.entries(fields).map(([name, value]) => [columnName(name), value]));
    const row: Row = (column) => {
      const value = byName.get(column);
      return value === undefined || value === null ? undefined : String(value);
    };
    yield { row, number };
  }
}
