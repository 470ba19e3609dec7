/** The contract of runtime KMS, through a real socket, against an endpoint that encrypts for real. */
import { randomBytes } from "node:crypto";
import { status } from "@grpc/grpc-js";
import { startPlugin, stopPluginsAfterEach } from "../../helpers/kms-plugin/kms-plugin-in-process";
import { type FakeKey, type KmsEndpoint, kmsEndpoint } from "../../helpers/servers/kms-endpoint";

const DEK = randomBytes(32);

describe("kms-plugin", () => {
  let kms: KmsEndpoint;
  let key: FakeKey;
  beforeEach(async () => {
    kms = await kmsEndpoint();
    key = kms.createKey();
  });
  stopPluginsAfterEach();
  afterEach(() => kms.close());

  const start = (changes = {}) => startPlugin(kms.url, { keys: [{ key: key.arn }], ...changes });

  it("serves v1 and v2 on one socket, with ciphertexts that both open", async () => {
    const { v1, v2 } = await start();
    expect(await v1.version()).toEqual({
      version: "v1beta1",
      runtimeName: "AWSKMS",
      runtimeVersion: "1.2.3",
    });
    const old = await v1.encrypt(DEK);
    const { ciphertext, keyId } = await v2.encrypt(DEK);
    expect([old[0], ciphertext[0]]).toEqual([0x31, 0x31]); // '1', as aws-encryption-provider writes
    expect(ciphertext).toHaveLength(1 + 184);
    expect(await v1.decrypt(ciphertext)).toEqual(DEK);
    expect(await v2.decrypt({ ciphertext: old, keyId })).toEqual(DEK);
    expect(await v1.decrypt(old.subarray(1))).toEqual(DEK); // written before there was a prefix
  });

  it("answers Status and Encrypt with one key_id, and takes the reference's for Decrypt", async () => {
    const { v2 } = await start();
    const { keyId, version, healthz } = await v2.status();
    expect({ version, healthz }).toEqual({ version: "v2", healthz: "ok" });
    const sealed = await v2.encrypt(DEK);
    expect(sealed.keyId).toBe(keyId);
    expect(await v2.decrypt({ ...sealed, keyId: key.arn })).toEqual(DEK);
  });

  it("says v2beta1 to an apiserver that knows the reference", async () => {
    const { v2 } = await start({ kmsV2Version: "v2beta1" });
    expect((await v2.status()).version).toBe("v2beta1");
  });

  it("gives different ciphertexts for the same plaintext", async () => {
    const { v2 } = await start();
    expect((await v2.encrypt(DEK)).ciphertext).not.toEqual((await v2.encrypt(DEK)).ciphertext);
  });

  it("fails on what is no request of kube-apiserver's, without asking KMS, and stays healthy", async () => {
    const { v1, v2 } = await start();
    const { ciphertext, keyId } = await v2.encrypt(DEK);
    await v2.status();
    const before = kms.seen.length;
    const bad: readonly (readonly [string, Promise<unknown>, status])[] = [
      ["empty plaintext", v2.encrypt(Buffer.alloc(0)), status.INVALID_ARGUMENT],
      ["plaintext over 1 KiB of ciphertext", v2.encrypt(Buffer.alloc(872)), status.INVALID_ARGUMENT],
      ["plaintext of 4097 bytes", v1.encrypt(Buffer.alloc(4_097)), status.INVALID_ARGUMENT],
      ["empty ciphertext", v2.decrypt({ ciphertext: Buffer.alloc(0), keyId }), status.INVALID_ARGUMENT],
      ["empty ciphertext in v1", v1.decrypt(Buffer.alloc(0)), status.INVALID_ARGUMENT],
      ["prefix alone", v2.decrypt({ ciphertext: Buffer.from("1"), keyId }), status.INVALID_ARGUMENT],
      ["no prefix", v2.decrypt({ ciphertext: ciphertext.subarray(1), keyId }), status.INVALID_ARGUMENT],
      ["another prefix", v2.decrypt({ ciphertext: Buffer.from("2abc"), keyId }), status.INVALID_ARGUMENT],
      ["1 MiB", v2.decrypt({ ciphertext: Buffer.alloc(1 << 20, "1"), keyId }), status.INVALID_ARGUMENT],
      ["5 MiB", v2.decrypt({ ciphertext: Buffer.alloc(5 << 20, "1"), keyId }), status.RESOURCE_EXHAUSTED],
      ["empty key_id", v2.decrypt({ ciphertext, keyId: "" }), status.FAILED_PRECONDITION],
      ["unknown key_id", v2.decrypt({ ciphertext, keyId: "x".repeat(1_024) }), status.FAILED_PRECONDITION],
      ["long key_id", v2.decrypt({ ciphertext, keyId: "x".repeat(1_025) }), status.FAILED_PRECONDITION],
      [
        "id of another key",
        v2.decrypt({ ciphertext, keyId: keyId.replace(/:[0-9a-f]{4}/, ":0000") }),
        status.FAILED_PRECONDITION,
      ],
      [
        "annotations",
        v2.decrypt({ ciphertext, keyId, annotations: { "a.example": Buffer.from("x") } }),
        status.INVALID_ARGUMENT,
      ],
    ];
    for (const [what, answer, code] of bad)
      await expect(
        answer.then(
          () => "accepted",
          (e) => ({ what, code: e.code }),
        ),
      ).resolves.toEqual({ what, code });
    expect(kms.seen).toHaveLength(before);
    expect((await v2.status()).healthz).toBe("ok");
    expect(await v2.decrypt({ ciphertext, keyId })).toEqual(DEK);
  });

  it("fails on a damaged ciphertext without a word about the key's health", async () => {
    const { v2, http } = await start();
    const { ciphertext, keyId } = await v2.encrypt(DEK);
    ciphertext[ciphertext.length - 1] = (ciphertext.at(-1) ?? 0) ^ 1;
    await expect(v2.decrypt({ ciphertext, keyId })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    expect((await v2.status()).healthz).toBe("ok");
    expect((await http("/metrics")).text).toMatch(
      /status="failure-corruption",operation="decrypt",version="v2"\} 1/,
    );
  });

  it("keeps keys apart: contexts, sockets, and what one may open", async () => {
    const other = kms.createKey();
    const { v2, clients, socket } = await start({
      keys: [
        { key: key.arn, encryptionContext: { cluster: "a" } },
        { key: other.arn, encryptionContext: { cluster: "b" } },
      ],
    });
    const second = clients(socket.replace("1.sock", "2.sock"));
    const sealed = await v2.encrypt(DEK);
    const contexts = [key, other].map(({ arn }) => kms.seen.find(({ body }) => body.KeyId === arn)?.body);
    expect(contexts.map((body) => body?.EncryptionContext)).toEqual([{ cluster: "a" }, { cluster: "b" }]);
    await expect(second.v2.decrypt(sealed)).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
    const { keyId } = await second.v2.status();
    await expect(second.v2.decrypt({ ...sealed, keyId })).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
    await expect(second.v1.decrypt(sealed.ciphertext)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
  });

  it("names the key in every Decrypt, so that it is no oracle for the other keys of its role", async () => {
    const { v1, v2 } = await start();
    await v1.decrypt(await v1.encrypt(DEK));
    await v2.decrypt({ ...(await v2.encrypt(DEK)), keyId: key.arn });
    const named = kms.seen.filter(({ operation }) => operation === "Decrypt").map(({ body }) => body.KeyId);
    expect(new Set(named)).toEqual(new Set([key.arn]));
  });

  it("sends the source of the request", async () => {
    const sourceArn = "arn:aws:eks:eu-central-1:444455556666:cluster/prod";
    const { v2 } = await start({ keys: [{ key: key.arn, sourceArn }] });
    await v2.status();
    expect(kms.seen.at(-1)?.headers).toMatchObject({
      "x-amz-source-arn": sourceArn,
      "x-amz-source-account": "444455556666",
    });
    expect(kms.seen.at(-1)?.headers.authorization).toMatch(/SignedHeaders=[^,]*x-amz-source-arn/);
  });

  it("logs the uid and never what is encrypted", async () => {
    const { v2, log, stop } = await start({ debug: true });
    await v2.encrypt(DEK, "uid-of-encrypt");
    await v2.decrypt({ ciphertext: Buffer.from("1x"), keyId: "x", uid: "uid-of-decrypt" }).catch(() => {});
    await stop();
    expect(log).toContainEqual(expect.objectContaining({ uid: "uid-of-encrypt", method: "Encrypt" }));
    expect(log).toContainEqual(
      expect.objectContaining({ uid: "uid-of-decrypt", level: "warn", code: "FAILED_PRECONDITION" }),
    );
    const text = JSON.stringify(log);
    for (const encoding of ["base64", "hex", "latin1"] as const)
      expect(text).not.toContain(JSON.stringify(DEK.toString(encoding)).slice(1, -1));
  });
});
