/**
 * Writes items.json, sealed fields that have to open for ever: `tsx vectors/generate-items.ts`. Data keys and nonces are random, so it is not written anew
 * with the other vectors; a change of the format adds to it.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KmsCalls } from "../scripts/core/crypto/kms/kms-calls";
import { fieldContext, type ItemShape, identityOf, tableContext } from "../scripts/core/items/identity";
import { fieldPath } from "../scripts/core/items/json/path";
import { structure } from "../scripts/core/items/json/structure";
import { itemCipher } from "../scripts/core/items/keys/item-cipher";
import { edited, sealRecord } from "../scripts/core/items/seal-record";

/** Public, and protects nothing. */
export const TABLE_KEY = Buffer.from(
  "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f",
  "hex",
);
export const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef";
const BLOB = Buffer.from("what KMS made of the table key, or of a field's own data key");

export const SHAPE: ItemShape = {
  table: "customers",
  fields: [fieldPath("card", "--field"), fieldPath("address.street", "--field")],
  ids: [fieldPath("id", "--id-field"), fieldPath("/a.b", "--id-field")],
  context: { tenant: "ä" },
  allowMissing: false,
};

const never = (): never => {
  throw new Error("vectors need one key only");
};

/** KMS with the one data key, whatever the context: which one it is told is looked at by the tests. */
export const kms = (contexts: unknown[] = []): KmsCalls => ({
  generateDataKey: async (keyArn, context) => {
    contexts.push(context);
    return { keyArn, blob: BLOB, plaintext: Buffer.from(TABLE_KEY) };
  },
  decrypt: async (_key, _blob, context) => {
    contexts.push(context);
    return Buffer.from(TABLE_KEY);
  },
  encrypt: never,
  decryptRsa: never,
});

const RECORD =
  '{"id":9007199254740993,"a.b":"é\\n","card":123456789012345678901234567890.10,"address":{"street":null,"x":1}}';

async function main(): Promise<void> {
  const sealed = async (keyPerField: boolean): Promise<string> => {
    const settings = { tableContext: tableContext(SHAPE), maxRecords: 1, maxAgeSeconds: 60, keyPerField };
    const cipher = itemCipher([KEY_ARN], kms(), settings, () => 1);
    const record = structure(RECORD);
    return edited(RECORD, await sealRecord(record, record.root, SHAPE, cipher));
  };
  const record = structure(RECORD);
  const identity = identityOf(record, record.root, SHAPE);
  const vectors = {
    about:
      "Sealed fields as docs/items.md describes them. KMS's part is replaced: the key that it would decrypt stands here. It is public, and protects nothing.",
    keyArn: KEY_ARN,
    dataKeyOfKmsHex: TABLE_KEY.toString("hex"),
    tableContext: tableContext(SHAPE),
    fieldContexts: Object.fromEntries(
      SHAPE.fields.map((path) => [path.pointer, fieldContext(SHAPE, identity, path)]),
    ),
    record: RECORD,
    sealedUnderTableKey: await sealed(false),
    sealedWithKeyPerField: await sealed(true),
  };
  writeFileSync(join(__dirname, "items.json"), `${JSON.stringify(vectors, undefined, 2)}\n`);
}

if (require.main === module) void main();
