/** Fields that were sealed once open for ever, and only where they were sealed. */

import { type ItemShape, tableContext } from "../../../../scripts/core/items/identity";
import { fieldPath } from "../../../../scripts/core/items/json/path";
import { structure } from "../../../../scripts/core/items/json/structure";
import { itemCipher } from "../../../../scripts/core/items/keys/item-cipher";
import { edited, openRecord } from "../../../../scripts/core/items/seal-record";
import { KEY_ARN, kms, SHAPE } from "../../../../vectors/generate-items";
import VECTORS from "../../../../vectors/items.json";

async function open(text: string, shape: ItemShape = SHAPE, contexts: unknown[] = []): Promise<string> {
  const settings = {
    tableContext: tableContext(shape),
    maxRecords: 1,
    maxAgeSeconds: 60,
    keyPerField: false,
  };
  const cipher = itemCipher([KEY_ARN], kms(contexts), settings, () => 1);
  const record = structure(text);
  try {
    return edited(text, await openRecord(record, record.root, shape, cipher));
  } finally {
    cipher.close();
  }
}

const { record, sealedUnderTableKey, sealedWithKeyPerField } = VECTORS;

describe("vectors of sealed fields", () => {
  it("open, with one call of KMS in the context of the table", async () => {
    const contexts: unknown[] = [];
    expect(await open(sealedUnderTableKey, SHAPE, contexts)).toBe(record);
    expect(contexts).toEqual([VECTORS.tableContext]);
  });

  it("open, with a call of KMS for each field in its whole context", async () => {
    const contexts: unknown[] = [];
    expect(await open(sealedWithKeyPerField, SHAPE, contexts)).toBe(record);
    expect(contexts).toEqual(Object.values(VECTORS.fieldContexts));
  });

  it.each<[string, (text: string) => string, ItemShape]>([
    ["another number", (text) => text.replace("9007199254740993", "9007199254740992"), SHAPE],
    ["another text", (text) => text.replace("é", "e"), SHAPE],
    [
      "the other field",
      (text) => text.replace(/("card":)("[^"]*")(.*"street":)("[^"]*")/, "$1$4$3$2"),
      SHAPE,
    ],
    ["another table", (text) => text, { ...SHAPE, table: "orders" }],
    ["no context of the user", (text) => text, { ...SHAPE, context: {} }],
    ["fewer fields of the identity", (text) => text, { ...SHAPE, ids: [fieldPath("id", "--id-field")] }],
  ])("fail for %s", async (_what, change, shape) => {
    for (const text of [sealedUnderTableKey, sealedWithKeyPerField])
      await expect(open(change(text), shape)).rejects.toMatchObject({ exit: "context" });
  });
});
