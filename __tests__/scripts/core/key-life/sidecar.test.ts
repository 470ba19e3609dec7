/** Sidecars that must be refused, and what comes of each byte that is changed: at most a failure. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { judgeHeader } from "../../../../scripts/core/crypto/kms/judge-header";
import type { KmsCalls } from "../../../../scripts/core/crypto/kms/kms-calls";
import { kmsOpeningKeys } from "../../../../scripts/core/crypto/kms/kms-data-keys";
import { orRewrapped } from "../../../../scripts/core/crypto/kms/rewrapped-keys";
import { openMessage } from "../../../../scripts/core/crypto/messages";
import { parseId } from "../../../../scripts/core/object-key";
import { newerKeys } from "../../../../scripts/core/records/newer-keys";
import { MAX_SIDECAR_BYTES } from "../../../../scripts/core/records/sidecar";
import { OperatorError } from "../../../../scripts/errors";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const VECTORS = JSON.parse(readFileSync(join(__dirname, "../../../../vectors/sidecars.json"), "utf8")) as {
  readonly id: string;
  readonly oldKeyArn: string;
  readonly newKeyArn: string;
  readonly context: Readonly<Record<string, string>>;
  readonly messageBase64: string;
  readonly plaintext: string;
  readonly kms: readonly {
    readonly keyArn: string;
    readonly encryptedDataKey: string;
    readonly dataKeyHex: string;
  }[];
  readonly sidecars: readonly {
    readonly name: string;
    readonly what: string;
    readonly key: string;
    readonly text: string;
    readonly expect: "accept" | "refuse";
    readonly says?: string;
  }[];
};
const VALID = VECTORS.sidecars[0] ?? { key: "", text: "" };
const KEYS = [VECTORS.oldKeyArn, VECTORS.newKeyArn];
const signal = new AbortController().signal;
const name = parseId(VECTORS.id);
if (name === undefined) throw new Error("the vectors have no id");

const never = (): never => {
  throw new Error("only Decrypt is needed");
};

/** KMS that knows what the vectors say, in the message's own context; what it was asked is kept. */
function kmsOf(asked: string[] = []): KmsCalls {
  return {
    generateDataKey: never,
    encrypt: never,
    decryptRsa: never,
    decrypt: async (key, blob, context) => {
      asked.push(key);
      expect(context).toEqual(VECTORS.context);
      const found = VECTORS.kms.find(
        (each) => each.keyArn === key && each.encryptedDataKey === blob.toString("base64"),
      );
      if (found === undefined) throw new OperatorError("notAuthentic", "KMS does not recognise the data key");
      return Buffer.from(found.dataKeyHex, "hex");
    },
  };
}

/** Opens the message by one sidecar and no other way. */
async function openBy(
  key: string,
  text: string | Buffer,
  { keys = KEYS, kms = kmsOf(), store = new MemoryStore() } = {},
): Promise<string> {
  store.objects.set(key, Buffer.from(text));
  const rewrapped = newerKeys(store, name as NonNullable<typeof name>, { only: true, signal });
  const judge = (header: Parameters<typeof judgeHeader>[0]): void =>
    judgeHeader(header, keys, { "sealstack:backup": VECTORS.id }, { rewrapped });
  const flow = openMessage(orRewrapped(kmsOpeningKeys(keys, kms, judge), keys, rewrapped, kms));
  flow.stream.end(Buffer.from(VECTORS.messageBase64, "base64"));
  return (await buffer(flow.stream)).toString();
}

describe("sidecars", () => {
  it.each(VECTORS.sidecars.filter(({ expect: wanted }) => wanted === "accept"))(
    "open: $name, $what",
    async ({ key, text }) => {
      expect(await openBy(key, text)).toBe(VECTORS.plaintext);
    },
  );

  it.each(VECTORS.sidecars.filter(({ expect: wanted }) => wanted === "refuse"))(
    "are refused: $name, $what",
    async ({ key, text, says }) => {
      const failure = await openBy(key, text).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(OperatorError);
      expect((failure as OperatorError).exit).toBe("key");
      expect(String(failure)).toContain(says);
    },
  );

  it("are refused with every byte changed, whatever it becomes", async () => {
    const good = Buffer.from(VALID.text);
    const opened: number[] = [];
    for (let at = 0; at < good.length; at += 1)
      for (const change of [0x01, 0x20, 0x80]) {
        const bad = Buffer.from(good);
        bad.writeUInt8(bad.readUInt8(at) ^ change, at);
        const failure = await openBy(VALID.key, bad).catch((error: unknown) => error);
        if (!(failure instanceof OperatorError)) opened.push(at);
      }
    expect(opened).toEqual([]);
  });

  it("are refused when cut anywhere", async () => {
    for (let length = 0; length < VALID.text.length; length += 1)
      await expect(openBy(VALID.key, VALID.text.slice(0, length))).rejects.toThrow(OperatorError);
  });

  it("never have another key asked than those that were given", async () => {
    const asked: string[] = [];
    const kms = kmsOf(asked);
    await expect(openBy(VALID.key, VALID.text, { keys: [VECTORS.oldKeyArn], kms })).rejects.toThrow(
      "was not given",
    );
    expect(asked).toEqual([]);
  });

  it("do not hide each other: a bad one is named, the next one opens", async () => {
    const store = new MemoryStore();
    for (const [at, text] of [
      ["20261129T000000Z", "{"],
      ["20261130T000000Z", " ".repeat(MAX_SIDECAR_BYTES + 1)],
    ] as const)
      store.objects.set(VALID.key.replace("20261128T120000Z", at), Buffer.from(text));
    store.objects.set(VALID.key.replace(/[^/]+$/, "readme.txt"), Buffer.from("not a record"));
    expect(await openBy(VALID.key, VALID.text, { store })).toBe(VECTORS.plaintext);
  });

  it("cost no more than a few reads, however many somebody has put there", async () => {
    const store = new MemoryStore();
    let reads = 0;
    store.before = (request) => {
      if (request === "get") reads += 1;
    };
    for (let minute = 0; minute < 40; minute += 1)
      store.objects.set(
        VALID.key.replace("T120000", `T13${String(minute).padStart(2, "0")}00`),
        Buffer.from("{"),
      );
    await expect(openBy(VALID.key, VALID.text, { store })).rejects.toThrow("31 older sidecars were not read");
    expect(reads).toBe(10);
  });

  it("cannot hide why the backup's own key failed", async () => {
    const store = new MemoryStore();
    store.before = () => {
      throw new OperatorError("accessDenied", "AWS denied the request");
    };
    await expect(openBy(VALID.key, VALID.text, { store })).rejects.toThrow("sidecars cannot be looked for");
  });
});
