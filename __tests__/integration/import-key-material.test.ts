import { createHmac, createPublicKey, generateKeyPairSync, randomBytes, verify } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateKeyCommand,
  DecryptCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  type KeySpec,
  type KeyUsageType,
  ReplicateKeyCommand,
  SignCommand,
} from "@aws-sdk/client-kms";
import { testClients } from "../helpers/emulator";
import { sealstack } from "../helpers/processes/cli";
import { useTempDir } from "../helpers/temp-dir";

/** LocalStack unwraps and uses what is imported; it neither refuses other material nor lets material expire. */
describe("import-key-material with KMS", () => {
  const dir = useTempDir();
  const { kms, kmsIn } = testClients();

  async function externalKey(KeySpec: KeySpec, KeyUsage: KeyUsageType, MultiRegion = false): Promise<string> {
    const command = new CreateKeyCommand({ Origin: "EXTERNAL", KeySpec, KeyUsage, MultiRegion });
    return (await kms.send(command)).KeyMetadata?.Arn ?? "";
  }

  async function imported(material: Buffer, ...flags: string[]): Promise<void> {
    const file = join(dir(), "material");
    writeFileSync(file, material, { mode: 0o600 });
    const { status, stderr } = await sealstack(["import-key-material", "--in", file, ...flags]);
    expect([status, stderr]).toEqual([0, ""]);
  }

  it("gives a symmetric key material that messages are encrypted under, and the same again after it was deleted", async () => {
    const key = await externalKey("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
    const material = randomBytes(32);
    await imported(material, "--key", key);

    const message = await sealstack(["encrypt", "--key", key], { stdin: Buffer.from("plaintext") });
    const direct = await kms.send(new EncryptCommand({ KeyId: key, Plaintext: Buffer.from("direct") }));
    await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId: key }));
    expect((await sealstack(["decrypt", "--key", key], { stdin: message.stdout })).status).toBe(7);

    await imported(
      material,
      "--key",
      key,
      "--valid-to",
      new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, ""),
    );
    const opened = await sealstack(["decrypt", "--key", key], { stdin: message.stdout });
    expect(opened.stdout.toString()).toBe("plaintext");
    const { Plaintext } = await kms.send(
      new DecryptCommand({ CiphertextBlob: direct.CiphertextBlob, KeyId: key }),
    );
    expect(Buffer.from(Plaintext ?? []).toString()).toBe("direct");
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: key }));
    expect(KeyMetadata).toMatchObject({ KeyState: "Enabled", ExpirationModel: "KEY_MATERIAL_EXPIRES" });
  });

  it("gives an HMAC key material that makes the same MACs as here", async () => {
    const key = await externalKey("HMAC_256", "GENERATE_VERIFY_MAC");
    const material = randomBytes(40);
    await imported(material, "--key", key);
    const { Mac } = await kms.send(
      new GenerateMacCommand({ KeyId: key, MacAlgorithm: "HMAC_SHA_256", Message: Buffer.from("message") }),
    );
    const expected = createHmac("sha256", material).update("message").digest();
    expect(Buffer.from(Mac ?? [])).toEqual(expected);
  });

  it.each([
    ["RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256", () => generateKeyPairSync("rsa", { modulusLength: 2048 })],
    ["ECC_NIST_P521", "ECDSA_SHA_512", () => generateKeyPairSync("ec", { namedCurve: "P-521" })],
  ] as const)(
    "gives a key of spec %s a private key, whose signatures its public key verifies",
    async (spec, SigningAlgorithm, make) => {
      const key = await externalKey(spec, "SIGN_VERIFY");
      const { publicKey, privateKey } = make();
      await imported(Buffer.from(privateKey.export({ format: "pem", type: "pkcs8" })), "--key", key);
      const got = await kms.send(new GetPublicKeyCommand({ KeyId: key }));
      const shown = createPublicKey({ key: Buffer.from(got.PublicKey ?? []), format: "der", type: "spki" });
      expect(shown.equals(publicKey)).toBe(true);
      const message = Buffer.from("message");
      const { Signature } = await kms.send(
        new SignCommand({ KeyId: key, Message: message, SigningAlgorithm }),
      );
      const hash = SigningAlgorithm.endsWith("512") ? "sha512" : "sha256";
      expect(verify(hash, message, publicKey, Signature ?? Buffer.alloc(0))).toBe(true);
    },
  );

  it("gives the primary and a replica in another region the same material", async () => {
    const primary = await externalKey("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", true);
    const { ReplicaKeyMetadata } = await kms.send(
      new ReplicateKeyCommand({ KeyId: primary, ReplicaRegion: "eu-west-1" }),
    );
    const replica = ReplicaKeyMetadata?.Arn ?? "";
    expect(replica).toContain(":eu-west-1:");
    await imported(randomBytes(32), "--key", replica, "--key", primary, "--new-material");
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: primary, Plaintext: Buffer.from("here") }),
    );
    const { Plaintext } = await kmsIn("eu-west-1").send(
      new DecryptCommand({ KeyId: replica, CiphertextBlob }),
    );
    expect(Buffer.from(Plaintext ?? []).toString()).toBe("here");
  });

  it("fails on a key with KMS's own material, and on one that does not exist", async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const own = await sealstack(["import-key-material", "--key", KeyMetadata?.Arn ?? ""], {
      stdin: randomBytes(32),
    });
    expect([own.status, own.stderr]).toEqual([7, expect.stringContaining("must be EXTERNAL, got AWS_KMS")]);
    const none = await sealstack(["import-key-material", "--key", "alias/none"], { stdin: randomBytes(32) });
    expect([none.status, none.stderr]).toEqual([7, expect.stringContaining("does not exist")]);
  });
});
