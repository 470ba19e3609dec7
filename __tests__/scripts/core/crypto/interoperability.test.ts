import { randomBytes } from "node:crypto";
import { rawKey, rawKeys } from "../../../helpers/kms/raw-keys";
import { cut, open, seal } from "../../../helpers/messages";
import { officialDecrypt, officialEncrypt } from "../../../helpers/processes/official";

const SUITES = [
  ["unsigned", 0x0478],
  ["signed", 0x0578],
] as const;
const FRAME_LENGTHS = [256 * 1024, 1024 * 1024];
/** What other programs choose: theirs have to be read, too. The official default is 4096. */
const FOREIGN_FRAME_LENGTHS = [1, 17, 4096, 65_536, ...FRAME_LENGTHS];
const LONG = 10 * 1024 * 1024 + 3;

const CONTEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  none: {},
  one: { tier: "prod" },
  unicode: { "ключ-🔑": "значение", "\u{ffff}z": "1", "\u{10000}a": "2", ä: "ö" },
  many: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`name-${index}`, "v".repeat(index)])),
};

/** Sizes around the edges of a frame. */
const sizesFor = (frameLength: number): number[] =>
  [...new Set([0, 1, frameLength - 1, frameLength, frameLength + 1, 2 * frameLength])].filter((n) => n >= 0);

const keysFor = (count: number) => Array.from({ length: count }, (_, index) => rawKey(index + 1));

describe.each(SUITES)("a message of ours (%s)", (_name, suiteId) => {
  const signed = suiteId === 0x0578;

  it.each(FRAME_LENGTHS.flatMap((frame) => [...sizesFor(frame), LONG].map((size) => [frame, size] as const)))(
    "opens with the official library: frames of %d, %d bytes",
    async (frameLength, size) => {
      const plaintext = randomBytes(size);
      const message = await seal(cut(plaintext, [70_000, 1, 300_000]), { frameLength, signed });
      expect((await officialDecrypt(message)).plaintext.equals(plaintext)).toBe(true);
    },
  );

  it.each(
    Object.entries(CONTEXTS).flatMap(([name, context]) => [1, 2, 3].map((keys) => ({ name, context, keys }))),
  )("opens with each of $keys keys in the context '$name'", async ({ context, keys: count }) => {
    const keys = keysFor(count);
    const message = await seal(Buffer.from("text"), { context, signed }, rawKeys(keys));
    for (const key of keys) {
      const opened = await officialDecrypt(message, [key]);
      expect(opened.plaintext.toString()).toBe("text");
      expect(opened.context).toMatchObject(context);
    }
  });
});

describe.each(SUITES)("a message of the official library (%s)", (_name, suiteId) => {
  it.each(
    FOREIGN_FRAME_LENGTHS.flatMap((frame) =>
      [...sizesFor(frame), ...(frame < 4096 ? [1000] : [LONG])].map((size) => [frame, size] as const),
    ),
  )("opens with ours: frames of %d, %d bytes", async (frameLength, size) => {
    const plaintext = randomBytes(size);
    const message = await officialEncrypt(plaintext, { suiteId, frameLength });
    const { bytes, error } = await open(cut(message, [1, 30, 700_000]));
    expect(error).toBeUndefined();
    expect(bytes.equals(plaintext)).toBe(true);
  });

  it.each(
    Object.entries(CONTEXTS).flatMap(([name, context]) => [1, 2, 3].map((keys) => ({ name, context, keys }))),
  )("opens with each of $keys keys in the context '$name'", async ({ context, keys: count }) => {
    const keys = keysFor(count);
    const message = await officialEncrypt(Buffer.from("text"), { suiteId, context, keys });
    for (const key of keys) {
      const opened = await open([message], rawKeys([key]));
      expect(opened).toMatchObject({ error: undefined, header: { context } });
      expect(opened.bytes.toString()).toBe("text");
    }
  });
});

/** Everything with everything, where frames are short; long ones are above. */
describe.each(SUITES)("every size in every context under one and three keys (%s)", (_name, suiteId) => {
  const FRAME = 4096;
  const cases = sizesFor(FRAME).flatMap((size) =>
    Object.values(CONTEXTS).flatMap((context) =>
      [1, 3].map((count) => ({ size, context, keys: keysFor(count) })),
    ),
  );
  const last = <T>(items: readonly T[]): T[] => items.slice(-1);

  it("opens with the official library when it is ours", async () => {
    for (const { size, context, keys } of cases) {
      const plaintext = randomBytes(size);
      const message = await seal(
        plaintext,
        { frameLength: FRAME, signed: suiteId === 0x0578, context },
        rawKeys(keys),
      );
      const opened = await officialDecrypt(message, last(keys));
      expect([opened.plaintext.equals(plaintext), opened.context]).toEqual([
        true,
        expect.objectContaining(context),
      ]);
    }
  });

  it("opens with ours when it is the official library's", async () => {
    for (const { size, context, keys } of cases) {
      const plaintext = randomBytes(size);
      const message = await officialEncrypt(plaintext, { suiteId, frameLength: FRAME, context, keys });
      const { bytes, error, header } = await open(cut(message, [100, 900]), rawKeys(last(keys)));
      expect([error, bytes.equals(plaintext)]).toEqual([undefined, true]);
      expect(header?.context).toMatchObject(context);
    }
  });
});

describe("a message without key commitment", () => {
  const NON_COMMITTING = [0x0014, 0x0046, 0x0078, 0x0114, 0x0146, 0x0178, 0x0214, 0x0346, 0x0378];

  it.each(NON_COMMITTING)("of suite 0x%s opens only when that is allowed", async (suiteId) => {
    const plaintext = randomBytes(10_000);
    const message = await officialEncrypt(plaintext, { suiteId, context: { tier: "prod" } });
    expect(await open([message])).toMatchObject({ error: { exit: "notAuthentic" }, bytes: Buffer.alloc(0) });
    const opened = await open([message], rawKeys(), { allowNonCommitting: true });
    expect(opened).toMatchObject({ error: undefined, header: { context: { tier: "prod" } } });
    expect(opened.bytes.equals(plaintext)).toBe(true);
  });
});
