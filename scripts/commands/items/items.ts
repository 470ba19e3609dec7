import { addAbortSignal, Readable } from "node:stream";
import { parseContext, parseNewContext } from "../../core/crypto/context-pairs";
import { writeAtomically } from "../../core/files/atomic-file";
import { checkShape, type ItemShape, tableContext } from "../../core/items/identity";
import { fieldPath } from "../../core/items/json/path";
import type { ItemCipher } from "../../core/items/ports";
import type { RecordFormat } from "../../core/items/record-formats";
import { converted, type Tally } from "../../core/items/records";
import { openRecord, sealRecord } from "../../core/items/seal-record";
import { type OutputPlace, outputPlace } from "../../core/outputs/output-place";
import { pour } from "../../core/outputs/pour";
import { openInput } from "../../core/streams/byte-source";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { checkedRegion } from "../../settings/settings-checks";
import { besides, cleanUp } from "../clean-up";
import type { CommandIo } from "../io";

export interface ItemOptions {
  readonly settings: Settings;
  readonly table: string;
  /** Names or JSON Pointers of what is sealed or opened. */
  readonly fields: readonly string[];
  /** The same of what tells which record it is. */
  readonly idFields: readonly string[];
  /** `name=value` pairs. */
  readonly context: readonly string[];
  readonly allowMissing: boolean;
  /** Take an input without a record. */
  readonly allowEmpty: boolean;
  readonly format: RecordFormat;
  /** Records that share a table key. */
  readonly maxRecords: number;
  /** Seconds that a table key is kept. */
  readonly maxAgeSeconds: number;
  readonly keyPerField: boolean;
  /** Where replicas of the keys may open. */
  readonly fallbackRegions: readonly string[];
  /** File to read, or `-` for stdin. */
  readonly in: string;
  /** File to write, or `-` for stdout. */
  readonly out: string;
  /** Replace an existing file. */
  readonly force: boolean;
}

/** Seals or opens fields of records. A file appears only when all of it is done; a pipe gets whole records only. */
export async function run(use: "seal" | "open", options: ItemOptions, io: CommandIo): Promise<Report> {
  const { settings, in: input, out, maxRecords, maxAgeSeconds, keyPerField } = options;
  const shape = shapeOf(use, options);
  const fallbackRegions = options.fallbackRegions.map((region) => checkedRegion(region) ?? region);
  const place = outputPlace(out);
  const common = tableContext(shape);
  const cipher = await io.services.items(
    settings,
    use,
    { tableContext: common, maxRecords, maxAgeSeconds, keyPerField, fallbackRegions },
    io.signal,
  );
  if (place.kind === "file") cleanUp([besides(out)], io);
  const tally: Tally = { records: 0, fields: 0 };
  try {
    await convert(use, shape, cipher, tally, { ...options, place }, io);
  } finally {
    cipher.close();
  }
  const { keyArns, dataKeys } = cipher;
  const [did, with_] = use === "seal" ? ["sealed", "under"] : ["opened", "with"];
  return {
    data: {
      ...tally,
      table: shape.table,
      fieldNames: shape.fields.map(({ pointer }) => pointer),
      keyArns,
      dataKeys,
      out,
    },
    lines: [
      `${did} ${tally.fields} fields of ${tally.records} records from ${input} to ${out} ${with_} ${keyArns.join(", ") || "no key"}`,
    ],
    stdoutIsPayload: place.kind === "stdout",
  };
}

function shapeOf(
  use: "seal" | "open",
  { table, fields, idFields, context, allowMissing }: ItemOptions,
): ItemShape {
  const shape: ItemShape = {
    table,
    fields: fields.map((name) => fieldPath(name, "--field")),
    ids: idFields.map((name) => fieldPath(name, "--id-field")),
    context: use === "seal" ? parseNewContext(context) : parseContext(context),
    allowMissing,
  };
  checkShape(shape);
  return shape;
}

async function convert(
  use: "seal" | "open",
  shape: ItemShape,
  cipher: ItemCipher,
  tally: Tally,
  {
    in: input,
    out,
    place,
    format,
    allowEmpty,
    force: overwrite,
  }: ItemOptions & { readonly place: OutputPlace },
  { stdin, stdout, signal, output }: CommandIo,
): Promise<void> {
  const work = use === "seal" ? sealRecord : openRecord;
  const { stream: source, assertUnchanged } = await openInput(input, stdin);
  addAbortSignal(signal, source);
  try {
    const onLong =
      use === "seal"
        ? (record: string) =>
            output.warn(
              `${record} is longer than 400 KB with its sealed fields, which no item of DynamoDB may be`,
            )
        : undefined;
    const edit = (record: Parameters<typeof work>[0], at: Parameters<typeof work>[1]) =>
      work(record, at, shape, cipher);
    const records = converted(source, { format, allowEmpty, tally, edit, onLong });
    if (place.kind === "file") {
      await writeAtomically(unchanged(records, assertUnchanged), out, { overwrite, signal });
      return;
    }
    // A pipe that breaks may lose what it was given: whole records are written first, then the failure is told.
    let failure: unknown;
    const whole = wholeRecords(unchanged(records, assertUnchanged), (error) => {
      failure = error;
    });
    await pour(Readable.from(whole, { objectMode: false }), place, { stdout, signal });
    if (failure !== undefined) throw failure;
  } finally {
    source.destroy();
  }
}

async function* unchanged(
  records: AsyncIterable<Buffer>,
  check: () => Promise<void>,
): AsyncGenerator<Buffer> {
  yield* records;
  await check();
}

async function* wholeRecords(
  records: AsyncIterable<Buffer>,
  onFailure: (error: unknown) => void,
): AsyncGenerator<Buffer> {
  try {
    yield* records;
  } catch (error) {
    onFailure(error);
  }
}
