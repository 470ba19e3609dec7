/** The rows of what seals and opens fields of records. */
import { InvalidArgumentError, Option } from "commander";
import { MAX_AGE_SECONDS, MAX_RECORDS, RECORD_FORMATS } from "../../commands/items/choices";
import type { CommandSpec } from "../command-spec";
import { collect, OPTION } from "../options";

const SHAPE_OPTIONS = (does: string) => [
  OPTION.key(),
  new Option("--table <name>", "name of the table, which every field is bound to").makeOptionMandatory(),
  new Option(
    "--id-field <field>",
    "field that tells which record it is, such as the primary key; every field is bound to it; may be repeated",
  )
    .argParser(collect)
    .makeOptionMandatory(),
  new Option(
    "--field <field>",
    `field to ${does}: NAME, OUTER.INNER, or a JSON Pointer such as /NAME; may be repeated`,
  )
    .argParser(collect)
    .makeOptionMandatory(),
  new Option("--allow-missing", "take records without some of the fields, instead of failing"),
  new Option(
    "--format <format>",
    "lines: one JSON object a line; json: one object, or an array of objects; auto: lines where the first one is an object by itself",
  )
    .choices(RECORD_FORMATS)
    .default("auto"),
];

const STREAM_OPTIONS = [
  OPTION.input(),
  OPTION.allowEmpty("an input without a record"),
  OPTION.output(),
  OPTION.force(),
];

const MAX_AGE = (what: string) =>
  new Option("--max-age <seconds>", `${what}; 1 to ${MAX_AGE_SECONDS.max}`)
    .argParser(whole(MAX_AGE_SECONDS.max))
    .default(MAX_AGE_SECONDS.default);

export const ITEM_COMMANDS: readonly CommandSpec[] = [
  {
    name: "encrypt-item",
    summary: "seal chosen fields of JSON records, each bound to its table, record and name",
    options: [
      ...SHAPE_OPTIONS("seal"),
      OPTION.context("pair to bind all fields to"),
      new Option("--max-records <number>", `records that share a table key; 1 to ${MAX_RECORDS.max}`)
        .argParser(whole(MAX_RECORDS.max))
        .default(MAX_RECORDS.default),
      MAX_AGE("how long a table key is used"),
      new Option(
        "--key-per-field",
        "ask KMS for a data key for each field, in its whole context, instead of sharing table keys; slower",
      ),
      ...STREAM_OPTIONS,
    ],
    example:
      "encrypt-item --key alias/customers --table customers --id-field id --field card --in customers.jsonl --out sealed.jsonl",
    prepare: async (flags) => {
      const { run } = await import("../../commands/items/items");
      const { maxRecords, keyPerField = false } = flags;
      const options = { ...shared(flags), maxRecords, keyPerField, fallbackRegions: [] };
      return (settings, io) => run("seal", { settings, ...options }, io);
    },
  },
  {
    name: "decrypt-item",
    summary:
      "open sealed fields of JSON records; one that was moved to another record or column does not open",
    options: [
      ...SHAPE_OPTIONS("open"),
      OPTION.context("pair that all fields must carry"),
      MAX_AGE("how long a table key is kept in memory"),
      new Option(
        "--fallback-region <region>",
        "region in which a replica of the key opens where its own region cannot be reached; may be repeated",
      ).argParser(collect),
      ...STREAM_OPTIONS,
    ],
    example:
      "decrypt-item --key alias/customers --table customers --id-field id --field card --in sealed.jsonl --out customers.jsonl",
    prepare: async (flags) => {
      const { run } = await import("../../commands/items/items");
      const { fallbackRegion: fallbackRegions = [] } = flags;
      const options = {
        ...shared(flags),
        maxRecords: MAX_RECORDS.default,
        keyPerField: false,
        fallbackRegions,
      };
      return (settings, io) => run("open", { settings, ...options }, io);
    },
  },
];

// biome-ignore lint/suspicious/noExplicitAny: commander's flags have no static type
function shared(flags: any) {
  const { table, field: fields, idField: idFields, context = [], format, maxAge: maxAgeSeconds } = flags;
  const { allowMissing = false, allowEmpty = false, in: input, out, force = false } = flags;
  const stream = { in: input, out, force, allowEmpty, format };
  return { table, fields, idFields, context, allowMissing, maxAgeSeconds, ...stream };
}

function whole(max: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= max) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${max}.`);
  };
}
