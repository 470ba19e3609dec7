import { kmsOpeningKeys, kmsSealingKeys } from "../../../../scripts/core/crypto/kms/kms-data-keys";
import type { GeneratedDataKey, SealingKeys } from "../../../../scripts/core/crypto/message/data-keys";
import type { MessageHeader } from "../../../../scripts/core/crypto/message/message-header";
import { UNSIGNED_SUITE } from "../../../../scripts/core/crypto/message/suites";
import { encryptedByKms, OpenedTableKeys } from "../../../../scripts/core/items/keys/opened-table-keys";
import { TableKeys } from "../../../../scripts/core/items/keys/table-keys";
import { fakeKms } from "../../../helpers/kms/fake-kms";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888";
const TABLE = { table: "t" };

function bench({ maxRecords = 10, maxAgeSeconds = 60, kept = 2 } = {}) {
  const kms = fakeKms();
  const source = kmsSealingKeys([ARN], kms);
  const made: Buffer[] = [];
  const watched: SealingKeys = {
    generate: async (...args) => {
      const key: GeneratedDataKey = await source.generate(...args);
      made.push(key.dataKey);
      return key;
    },
  };
  const clock = { now: 1 };
  const keys = new TableKeys(watched, TABLE, { maxRecords, maxAgeSeconds }, () => clock.now);
  const decrypted: Buffer[] = [];
  const decrypt = kmsOpeningKeys([ARN], kms, () => {}).decrypt;
  const opened = new OpenedTableKeys(
    async (header) => {
      const key = await decrypt(header);
      decrypted.push(key);
      return key;
    },
    TABLE,
    { maxAgeSeconds, kept, clock: () => clock.now },
  );
  const field = async (id: string): Promise<{ dataKey: Buffer; header: MessageHeader }> => {
    const encryptionContext = { ...TABLE, id };
    keys.beginRecord();
    const { dataKey, encrypted } = await keys.generate(encryptionContext, 32);
    const rest = { messageId: Buffer.alloc(32), frameLength: 4096, commitment: Buffer.alloc(32) };
    return {
      dataKey,
      header: { suite: UNSIGNED_SUITE, encryptedDataKeys: encrypted, encryptionContext, ...rest },
    };
  };
  return { kms, made, decrypted, clock, keys, opened, field };
}

const isZero = (key: Buffer | undefined): boolean => key?.every((byte) => byte === 0) ?? false;

describe("table keys", () => {
  it("are replaced after so many records, and overwritten", async () => {
    const { made, field } = bench({ maxRecords: 2 });
    for (const id of ["1", "2", "3", "4", "5"]) await field(id);
    expect(made.map(isZero)).toEqual([true, true, false]);
  });

  it("are replaced when they are too old, counted from before KMS was asked", async () => {
    const { made, field, clock } = bench({ maxAgeSeconds: 60 });
    await field("1");
    clock.now = 60_000;
    await field("2");
    expect(made.map(isZero)).toEqual([false]);
    clock.now = 60_001;
    await field("3");
    expect(made.map(isZero)).toEqual([true, false]);
  });

  it("wrap a data key of its own for every field", async () => {
    const { field, opened } = bench();
    const [one, other] = [await field("1"), await field("1")];
    expect(one.dataKey.equals(other.dataKey)).toBe(false);
    expect(one.header.encryptedDataKeys[0]).not.toEqual(other.header.encryptedDataKeys[0]);
    expect(encryptedByKms(one.header)).toEqual(encryptedByKms(other.header));
    expect(await opened.decrypt(one.header)).toEqual(one.dataKey);
    expect(await opened.decrypt(other.header)).toEqual(other.dataKey);
    opened.close();
  });

  it("open data keys in the context of the field only", async () => {
    const { field, opened } = bench();
    const { header } = await field("1");
    await expect(
      opened.decrypt({ ...header, encryptionContext: { ...TABLE, id: "2" } }),
    ).rejects.toMatchObject({
      exit: "notAuthentic",
    });
    opened.close();
  });

  it("are asked for once while they are kept, and overwritten when they go", async () => {
    const { field, opened, decrypted, clock } = bench({ maxRecords: 1, kept: 2, maxAgeSeconds: 60 });
    const [a, b, c] = [await field("a"), await field("b"), await field("c")];
    await opened.decrypt(a.header);
    await opened.decrypt(a.header);
    await opened.decrypt(b.header);
    expect(decrypted.map(isZero)).toEqual([false, false]);
    await opened.decrypt(c.header); // there is room for two
    expect(decrypted.map(isZero)).toEqual([true, false, false]);
    clock.now = 61_000;
    expect(await opened.decrypt(b.header)).toEqual(b.dataKey);
    expect(decrypted.map(isZero)).toEqual([true, true, false, false]);
    opened.close();
    expect(decrypted.every(isZero)).toBe(true);
  });

  it("fails on a message that says that KMS encrypted its data key, and shows a table key", async () => {
    const { field, opened } = bench();
    const { header } = await field("1");
    const [, byKms] = header.encryptedDataKeys;
    if (byKms === undefined) throw new Error("no encrypted table key");
    const forged = { ...header, encryptedDataKeys: [{ ...byKms, providerId: "aws-kms" }] };
    await expect(opened.decrypt(forged)).rejects.toMatchObject({ exit: "notAuthentic" });
    opened.close();
  });
});
