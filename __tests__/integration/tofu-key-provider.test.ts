/** OpenTofu encrypts its states and plans with keys that `sealstack tofu-key-provider` gets from KMS: the real program, against the emulator's KMS. */
import { createDecipheriv } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateKeyCommand, DecryptCommand, ReplicateKeyCommand } from "@aws-sdk/client-kms";
import { testClients } from "../helpers/emulator";
import { sealstack } from "../helpers/processes/cli";
import { withoutRegion } from "../helpers/processes/without-region";
import { useTempDir } from "../helpers/temp-dir";
import { SECRET, type Tofu, useTofu } from "../helpers/tofu";

const [FIRST, SECOND] = ["eu-central-1", "eu-west-1"];
const STATE = "network/terraform.tfstate";
const { kms } = testClients();

async function newKey(MultiRegion = false): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ MultiRegion }));
  return KeyMetadata?.Arn ?? "";
}

/** What the command prints: the very text that people copy. */
async function printed(...flags: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await sealstack(
    ["tofu-key-provider", "print", "--block", "encryption", "--state", STATE, ...flags],
    { env: {} },
  );
  expect([status, stderr]).toEqual([0, ""]);
  return stdout.toString();
}

async function succeeds(tofu: Tofu, argv: readonly string[], env?: Readonly<Record<string, string>>) {
  const { status, text } = await tofu.run(argv, env);
  expect([status, status === 0 ? "" : text]).toEqual([0, ""]);
  return text;
}

/** What stands beside the encrypted state, in clear. */
function metadataIn(stateFile: string): Record<string, unknown> {
  const { meta } = JSON.parse(stateFile) as { meta: Record<string, string> };
  const [text = ""] = Object.values(meta);
  const { external_data: data } = JSON.parse(Buffer.from(text, "base64").toString()) as {
    external_data: Record<string, unknown>;
  };
  return data;
}

describe("tofu-key-provider, run by OpenTofu", () => {
  const dir = useTempDir();
  const tofuIn = useTofu();

  it("encrypts states and plans, reads them back, and tells a wrong key and a foreign state", async () => {
    const [key, other] = [await newKey(), await newKey()];
    const tofu = tofuIn(dir());
    tofu.encryption(await printed("--key", key));
    await succeeds(tofu, ["init"]);
    await succeeds(tofu, ["plan", "-out=plan"]);
    expect(readFileSync(join(tofu.dir, "plan")).includes("PK\x03\x04")).toBe(false);
    await succeeds(tofu, ["apply", "plan"]);
    expect(await succeeds(tofu, ["output", "-raw", "secret"])).toBe(SECRET);

    const written = tofu.stateFile();
    expect(written).not.toContain(SECRET);
    expect(JSON.parse(written)).toMatchObject({ encryption_version: "v0" });
    const metadata = metadataIn(written);
    expect(metadata).toMatchObject({ key, context_keys: ["sealstack:purpose", "sealstack:state"] });
    expect(JSON.stringify(metadata)).not.toContain(STATE);
    // By hand, as docs/state.md has it.
    const { Plaintext } = await kms.send(
      new DecryptCommand({
        KeyId: key,
        CiphertextBlob: Buffer.from(String(metadata.wrapped_key), "base64"),
        EncryptionContext: { "sealstack:purpose": "state", "sealstack:state": STATE },
      }),
    );
    const data = Buffer.from((JSON.parse(written) as { encrypted_data: string }).encrypted_data, "base64");
    const decipher = createDecipheriv("aes-256-gcm", Plaintext ?? "", data.subarray(0, 12));
    decipher.setAuthTag(data.subarray(-16));
    expect(`${decipher.update(data.subarray(12, -16))}${decipher.final()}`).toContain(SECRET);

    tofu.encryption(await printed("--key", other));
    const wrong = await tofu.run(["plan"]);
    expect(wrong.status).toBe(1);
    expect(wrong.text).toContain("which is not among the given keys");
    tofu.encryption((await printed("--key", key)).replace(STATE, "shop/terraform.tfstate"));
    const foreign = await tofu.run(["plan"]);
    expect(foreign.status).toBe(1);
    expect(foreign.text).toContain("cannot decrypt the data key");
    expect(tofu.stateFile()).toBe(written);
  });

  it("moves a state to another key through fallback, and one that is not encrypted yet", async () => {
    const [old, next] = [await newKey(), await newKey()];
    const tofu = tofuIn(dir());
    await succeeds(tofu, ["init"]);
    await succeeds(tofu, ["apply", "-auto-approve"]);
    expect(tofu.stateFile()).toContain(SECRET);

    const block = await printed("--key", old);
    const migrating = `    method "unencrypted" "before" {}\n    state {\n      fallback {\n        method = method.unencrypted.before\n      }`;
    tofu.encryption(
      block.replace("    state {", migrating).replace(/(state \{[\s\S]*?)\n *enforced = true/, "$1"),
    );
    await succeeds(tofu, ["apply", "-auto-approve"]);
    expect(metadataIn(tofu.stateFile()).key).toBe(old);

    const provider = /key_provider "external" "state" \{[\s\S]*?\n {4}\}/.exec(block)?.[0] ?? "";
    const before = `    ${provider.replace('"state"', '"before"')}\n    method "aes_gcm" "before" {\n      keys = key_provider.external.before\n    }\n`;
    // The new one gets another name: the name decides whose metadata a key provider gets.
    const renamed = (await printed("--key", next))
      .replaceAll('"external" "state"', '"external" "next"')
      .replaceAll("key_provider.external.state", "key_provider.external.next");
    const rotating = renamed.replace(
      "    state {",
      `${before.replaceAll("before", "state").replace('"aes_gcm" "state"', '"aes_gcm" "before"')}    state {\n      fallback {\n        method = method.aes_gcm.before\n      }`,
    );
    tofu.encryption(rotating);
    expect(await succeeds(tofu, ["output", "-raw", "secret"])).toBe(SECRET);
    await succeeds(tofu, ["apply", "-auto-approve"]);
    expect(metadataIn(tofu.stateFile()).key).toBe(next);
    tofu.encryption(renamed);
    expect(await succeeds(tofu, ["output", "-raw", "secret"])).toBe(SECRET);
    expect(tofu.stateFile()).not.toContain(SECRET);
  });

  it("takes up a new key in one place, beside the old one", async () => {
    const [old, next] = [await newKey(), await newKey()];
    const tofu = tofuIn(dir());
    tofu.encryption(await printed("--key", old));
    await succeeds(tofu, ["init"]);
    await succeeds(tofu, ["apply", "-auto-approve"]);
    const both = (await printed("--key", next)).replace(`"${next}"`, `"${next}", "--key", "${old}"`);
    tofu.encryption(both);
    await succeeds(tofu, ["apply", "-auto-approve"]);
    expect(metadataIn(tofu.stateFile()).key).toBe(next);
    tofu.encryption(await printed("--key", next));
    expect(await succeeds(tofu, ["output", "-raw", "secret"])).toBe(SECRET);
    expect(await succeeds(tofu, ["state", "pull"])).toContain(SECRET);
  });

  it("reads and writes with the second region's replica when the first does not answer", async () => {
    const key = await newKey(true);
    await kms.send(new ReplicateKeyCommand({ KeyId: key, ReplicaRegion: SECOND }));
    const tofu = tofuIn(dir());
    tofu.encryption(await printed("--key", key, "--fallback-region", SECOND));
    await succeeds(tofu, ["init"]);
    await succeeds(tofu, ["apply", "-auto-approve"]);
    expect(metadataIn(tofu.stateFile()).key).toBe(key);

    const region = await withoutRegion(FIRST);
    try {
      const env = { AWS_ENDPOINT_URL: region.url };
      await succeeds(tofu, ["apply", "-auto-approve", "-replace=terraform_data.secret"], env);
      expect(metadataIn(tofu.stateFile()).key).toBe(key.replace(FIRST, SECOND));
      expect(region.refused.length).toBeGreaterThan(0);
    } finally {
      await region.close();
    }
    // The first region is back, and opens what the second one has written.
    expect(await succeeds(tofu, ["output", "-raw", "secret"])).toBe(SECRET);
  });

  it("prints a block for OpenTofu's own aws_kms, which works as it stands", async () => {
    const key = await newKey();
    const tofu = tofuIn(dir());
    tofu.encryption(await printed("--key", key, "--key-provider", "aws_kms"));
    await succeeds(tofu, ["init"]);
    await succeeds(tofu, ["apply", "-auto-approve"]);
    expect(tofu.stateFile()).not.toContain(SECRET);
    expect(await succeeds(tofu, ["output", "-raw", "secret"])).toBe(SECRET);
  });
});
