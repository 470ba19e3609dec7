import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { judgeHeader } from "../../../../scripts/core/crypto/kms/judge-header";
import { kmsOpeningKeys } from "../../../../scripts/core/crypto/kms/kms-data-keys";
import { unwrapFromRsa, wrapUnderRsa } from "../../../../scripts/core/crypto/kms/rsa-data-keys";
import type { SealingKeys } from "../../../../scripts/core/crypto/message/data-keys";
import { parseHeader, serializeContext } from "../../../../scripts/core/crypto/message/message-header";
import { openMessage, sealMessage } from "../../../../scripts/core/crypto/messages";
import type { EncryptionAlgorithm, OpenOptions } from "../../../../scripts/core/ports";
import { type FakeKms, fakeKms } from "../../../helpers/kms/fake-kms";
import { pass } from "../../../helpers/messages";
import { sealstack } from "../../../helpers/processes/cli";
import { type KmsEndpoint, kmsEndpoint } from "../../../helpers/servers/kms-endpoint";
import { useTempDir } from "../../../helpers/temp-dir";

process.env.AWS_ACCESS_KEY_ID ??= "test";
process.env.AWS_SECRET_ACCESS_KEY ??= "test";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const another = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = (key: KeyObject): string => key.export({ format: "pem", type: "spki" }).toString();
const RSA: EncryptionAlgorithm = "RSAES_OAEP_SHA_256";

describe("sealstack encrypt --public-key", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);

  beforeEach(() => {
    writeFileSync(path("pem"), pem(pair.publicKey));
    writeFileSync(path("plain"), "text");
  });

  /** Without credentials, region and network: an environment with nothing in it, and no services. */
  const encrypt = (flags: readonly string[], file = "pem") =>
    sealstack(
      ["encrypt", "--public-key", path(file), "--in", path("plain"), "--out", path("sealed"), ...flags],
      { env: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" } },
    );

  async function sealed(...flags: string[]): Promise<Buffer> {
    const { status, stderr } = await encrypt(["--key", KEY, "--context", "tier=prod", "--force", ...flags]);
    expect([status, stderr]).toEqual([0, ""]);
    return readFileSync(path("sealed"));
  }

  const opened = (message: Buffer, kms: FakeKms, options: OpenOptions = { rsaAlgorithm: RSA }, key = KEY) =>
    pass(
      openMessage(
        kmsOpeningKeys(
          [key],
          kms,
          (header) => judgeHeader(header, [key], { tier: "prod" }, options),
          options.rsaAlgorithm,
        ),
      ),
      [message],
    );

  it.each<EncryptionAlgorithm>(["RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"])(
    "makes a message that only the private half opens, with %s and no other",
    async (algorithm) => {
      const message = await sealed("--encryption-algorithm", algorithm);
      const kms = fakeKms([], pair.privateKey);
      const { bytes, error } = await opened(message, kms, { rsaAlgorithm: algorithm });
      expect([bytes.toString(), error]).toEqual(["text", undefined]);
      expect(kms.calls).toEqual([`Decrypt ${algorithm} ${KEY}`]);
      const other = algorithm === RSA ? "RSAES_OAEP_SHA_1" : RSA;
      for (const [key, asked] of [
        [pair.privateKey, other],
        [another.privateKey, algorithm],
      ] as const)
        expect((await opened(message, fakeKms([], key), { rsaAlgorithm: asked })).error).toMatchObject({
          exit: "notAuthentic",
        });
    },
  );

  it("makes a new data key each time, and binds it to the context, of which RSA knows nothing", async () => {
    const [one, two] = [await sealed(), await sealed()];
    expect(one.equals(two)).toBe(false);
    const swapped = Buffer.from(one.toString("latin1").replace("prod", "test"), "latin1");
    const header = parseHeader(swapped);
    expect(header?.encryptionContext).toEqual({ tier: "test" });
    const keys = kmsOpeningKeys([KEY], fakeKms([], pair.privateKey), () => {}, RSA);
    expect((await pass(openMessage(keys), [swapped])).error).toMatchObject({
      exit: "notAuthentic",
      message: expect.stringContaining("sealed in another encryption context"),
    });
  });

  it("makes a message that replicas of a multi-Region key open", async () => {
    const of = (region: string) =>
      `arn:aws:kms:${region}:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
    const { status } = await encrypt(["--key", of("eu-central-1"), "--context", "tier=prod"]);
    expect(status).toBe(0);
    const message = readFileSync(path("sealed"));
    const kms = fakeKms([], pair.privateKey);
    expect((await opened(message, kms, { rsaAlgorithm: RSA }, of("eu-west-1"))).bytes.toString()).toBe(
      "text",
    );
  });

  it("makes a message that nothing opens which did not ask for one, such as a restore", async () => {
    const message = await sealed();
    const kms = fakeKms([], pair.privateKey);
    expect((await opened(message, kms, {})).error).toMatchObject({
      exit: "key",
      message: expect.stringContaining("whoever has that can have made it"),
    });
    expect(kms.calls).toEqual([]);
  });

  it("opens a message of KMS's data key and a public one by the first that gives it, and asks RSA only where it is asked for", async () => {
    const symmetric = "arn:aws:kms:eu-central-1:111122223333:key/aaaabbbb-12ab-34cd-56ef-1234567890ab";
    const of = (providerId: string, arn: string, encryptedDataKey: Buffer) => ({
      ...{ providerId, providerInfo: arn, rawInfo: Buffer.from(arn), encryptedDataKey },
    });
    const keys: SealingKeys = {
      generate: async (context, bytes) => {
        const dataKey = randomBytes(bytes);
        const { blob } = await fakeKms().encrypt(symmetric, dataKey, context);
        const wrapped = wrapUnderRsa(pair.publicKey, RSA, dataKey, context);
        return { dataKey, encrypted: [of("aws-kms", symmetric, blob), of("aws-kms-rsa", KEY, wrapped)] };
      },
    };
    const sealing = sealMessage(keys, { context: { tier: "prod" } });
    const { bytes: message } = await pass(sealing, [Buffer.from("text")]);
    const open = (kms: FakeKms, given: readonly string[], options: OpenOptions) =>
      pass(
        openMessage(
          kmsOpeningKeys(
            given,
            kms,
            (header) => judgeHeader(header, given, { tier: "prod" }, options),
            options.rsaAlgorithm,
          ),
        ),
        [message],
      );
    const both = fakeKms([], pair.privateKey);
    expect((await open(both, [KEY, symmetric], { rsaAlgorithm: RSA })).bytes.toString()).toBe("text");
    expect(both.calls).toEqual([`Decrypt ${symmetric}`]);
    const down = fakeKms([symmetric], pair.privateKey);
    expect((await open(down, [KEY, symmetric], { rsaAlgorithm: RSA })).bytes.toString()).toBe("text");
    expect(down.calls).toEqual([`Decrypt ${symmetric}`, `Decrypt ${RSA} ${KEY}`]);
    const unasked = fakeKms([symmetric], pair.privateKey);
    expect((await open(unasked, [KEY, symmetric], {})).error).toMatchObject({ exit: "unavailable" });
    expect(unasked.calls).toEqual([`Decrypt ${symmetric}`]);
  });

  it("refuses a data key of another length, or sealed without the context's digest", () => {
    const context = { tier: "prod" };
    const digest = createHash("sha384").update(serializeContext(context)).digest();
    const unwrap = (...parts: Buffer[]) => unwrapFromRsa(Buffer.concat(parts), context, 32);
    const [key, short] = [randomBytes(32), randomBytes(31)];
    expect(unwrap(digest, key)).toEqual(key);
    for (const parts of [[key], [digest], [digest, short], [digest, key, Buffer.of(0)]])
      expect(() => unwrap(...parts)).toThrow("its data key has another length");
    expect(() => unwrap(Buffer.alloc(48), key)).toThrow("another encryption context");
  });

  it("writes messages of many frames, and of nothing", async () => {
    for (const size of [0, 3_000_003, 17 * 1024 * 1024]) {
      writeFileSync(path("plain"), Buffer.alloc(size, 7));
      const { bytes } = await opened(await sealed(), fakeKms([], pair.privateKey));
      expect(bytes.equals(Buffer.alloc(size, 7))).toBe(true);
    }
  });

  it("takes the key's ARN, and not its alias, from the outputs", async () => {
    const outputs = { stack: { key_arn: KEY, key_alias: "alias/public", region: "eu-central-1" } };
    writeFileSync(path("outputs"), JSON.stringify(outputs));
    const { status, stderr } = await encrypt(["--outputs", path("outputs")]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(parseHeader(readFileSync(path("sealed")))?.encryptedDataKeys).toMatchObject([
      { providerId: "aws-kms-rsa", providerInfo: KEY },
    ]);
  });

  it("is shown by inspect as what anybody can have made", async () => {
    await sealed();
    const { stdout } = await sealstack(["inspect", path("sealed")], { env: {} });
    expect(stdout.toString()).toMatch(/key +aws-kms-rsa arn:aws:kms:.*\n.*whoever has that can have made/);
    const json = await sealstack(["inspect", "--json", path("sealed")], { env: {} });
    expect(JSON.parse(json.stdout.toString())).toMatchObject({ withPublicKey: true, signed: false });
  });

  it.each([
    ["no key", [], 2, /no key is given/],
    ["an alias", ["--key", "alias/public"], 2, /got an alias, which can move/],
    ["an alias's ARN", ["--key", "arn:aws:kms:eu-central-1:111122223333:alias/public"], 2, /an alias/],
    ["a key id", ["--key", "1234abcd-12ab-34cd-56ef-1234567890ab"], 2, /no ARN of a key/],
    ["an ARN of something else", ["--key", "arn:aws:s3:::bucket"], 2, /no ARN of a key/],
    ["an ARN without a region", ["--key", "arn:aws:kms::111122223333:key/1234abcd"], 2, /no ARN of a key/],
    ["two keys", ["--key", KEY, "--key", KEY], 2, /one key is needed.*got 2/],
    ["a signature", ["--key", KEY, "--sign"], 2, /--sign and --public-key exclude each other/],
    ["a passphrase", ["--passphrase-prompt"], 2, /--public-key and a passphrase exclude each other/],
    [
      "an algorithm that KMS has not",
      ["--key", KEY, "--encryption-algorithm", "RSAES_PKCS1_V1_5"],
      2,
      /Allowed choices/,
    ],
  ])("refuses %s and writes nothing", async (_, flags, status, words) => {
    const ran = await encrypt(flags);
    expect([ran.status, ran.stderr]).toEqual([status, expect.stringMatching(words)]);
    expect(readdirSync(dir()).sort()).toEqual(["pem", "plain"]);
  });

  it.each([
    [
      "a private key",
      () => pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
      3,
      /holds no public key but a private one/,
    ],
    [
      "a curve",
      () => pem(generateKeyPairSync("ec", { namedCurve: "prime256v1" }).publicKey),
      7,
      /prime256v1/,
    ],
    ["nothing", () => "", 3, /no bytes/],
    ["too much", () => "x".repeat(20_000), 3, /more than 16384 bytes/],
  ])("refuses a file with %s, shows nothing of it and writes nothing", async (_, text, status, words) => {
    writeFileSync(path("other"), text());
    const ran = await encrypt(["--key", KEY], "other");
    expect([ran.status, ran.stderr]).toEqual([status, expect.stringMatching(words)]);
    expect(ran.stderr).not.toContain("MII");
    expect(readdirSync(dir()).sort()).toEqual(["other", "pem", "plain"]);
  });

  it("refuses a file that is missing, and an algorithm without a public key", async () => {
    expect((await encrypt(["--key", KEY], "missing")).status).toBe(3);
    const argv = ["encrypt", "--key", KEY, "--encryption-algorithm", RSA, "--in", path("plain")];
    const ran = await sealstack(argv, { env: {} });
    expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining("goes with --public-key only")]);
  });
});

describe("sealstack decrypt of such a message", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  let kms: KmsEndpoint;
  beforeAll(async () => {
    kms = await kmsEndpoint();
  });
  afterAll(() => kms.close());

  it.each(["RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"])(
    "tells KMS %s when it is asked for, and no context, which RSA does not have",
    async (algorithm) => {
      kms.decide = () => ({ status: 400, name: "InvalidCiphertextException" });
      writeFileSync(path("pem"), pem(pair.publicKey));
      writeFileSync(path("plain"), "text");
      const at = ["--in", path("plain"), "--out", path("sealed"), "--force"];
      const key = ["--key", KEY, "--encryption-algorithm", algorithm];
      await sealstack(["encrypt", "--public-key", path("pem"), ...key, "--context", "a=b", ...at], {
        env: {},
      });
      const env = { AWS_ENDPOINT_URL: kms.url };
      const from = kms.seen.length;
      const ran = await sealstack(["decrypt", ...key, "--any-context", "--in", path("sealed")], { env });
      expect([ran.status, ran.stderr]).toEqual([5, expect.stringContaining("--encryption-algorithm")]);
      expect(kms.seen.slice(from).map(({ operation, body }) => [operation, body])).toEqual([
        ["Decrypt", { KeyId: KEY, EncryptionAlgorithm: algorithm, CiphertextBlob: expect.any(String) }],
      ]);
    },
  );
});

describe("a message that is signed and sealed with a public key", () => {
  it("is refused before KMS is asked: its signature tells nothing", () => {
    const signature = { curve: "secp384r1", hash: "sha384" } as const;
    const encryptedDataKeys = [{ providerId: "aws-kms-rsa", providerInfo: KEY }];
    const header = { encryptedDataKeys, encryptionContext: {}, suite: { signature } };
    expect(() => judgeHeader(header, [KEY], {}, { rsaAlgorithm: RSA })).toThrow("do not go together");
  });
});
