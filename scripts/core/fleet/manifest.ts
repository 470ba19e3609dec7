/**
 * Manifests of S3 Batch Operations: `S3BatchOperations_CSV_20180820`, with the columns Bucket, Key and perhaps VersionId, without a header.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-create-job.html ("Specifying a manifest")
 */
import { createHash } from "node:crypto";
import { OperatorError } from "../../errors";
import { assertBucket } from "../../settings/settings-checks";
import { digesting } from "../streams/digesting";
import { csvRow, csvRows } from "./csv";
import { decodedKey } from "./object-key-text";

export interface ManifestRow {
  readonly bucket: string;
  /** URL-encoded, as it stands in the file. */
  readonly key: string;
  /** `undefined` is the current version. */
  readonly versionId: string | undefined;
}

export const formatRow = ({ bucket, key, versionId }: ManifestRow): string =>
  csvRow(versionId === undefined ? [bucket, key] : [bucket, key, versionId]);

const HINT = "write the manifest with `sealstack fleet plan`";

/**
 * @param what the file, for messages.
 * @throws OperatorError `source`, with the number of the row, for what S3 would refuse, too.
 */
export async function* manifestRows(
  source: AsyncIterable<Uint8Array | string>,
  what: string,
): AsyncGenerator<ManifestRow> {
  let first: ManifestRow | undefined;
  for await (const { number, fields } of csvRows(source, what)) {
    const wrong = (problem: string, hint = HINT): OperatorError =>
      new OperatorError("source", `${what}, row ${number}: ${problem}`, { hint });
    const [bucket = "", key = "", versionId] = fields;
    if (fields.length < 2 || fields.length > 3)
      throw wrong(`it has ${fields.length} columns, allowed: Bucket, Key and perhaps VersionId`);
    if (bucket === "Bucket" && key === "Key") throw wrong("it is a header", "leave out the header");
    assertName(bucket, wrong);
    if (key === "" || decodedKey(key) === undefined)
      throw wrong("its key is not URL-encoded, or is empty", "URL-encode keys in the manifest");
    const row = { bucket, key, versionId: versionId || undefined };
    first ??= row;
    if (bucket !== first.bucket)
      throw wrong(`its bucket is '${bucket}', that of the first row '${first.bucket}': a job has one`);
    // S3 takes versions of all objects or of none.
    if ((row.versionId === undefined) !== (first.versionId === undefined))
      throw wrong("some rows have a version and others do not", "give versions of all objects, or of none");
    yield row;
  }
}

function assertName(bucket: string, wrong: (problem: string) => OperatorError): void {
  try {
    assertBucket(bucket);
  } catch {
    throw wrong(`its first column is no name of a bucket: '${bucket.slice(0, 64)}'`);
  }
}

export interface ManifestFacts {
  readonly rows: number;
  /** `undefined` of an empty one. */
  readonly bucket: string | undefined;
  readonly versions: boolean;
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
}

/** Reads all of a manifest, before anything is done with a row of it. @throws OperatorError `source` */
export async function checkManifest(source: AsyncIterable<Buffer>, what: string): Promise<ManifestFacts> {
  const hash = createHash("sha256");
  let [rows, first]: [number, ManifestRow | undefined] = [0, undefined];
  for await (const row of manifestRows(digesting(source, hash), what)) {
    first ??= row;
    rows += 1;
  }
  return {
    rows,
    bucket: first?.bucket,
    versions: first?.versionId !== undefined,
    sha256: hash.digest("hex"),
  };
}
