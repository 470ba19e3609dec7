import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateKeyCommand, type KeySpec, type KeyUsageType } from "@aws-sdk/client-kms";
import { testClients } from "../helpers/emulator";
import { type RunOptions, sealstack } from "../helpers/processes/cli";
import { useTempDir } from "../helpers/temp-dir";

const NOWHERE = { AWS_REGION: "eu-central-1", AWS_ENDPOINT_URL: "http://127.0.0.1:1" };

describe("signatures with KMS", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  const { kms } = testClients();

  async function keyOf(KeySpec: KeySpec, KeyUsage: KeyUsageType = "SIGN_VERIFY"): Promise<string> {
    return (await kms.send(new CreateKeyCommand({ KeySpec, KeyUsage }))).KeyMetadata?.Arn ?? "";
  }

  async function must(argv: readonly string[], options: RunOptions = {}): Promise<string> {
    const { status, stdout, stderr } = await sealstack(argv, options);
    expect([status, stderr]).toEqual([0, ""]);
    return stdout.toString();
  }

  /** A message of more bytes than KMS takes, its signature, and the public key. */
  async function signed(key: string, ...flags: string[]): Promise<void> {
    writeFileSync(path("message"), randomBytes(10_000));
    await must(["sign", "--key", key, "--in", path("message"), "--out", path("sig"), ...flags]);
    await must(["public-key", "--key", key, "--out", path("pem")]);
  }

  const verify = (...flags: string[]) =>
    sealstack(["verify-signature", "--in", path("message"), "--signature", path("sig"), ...flags]);

  it.each([
    [
      "RSA_2048",
      undefined,
      "RSASSA_PSS_SHA_256",
      ["-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"],
    ],
    ["RSA_2048", "RSASSA_PKCS1_V1_5_SHA_512", "RSASSA_PKCS1_V1_5_SHA_512", ["-sha512"]],
    ["ECC_NIST_P256", undefined, "ECDSA_SHA_256", ["-sha256"]],
    ["ECC_NIST_P384", undefined, "ECDSA_SHA_384", ["-sha384"]],
    ["ECC_SECG_P256K1", undefined, "ECDSA_SHA_256", ["-sha256"]],
  ] as const)(
    "of %s (asked for: %s) verify through KMS, offline, and with openssl",
    async (spec, asked, algorithm, openssl) => {
      const key = await keyOf(spec);
      const flags = asked === undefined ? [] : ["--algorithm", asked];
      await signed(key, ...flags);
      expect(
        await must([
          "verify-signature",
          "--json",
          "--key",
          key,
          "--in",
          path("message"),
          "--signature",
          path("sig"),
          ...flags,
        ]),
      ).toBe(`${JSON.stringify({ valid: true, key, algorithm, throughKms: true })}\n`);
      const offline = [
        "verify-signature",
        "--public-key",
        path("pem"),
        "--in",
        path("message"),
        "--signature",
        path("sig"),
        ...flags,
      ];
      expect(await must(offline, { env: NOWHERE })).toContain(algorithm);
      const checked = execFileSync("openssl", [
        "dgst",
        ...openssl,
        "-verify",
        path("pem"),
        "-signature",
        path("sig"),
        path("message"),
      ]);
      expect(checked.toString()).toBe("Verified OK\n");
    },
  );

  it("of another message, key or algorithm are refused, with a status of their own", async () => {
    const key = await keyOf("RSA_2048");
    await signed(key);
    const other = ["--algorithm", "RSASSA_PSS_SHA_384"];
    for (const flags of [
      ["--key", key, ...other],
      ["--public-key", path("pem"), ...other],
      ["--key", await keyOf("RSA_2048")],
    ]) {
      const { status, stderr } = await verify(...flags);
      expect([status, stderr]).toEqual([5, expect.stringContaining("is no signature of")]);
    }
    writeFileSync(path("message"), "another");
    expect((await verify("--key", key)).status).toBe(5);
    expect((await verify("--public-key", path("pem"))).status).toBe(5);
  });

  it("are refused for what the key cannot do, naming what it can", async () => {
    const key = await keyOf("ECC_NIST_P256");
    writeFileSync(path("message"), "x");
    const sign = (...flags: string[]) =>
      sealstack(["sign", "--in", path("message"), "--out", path("none"), ...flags]);
    const wrong = await sign("--key", key, "--algorithm", "RSASSA_PSS_SHA_256");
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining("allowed: ECDSA_SHA_256")]);
    const encrypts = await sign("--key", await keyOf("RSA_2048", "ENCRYPT_DECRYPT"));
    expect([encrypts.status, encrypts.stderr]).toEqual([7, expect.stringContaining("ENCRYPT_DECRYPT")]);
    expect((await sign("--key", key, "--key", key)).status).toBe(2);
    expect((await sign()).status).toBe(2);
    expect(() => readFileSync(path("none"))).toThrow("ENOENT");
  });

  it("do not replace a file, nor take a private key or an empty file for what was asked", async () => {
    const key = await keyOf("ECC_NIST_P256");
    await signed(key);
    const again = await sealstack(["sign", "--key", key, "--in", path("message"), "--out", path("sig")]);
    expect(again.status).toBe(4);
    execFileSync("openssl", ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path("private")]);
    const { status, stderr } = await verify("--public-key", path("private"));
    expect([status, stderr]).toEqual([3, expect.stringContaining("holds no public key")]);
    writeFileSync(path("sig"), "");
    expect((await verify("--public-key", path("pem"))).status).toBe(3);
  });

  it("come by pipes, too", async () => {
    const key = await keyOf("ECC_NIST_P256");
    const signature = await sealstack(["sign", "--key", key], { stdin: Buffer.from("message") });
    expect([signature.status, signature.stderr]).toEqual([0, expect.stringContaining("signed -")]);
    const pem = await sealstack(["public-key", "--key", key]);
    writeFileSync(path("sig"), signature.stdout);
    writeFileSync(path("pem"), pem.stdout);
    const openssl = ["dgst", "-sha256", "-verify", path("pem"), "-signature", path("sig")];
    expect(spawnSync("openssl", openssl, { input: "message" }).status).toBe(0);
  });
});

describe("message authentication codes of KMS", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  const { kms } = testClients();

  async function hmacKey(): Promise<string> {
    const command = new CreateKeyCommand({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" });
    return (await kms.send(command)).KeyMetadata?.Arn ?? "";
  }

  it("verify, and refuse another message or key", async () => {
    const key = await hmacKey();
    writeFileSync(path("message"), randomBytes(4096));
    const made = await sealstack(["mac", "--key", key, "--in", path("message"), "--out", path("mac")]);
    expect([made.status, made.stderr, readFileSync(path("mac")).length]).toEqual([0, "", 32]);
    const verify = (by: string) =>
      sealstack(["verify-mac", "--key", by, "--in", path("message"), "--mac", path("mac")]);
    expect((await verify(key)).status).toBe(0);
    expect((await verify(await hmacKey())).status).toBe(5);
    writeFileSync(path("message"), "another");
    expect((await verify(key)).status).toBe(5);
  });

  it("are refused for messages that KMS does not take, and keys that make none", async () => {
    const key = await hmacKey();
    const long = await sealstack(["mac", "--key", key, "--out", path("mac")], { stdin: randomBytes(4097) });
    expect([long.status, long.stderr]).toEqual([3, expect.stringContaining("longer than 4096 bytes")]);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const other = await sealstack(["mac", "--key", KeyMetadata?.Arn ?? ""], { stdin: Buffer.from("x") });
    expect([other.status, other.stderr]).toEqual([7, expect.stringContaining("an HMAC key is needed")]);
  });
});
