/** Replies that KMS never gives, through the command line: nothing of them is used, and nothing of them is shown. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ran, sealstack } from "../../../../helpers/processes/cli";
import {
  type FakeKey,
  type KmsEndpoint,
  type KmsFate,
  kmsEndpoint,
} from "../../../../helpers/servers/kms-endpoint";
import { useTempDir } from "../../../../helpers/temp-dir";

process.env.AWS_ACCESS_KEY_ID ??= "test";
process.env.AWS_SECRET_ACCESS_KEY ??= "test";

type Case = readonly [what: string, wrong: Readonly<Record<string, unknown>>];

const STATUS = 15;
const TEXT = Buffer.from("plaintext of a test");
const base64 = (length: number): string => Buffer.alloc(length, 7).toString("base64");

/** A field that is something else. */
const reply = (wrong: Readonly<Record<string, unknown>>): KmsFate => ({
  reply: (good) => ({ ...good, ...wrong }),
});

describe("a reply of KMS that does not fit what was asked", () => {
  const dir = useTempDir();
  let kms: KmsEndpoint;
  let key: FakeKey;
  let other: FakeKey;
  beforeEach(async () => {
    kms = await kmsEndpoint();
    key = kms.createKey();
    other = kms.createKey();
  });
  afterEach(() => kms.close());

  const run = (command: string, ...argv: string[]): Promise<Ran> =>
    sealstack([
      command,
      "--endpoint-url",
      kms.url,
      "--region",
      "eu-central-1",
      "--in",
      join(dir(), "in"),
      ...argv,
    ]);
  const seal = (...keys: string[]): Promise<Ran> => {
    writeFileSync(join(dir(), "in"), TEXT);
    return run("encrypt", ...keys.flatMap((one) => ["--key", one]), "--out", join(dir(), "out"));
  };
  const on = (operation: string, fate: KmsFate): void => {
    kms.decide = (request) => (request.operation === operation ? fate : "pass");
  };
  const refused = ({ status, stderr }: Ran): void => {
    expect({ status, stderr }).toEqual({
      status: STATUS,
      stderr: expect.stringContaining("hint: check the endpoint"),
    });
    expect(readdirSync(dir())).toEqual(["in"]);
  };

  const WRONG_KEYS: readonly (readonly [string, unknown])[] = [
    ["no KeyId", undefined],
    ["a KeyId that is a number", 42],
    ["an alias as KeyId", "arn:aws:kms:eu-central-1:111122223333:alias/a"],
    ["the key of another account", "arn:aws:kms:eu-central-1:999922223333:key/k"],
  ];

  it.each<Case>([
    ...[0, 16, 31, 33, 64].map(
      (length): Case => [`a data key of ${length} bytes`, { Plaintext: base64(length) }],
    ),
    ["no data key", { Plaintext: undefined }],
    ["a data key that is a number", { Plaintext: 5 }],
    ["a data key that is a list", { Plaintext: [1, 2, 3] }],
    ["a data key that is no Base64", { Plaintext: "§§§§" }],
    ["no ciphertext", { CiphertextBlob: undefined }],
    ["an empty ciphertext", { CiphertextBlob: "" }],
    ["a ciphertext of 7,000 bytes", { CiphertextBlob: base64(7_000) }],
    ...WRONG_KEYS.map(([what, KeyId]): Case => [what, { KeyId }]),
  ])("fails for GenerateDataKey with %s", async (_what, wrong) => {
    on("GenerateDataKey", reply(wrong));
    refused(await seal(key.arn));
  });

  it("fails for GenerateDataKey and Encrypt with another key than the ARN that was asked for", async () => {
    on("GenerateDataKey", reply({ KeyId: other.arn }));
    refused(await seal(key.arn));
    on("Encrypt", reply({ KeyId: key.arn }));
    refused(await seal(key.arn, other.arn));
  });

  it("fails for a ciphertext that is the plaintext", async () => {
    on("GenerateDataKey", { reply: (good) => ({ ...good, CiphertextBlob: good.Plaintext }) });
    refused(await seal(key.arn));
  });

  it("takes the key behind an alias, of that region", async () => {
    kms.alias("alias/a", key);
    expect(await seal("alias/a")).toMatchObject({ status: 0 });
    const elsewhere = kms.createKey("eu-west-1");
    kms.alias("alias/b", elsewhere);
    expect(await run("encrypt", "--key", "alias/b", "--out", join(dir(), "b"))).toMatchObject({
      status: STATUS,
    });
  });

  it.each<Case>([
    ...[0, 16, 64].map((length): Case => [`a data key of ${length} bytes`, { Plaintext: base64(length) }]),
    ["no data key", { Plaintext: undefined }],
    ...WRONG_KEYS.map(([what, KeyId]): Case => [what, { KeyId }]),
  ])("fails for Decrypt with %s", async (_what, wrong) => {
    expect(await seal(key.arn)).toMatchObject({ status: 0 });
    writeFileSync(join(dir(), "in"), readFileSync(join(dir(), "out")));
    on("Decrypt", reply(wrong));
    const ran = await run("decrypt", "--key", key.arn, "--out", join(dir(), "opened"));
    expect(ran).toMatchObject({
      status: STATUS,
      stderr: expect.stringContaining("hint: check the endpoint"),
    });
    expect(readdirSync(dir()).sort()).toEqual(["in", "out"]);
  });

  it.each<Case>([
    ["another key", { KeyMetadata: { Arn: "arn:aws:kms:eu-central-1:111122223333:key/other" } }],
    ["no key", {}],
    ["a list", { KeyMetadata: [] }],
  ])("fails for DescribeKey with %s", async (_what, wrong) => {
    const id = key.arn.slice(-36);
    expect(await seal(key.arn)).toMatchObject({ status: 0 });
    writeFileSync(join(dir(), "in"), readFileSync(join(dir(), "out")));
    on("DescribeKey", { reply: () => wrong });
    const ran = await run("decrypt", "--key", id, "--out", join(dir(), "opened"));
    expect(ran).toMatchObject({ status: STATUS });
  });

  describe("that cannot be read", () => {
    const secret = "c2VjcmV0IGRhdGEga2V5IG9mIHRoZSB0ZXN0ISEhISE=";
    const body = (text: string, code = 200): KmsFate => ({
      raw: (outgoing) => outgoing.writeHead(code, { "content-type": "application/x-amz-json-1.1" }).end(text),
    });
    const silent = ({ stderr, stdout }: Ran): void => {
      for (let at = 0; at + 6 <= secret.length; at++) {
        expect(stderr).not.toContain(secret.slice(at, at + 6));
        expect(stdout.toString()).not.toContain(secret.slice(at, at + 6));
      }
    };

    it.each([
      ["cut", `{"Plaintext":"${secret}`],
      ["the key alone", secret],
      ["the key in front", `${secret}{"KeyId":"k"}`],
      ["the key behind", `{"KeyId":"k"}${secret}`],
      ["in other quotes", `{'Plaintext':'${secret}'}`],
      ["a bad escape", `{"Plaintext":"\\q${secret}"}`],
      ["a list", `["${secret}"]`],
      ["a text", `"${secret}"`],
      ["null", "null"],
      ["empty", ""],
      ["of another form", `<html>${secret}</html>`],
      ["an object for bytes", `{"Plaintext":{"x":"${secret}"},"KeyId":"k","CiphertextBlob":"AAAA"}`],
      ["the key as its id", `{"Plaintext":"AAAA","KeyId":"${secret}","CiphertextBlob":"AAAA"}`],
    ])("says so, and nothing of it: %s", async (_what, text) => {
      on("GenerateDataKey", body(text));
      const ran = await seal(key.arn);
      refused(ran);
      silent(ran);
    });

    it.each([
      [400, 14],
      [403, 8],
      [502, 12],
      [503, 12],
    ])("says nothing of what comes with status %i", async (code, status) => {
      on("GenerateDataKey", body(`{"__type":"x","Plaintext":"${secret}`, code));
      const ran = await seal(key.arn);
      expect(ran.status).toBe(status);
      silent(ran);
    });
  });
});
