/** Replies that KMS never gives, to the plugin: refused, told in health, and not a word of them in answers and logs. */
import { randomBytes } from "node:crypto";
import { status } from "@grpc/grpc-js";
import { eventually } from "../../helpers/eventually";
import { startPlugin, stopPluginsAfterEach } from "../../helpers/kms-plugin/kms-plugin-in-process";
import {
  type FakeKey,
  type KmsEndpoint,
  type KmsFate,
  kmsEndpoint,
} from "../../helpers/servers/kms-endpoint";

const DEK = randomBytes(32);
const SECRET = randomBytes(32).toString("base64");
const base64 = (length: number): string => randomBytes(length).toString("base64");

type Case = readonly [what: string, operation: string, fate: KmsFate];
const reply = (wrong: Readonly<Record<string, unknown>>): KmsFate => ({
  reply: (good) => ({ ...good, ...wrong }),
});
const raw = (text: string): KmsFate => ({
  raw: (outgoing) => outgoing.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(text),
});
const OTHER = "arn:aws:kms:eu-central-1:111122223333:key/other";

describe("kms-plugin before a KMS that answers something else", () => {
  let kms: KmsEndpoint;
  let key: FakeKey;
  beforeEach(async () => {
    kms = await kmsEndpoint();
    key = kms.createKey();
  });
  stopPluginsAfterEach();
  afterEach(() => kms.close());

  const on = (operation: string, fate: KmsFate): void => {
    kms.decide = (request) => (request.operation === operation ? fate : "pass");
  };
  const NO_CACHE = { maxEntries: 0, ttlSeconds: 0 };
  /** Checks are far apart: what is seen is what requests saw. */
  const start = (changes = {}) =>
    startPlugin(kms.url, {
      keys: [{ key: key.arn }],
      cache: NO_CACHE,
      probeIntervalSeconds: 3_600,
      ...changes,
    });
  const bad = { code: status.UNAVAILABLE, details: expect.stringContaining("BadReplyError") };

  it.each<Case>([
    ["another key", "Encrypt", reply({ KeyId: OTHER })],
    ["no key", "Encrypt", reply({ KeyId: undefined })],
    ["no ciphertext", "Encrypt", reply({ CiphertextBlob: undefined })],
    ["an empty ciphertext", "Encrypt", reply({ CiphertextBlob: "" })],
    ["a ciphertext that is too long", "Encrypt", reply({ CiphertextBlob: base64(6_145) })],
    ["a list for a ciphertext", "Encrypt", reply({ CiphertextBlob: [1] })],
    ["another key", "Decrypt", reply({ KeyId: OTHER })],
    ["no plaintext", "Decrypt", reply({ Plaintext: undefined })],
    ["an empty plaintext", "Decrypt", reply({ Plaintext: "" })],
    ["a plaintext that is too long", "Decrypt", reply({ Plaintext: base64(4_097) })],
    ["an id of key material that is none", "Decrypt", reply({ KeyMaterialId: "x" })],
    ["what cannot be read", "Encrypt", raw(`{"CiphertextBlob":"${SECRET}`)],
    ["what cannot be read", "Decrypt", raw(`{"Plaintext":"${SECRET}`)],
    ["the plaintext alone", "Decrypt", raw(SECRET)],
  ])("refuses %s from %s, and is unhealthy until it is well again", async (_what, operation, fate) => {
    const { v2, http, log } = await start();
    const sealed = await v2.encrypt(DEK);
    await eventually(async () => (await v2.status()).healthz === "ok");
    on(operation, fate);
    const call = () => (operation === "Encrypt" ? v2.encrypt(DEK) : v2.decrypt(sealed));
    await expect(call()).rejects.toMatchObject(bad);
    expect((await v2.status()).healthz).toContain("BadReplyError");
    expect(await http("/healthz")).toMatchObject({ status: 503 });
    expect(JSON.stringify(log)).not.toContain(SECRET.slice(0, 6));
    kms.decide = () => "pass";
    await call();
    expect((await v2.status()).healthz).toBe("ok");
  });

  it.each<Case>([
    ["another key", "Encrypt", reply({ KeyId: OTHER })],
    ["another key", "Decrypt", reply({ KeyId: OTHER })],
    ["another plaintext", "Decrypt", reply({ Plaintext: base64(32) })],
    ["what cannot be read", "Decrypt", raw(`{"Plaintext":"${SECRET}`)],
  ])("does not take %s from %s for its own at start", async (_what, operation, fate) => {
    on(operation, fate);
    const { v2, http, log } = await start({ debug: true });
    await expect(v2.status()).rejects.toMatchObject({ code: status.UNAVAILABLE });
    expect(await http("/readyz")).toMatchObject({
      status: 503,
      text: expect.stringContaining("BadReplyError"),
    });
    expect(log).toContainEqual(
      expect.objectContaining({ error: "BadReplyError", hint: expect.stringContaining("--kms-endpoint") }),
    );
    expect(JSON.stringify(log)).not.toContain(SECRET.slice(0, 6));
  });

  it("counts what a key of 'previous' is answered with", async () => {
    const before = kms.createKey();
    const old = await start({ keys: [{ key: before.arn }] });
    const sealed = await old.v2.encrypt(DEK);
    await old.stop();
    const { v2 } = await start({ keys: [{ key: key.arn, previous: [before.arn] }] });
    await eventually(async () => (await v2.status()).healthz === "ok");
    on("Decrypt", reply({ KeyId: key.arn }));
    await expect(v2.decrypt(sealed)).rejects.toMatchObject(bad);
    expect((await v2.status()).healthz).toContain("BadReplyError");
  });

  it.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ["an alias of another key", { Aliases: [{ AliasName: "alias/x", TargetKeyId: "other" }] }],
    ["a date that is none", { Aliases: [{ AliasName: "alias/a", LastUpdatedDate: "soon" }] }],
    ["more, and not where", { Aliases: [], Truncated: true }],
    ["page after page", { Aliases: [], Truncated: true, NextMarker: "again" }],
    ["no list", { Aliases: "alias/a" }],
    ["an alias without a name", { Aliases: [{}] }],
  ])("refuses %s from ListAliases", async (_what, wrong) => {
    kms.alias("alias/a", key);
    on("ListAliases", { reply: () => wrong });
    const { http } = await start({ keys: [{ key: "alias/a" }] });
    await eventually(async () => (await http("/readyz")).text.includes("BadReplyError"));
    expect(kms.count("ListAliases")).toBeLessThan(30);
  });
});
