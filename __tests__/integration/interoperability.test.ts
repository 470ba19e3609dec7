/** Files of sealstack open with the public tools, and theirs with sealstack: the promise that a stranger can restore. */
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureVenv, type Venv } from "../../tools/fetched/python-venv";
import { requireTools } from "../../tools/fetched/system-packages";
import { run } from "../../tools/processes/run";
import { BUILD_MS } from "../helpers/build-time";
import { describeIf } from "../helpers/describe-if";
import { emulatorEndpoint } from "../helpers/emulator";
import { createKey } from "../helpers/kms/test-key";
import { sealstack } from "../helpers/processes/cli";
import { useTempDir } from "../helpers/temp-dir";

/** The last one is long enough for threads. */
const SIZES = [0, 1, 1024 * 1024, 1024 * 1024 + 1, 3_000_003, 20 * 1024 * 1024];

describe("aws-encryption-cli", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  let venv: Venv;
  let key = "";
  beforeAll(async () => {
    const requirements = join(__dirname, "../../tools/interop/requirements.txt");
    venv = await ensureVenv("aws-encryption-cli", requirements, () => {});
    key = await createKey();
  }, BUILD_MS);

  async function awsEncryptionCli(...argv: string[]): Promise<void> {
    return awsEncryptionCliWith(key, ...argv);
  }

  async function awsEncryptionCliWith(wrappingKey: string, ...argv: string[]): Promise<void> {
    const env = { ...process.env, AWS_ENDPOINT_URL: emulatorEndpoint() };
    const common = [
      "--wrapping-keys",
      `key=${wrappingKey}`,
      "--encryption-context",
      "tier=prod",
      "--suppress-metadata",
    ];
    const ran = await run(venv.bin("aws-encryption-cli"), [...argv, ...common], { env });
    expect(ran).toMatchObject({ status: 0 });
  }

  it.each(SIZES)("opens a message of %d bytes that sealstack made", async (size) => {
    const plaintext = randomBytes(size);
    writeFileSync(path("plain"), plaintext);
    const files = ["--in", path("plain"), "--out", path("sealed")];
    const sealed = await sealstack(["encrypt", "--key", key, "--context", "tier=prod", ...files]);
    expect(sealed).toMatchObject({ status: 0 });
    await awsEncryptionCli("--decrypt", "--input", path("sealed"), "--output", path("opened"));
    expect(readFileSync(path("opened")).equals(plaintext)).toBe(true);
  });

  it.each([
    ["signed", ["--sign"]],
    ["with a long unicode context", ["--context", `ключ=${"значение".repeat(50)}`]],
  ])("opens a message that sealstack made %s", async (_what, flags) => {
    writeFileSync(path("plain"), "text");
    const files = ["--in", path("plain"), "--out", path("sealed")];
    const sealed = await sealstack(["encrypt", "--key", key, "--context", "tier=prod", ...flags, ...files]);
    expect(sealed).toMatchObject({ status: 0 });
    await awsEncryptionCli("--decrypt", "--input", path("sealed"), "--output", path("opened"));
    expect(readFileSync(path("opened"), "utf8")).toBe("text");
  });

  it("opens a message of three keys with each of them", async () => {
    const keys = [key, await createKey(), await createKey()];
    writeFileSync(path("plain"), "text");
    const files = ["--in", path("plain"), "--out", path("sealed")];
    const flags = keys.flatMap((one) => ["--key", one]);
    expect(await sealstack(["encrypt", ...flags, "--context", "tier=prod", ...files])).toMatchObject({
      status: 0,
    });
    for (const one of keys) {
      await awsEncryptionCliWith(
        one,
        "--decrypt",
        "--input",
        path("sealed"),
        "--output",
        path(one.slice(-12)),
      );
      expect(readFileSync(path(one.slice(-12)), "utf8")).toBe("text");
    }
  });

  it("makes a message without key commitment, which sealstack opens only with the flag for it", async () => {
    writeFileSync(path("plain"), "text");
    const flags = ["--commitment-policy", "forbid-encrypt-allow-decrypt"];
    const suite = ["--algorithm", "AES_256_GCM_IV12_TAG16_HKDF_SHA256"];
    await awsEncryptionCli(
      "--encrypt",
      "--input",
      path("plain"),
      "--output",
      path("sealed"),
      ...flags,
      ...suite,
    );
    const argv = ["decrypt", "--key", key, "--context", "tier=prod", "--in", path("sealed")];
    const refused = await sealstack(argv);
    expect(refused).toMatchObject({ status: 5, stdout: Buffer.alloc(0) });
    expect(refused.stderr).toMatch(/without key commitment[\s\S]*--allow-non-committing/);
    const opened = await sealstack([...argv, "--allow-non-committing"]);
    expect([opened.status, opened.stdout.toString()]).toEqual([0, "text"]);
  });

  // Its default is a signed suite and frames of 4 KiB.
  it.each([
    ["a signed message", []],
    ["an unsigned message", ["--algorithm", "AES_256_GCM_HKDF_SHA512_COMMIT_KEY"]],
    ["frames of 128 KiB", ["--frame-length", "131072"]],
    ["an unframed body", ["--frame-length", "0"]],
  ])("makes %s that sealstack opens", async (_what, flags) => {
    const plaintext = randomBytes(300_003);
    writeFileSync(path("plain"), plaintext);
    await awsEncryptionCli("--encrypt", "--input", path("plain"), "--output", path("sealed"), ...flags);
    const opened = await sealstack([
      "decrypt",
      "--key",
      key,
      "--context",
      "tier=prod",
      "--in",
      path("sealed"),
    ]);
    expect(opened).toMatchObject({ status: 0 });
    expect(opened.stdout.equals(plaintext)).toBe(true);
  });

  it("makes a signed message that sealstack refuses once its signature is damaged or cut", async () => {
    writeFileSync(path("plain"), "signed");
    await awsEncryptionCli("--encrypt", "--input", path("plain"), "--output", path("sealed"));
    const message = readFileSync(path("sealed"));
    const flipped = Buffer.from(message);
    flipped.writeUInt8(flipped.readUInt8(flipped.length - 5) ^ 1, flipped.length - 5);
    for (const bad of [flipped, message.subarray(0, -1), Buffer.concat([message, Buffer.from("x")])]) {
      const ran = await sealstack(["decrypt", "--key", key, "--context", "tier=prod"], { stdin: bad });
      expect(ran).toMatchObject({ status: 5, stdout: Buffer.alloc(0) });
    }
  });
});

const age = requireTools("age");
describeIf(age.available, age.missing, "age", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  const PASSPHRASE = "correct horse battery staple";

  /** age asks for passphrases on the terminal only, so it gets one. */
  async function runAge(...argv: string[]): Promise<void> {
    const script = join(__dirname, "../helpers/processes/answer-prompts.py");
    const env = { ...process.env, ANSWER: PASSPHRASE };
    expect(await run("python3", [script, "age", ...argv], { env })).toMatchObject({ status: 0 });
  }
  beforeEach(() => writeFileSync(path("passphrase"), `${PASSPHRASE}\n`, { mode: 0o600 }));
  const flags = (): string[] => ["--passphrase-file", path("passphrase")];

  it("opens a passphrase file that sealstack made", async () => {
    const plaintext = randomBytes(200_003);
    const { stdout } = await sealstack(["encrypt", ...flags()], { stdin: plaintext });
    writeFileSync(path("sealed.age"), stdout);
    await runAge("--decrypt", "--output", path("opened"), path("sealed.age"));
    expect(readFileSync(path("opened")).equals(plaintext)).toBe(true);
  }, 180_000);

  it("makes a passphrase file that sealstack opens", async () => {
    const plaintext = randomBytes(200_003);
    writeFileSync(path("plain"), plaintext);
    await runAge("--passphrase", "--output", path("sealed.age"), path("plain"));
    const opened = await sealstack(["decrypt", ...flags(), "--in", path("sealed.age")]);
    expect(opened.stdout.equals(plaintext)).toBe(true);
  }, 180_000);
});
