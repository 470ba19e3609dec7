/** What a sealed field is bound to: its table, its place in the record, and which record that is. Pure. */
import { ITEM_CONTEXT_KEY, ITEM_PURPOSE } from "../../../modules/backup-contract";
import { OperatorError } from "../../errors";
import type { EncryptionContext } from "../ports";
import { type FieldPath, locate, overlaps, textAt } from "./json/path";
import type { Slice, Structure } from "./json/structure";
import { MAX_FIELDS, MAX_ID_BYTES, MAX_TABLE_LENGTH } from "./limits";

/** Halves of a character: in bytes each of them would be the same replacement character. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** What is sealed or opened of every record. */
export interface ItemShape {
  /** Name of the table. */
  readonly table: string;
  /** Fields that are sealed. */
  readonly fields: readonly FieldPath[];
  /** Fields whose values are the identity of a record. */
  readonly ids: readonly FieldPath[];
  /** Pairs of the user's own. */
  readonly context: EncryptionContext;
  /** Take records without some of the fields. */
  readonly allowMissing: boolean;
}

/** @throws OperatorError `usage`. */
export function checkShape({ table, fields, ids }: ItemShape): void {
  if (table === "" || table.length > MAX_TABLE_LENGTH || LONE_SURROGATE.test(table))
    throw usage(`--table takes 1 to ${MAX_TABLE_LENGTH} characters`, "give the name of the table");
  if (fields.length === 0) throw usage("no field is given", "give --field NAME");
  if (ids.length === 0)
    throw usage(
      "no field is given that tells which record it is",
      "give --id-field NAME, of the primary key",
    );
  if (fields.length > MAX_FIELDS || ids.length > MAX_FIELDS)
    throw usage(`more than ${MAX_FIELDS} fields are given`, "name the object around them");
  const all = [...fields, ...ids];
  for (const [index, one] of all.entries()) {
    const other = all.slice(0, index).find((each) => overlaps(one, each));
    if (other !== undefined)
      throw usage(
        `the fields ${other.pointer} and ${one.pointer} are one, or one holds the other`,
        "name each field once; what tells which record it is stays in the clear",
      );
  }
}

/** What all fields of the table have in common; all that KMS is told with a table key. */
export const tableContext = ({ table, context }: ItemShape): EncryptionContext => ({
  ...context,
  [ITEM_CONTEXT_KEY.purpose]: ITEM_PURPOSE,
  [ITEM_CONTEXT_KEY.table]: table,
});

/** What a field is bound to. @param identity of its record. */
export const fieldContext = (
  shape: ItemShape,
  identity: EncryptionContext,
  { pointer }: FieldPath,
): EncryptionContext => ({ ...tableContext(shape), ...identity, [ITEM_CONTEXT_KEY.field]: pointer });

/**
 * The identity of a record as pairs of the encryption context: values are JSON texts, so that `17` and `"17"` are two records.
 * @throws OperatorError `source` when a field is missing, or is no text or whole number.
 */
export function identityOf(record: Structure, at: Slice, { ids }: ItemShape): EncryptionContext {
  return Object.fromEntries(
    ids.map((path) => [`${ITEM_CONTEXT_KEY.id}${path.pointer}`, idText(record, at, path)]),
  );
}

function idText(record: Structure, at: Slice, path: FieldPath): string {
  const found = locate(record, at, path);
  if (found === undefined)
    throw new OperatorError(
      "source",
      `the record has no field ${path.pointer}, which tells what record it is`,
      {
        hint: "check --id-field, and that the record is whole",
      },
    );
  const text = textAt(record, found);
  const value = canonical(text);
  if (value === undefined)
    throw new OperatorError(
      "source",
      `the field ${path.pointer} tells what record it is, and must be a text that is not empty, or a whole number without exponent`,
      { hint: "name the fields of the primary key with --id-field" },
    );
  if (Buffer.byteLength(value) > MAX_ID_BYTES)
    throw new OperatorError(
      "source",
      `the field ${path.pointer} tells what record it is, and has ${Buffer.byteLength(value)} bytes; at most ${MAX_ID_BYTES} are allowed`,
      { hint: "name the fields of the primary key with --id-field" },
    );
  return value;
}

/** One spelling of each value: a database may write a text or a number in another way than it was written into it. */
function canonical(text: string): string | undefined {
  if (/^(0|-?[1-9][0-9]*)$/.test(text)) return text;
  if (!text.startsWith('"') || text === '""') return undefined;
  const value = JSON.parse(text) as string;
  return LONE_SURROGATE.test(value) ? undefined : JSON.stringify(value);
}

const usage = (message: string, hint: string): OperatorError => new OperatorError("usage", message, { hint });
