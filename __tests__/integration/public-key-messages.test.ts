/** Messages under public keys, against KMS and the official implementation of the AWS KMS RSA keyring. */
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateKeyCommand, type KeySpec } from "@aws-sdk/client-kms";
import { ensureVenv, type Venv } from "../../tools/fetched/python-venv";
import { run } from "../../tools/processes/run";
import { BUILD_MS } from "../helpers/build-time";
import { emulatorEndpoint, testClients } from "../helpers/emulator";
import { sealstack } from "../helpers/processes/cli";
import { useTempDir } from "../helpers/temp-dir";

const INTEROP = join(__dirname, "../../tools/interop");
/** No credentials, and nobody to ask. */
const OFFLINE = { AWS_ENDPOINT_URL: "http://127.0.0.1:1" };

describe("messages under the public half of a KMS key", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  let venv: Venv;
  beforeAll(async () => {
    venv = await ensureVenv("kms-rsa", join(INTEROP, "kms-rsa-requirements.txt"), () => {});
  }, BUILD_MS);

  /** A new key, and its public half in the file `pem`. */
  async function keyOf(KeySpec: KeySpec): Promise<string> {
    const command = new CreateKeyCommand({ KeySpec, KeyUsage: "ENCRYPT_DECRYPT" });
    const key = (await testClients().kms.send(command)).KeyMetadata?.Arn ?? "";
    await must("public-key", "--key", key, "--out", path("pem"), "--force");
    return key;
  }

  async function must(...argv: string[]): Promise<string> {
    const { status, stdout, stderr } = await sealstack(argv);
    expect([status, stderr]).toEqual([0, ""]);
    return stdout.toString();
  }

  async function official(action: "encrypt" | "decrypt", key: string, ...rest: string[]): Promise<void> {
    const env = { ...process.env, AWS_ENDPOINT_URL: emulatorEndpoint() };
    const argv = [join(INTEROP, "kms-rsa.py"), action, key, path("pem"), "RSAES_OAEP_SHA_256", ...rest];
    expect(await run(venv.bin("python"), argv, { env })).toMatchObject({ status: 0 });
  }

  async function seal(key: string, ...flags: string[]): Promise<void> {
    const files = ["--in", path("plain"), "--out", path("sealed"), "--force"];
    const argv = ["encrypt", "--public-key", path("pem"), "--key", key, ...files, ...flags];
    const { status, stderr } = await sealstack(argv, { env: OFFLINE });
    expect([status, stderr]).toEqual([0, ""]);
  }

  it.each<[KeySpec, string[]]>([
    ["RSA_2048", []],
    ["RSA_3072", ["tier=prod"]],
    ["RSA_4096", ["b=2", "a=1", `ключ=${"значение".repeat(50)}`, "A=3"]],
  ])("of %s open in both implementations, whichever made them", async (spec, pairs) => {
    const key = await keyOf(spec);
    const plaintext = randomBytes(1_100_003);
    writeFileSync(path("plain"), plaintext);
    const context = pairs.flatMap((one) => ["--context", one]);
    await seal(key, ...context);
    await official("decrypt", key, path("sealed"), path("opened"), ...pairs);
    expect(readFileSync(path("opened")).equals(plaintext)).toBe(true);
    const files = ["--in", path("sealed"), "--out", path("again"), "--force"];
    expect(await must("decrypt", "--key", key, ...context, ...files)).toContain(
      "whoever has that can have made it",
    );
    expect(readFileSync(path("again")).equals(plaintext)).toBe(true);
    await official("encrypt", key, path("plain"), path("sealed"), ...pairs);
    await must("decrypt", "--key", key, ...context, ...files);
    expect(readFileSync(path("again")).equals(plaintext)).toBe(true);
  });

  it("open neither with another context nor with another key, and nothing is written", async () => {
    const key = await keyOf("RSA_2048");
    writeFileSync(path("plain"), "text");
    await seal(key, "--context", "tier=prod");
    const other = await keyOf("RSA_2048");
    const refused = ["decrypt", "--in", path("sealed"), "--out", path("opened")];
    for (const [flags, status] of [
      [["--key", key, "--context", "tier=test"], 6],
      [["--key", key], 6],
      [["--key", other, "--context", "tier=prod"], 7],
    ] as const) {
      const ran = await sealstack([...refused, ...flags]);
      expect([ran.status, ran.stdout.length]).toEqual([status, 0]);
    }
    const changed = readFileSync(path("sealed")).toString("latin1").replace("prod", "test");
    writeFileSync(path("sealed"), changed, "latin1");
    const ran = await sealstack([...refused, "--key", key, "--any-context"]);
    expect([ran.status, ran.stderr]).toEqual([5, expect.stringContaining("another encryption context")]);
    expect(() => readFileSync(path("opened"))).toThrow("ENOENT");
  });
});
