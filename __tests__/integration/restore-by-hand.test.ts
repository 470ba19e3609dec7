/** docs/restore-by-hand.md, run: its own commands, with the names of a real backup filled in. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DisableKeyCommand } from "@aws-sdk/client-kms";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { differences, treeDigest } from "../../tools/demo/tree-digest";
import { ensureVenv } from "../../tools/fetched/python-venv";
import { makeBucket } from "../helpers/buckets";
import { BUILD_MS } from "../helpers/build-time";
import { emulatorEndpoint, testClients } from "../helpers/emulator";
import { createKey } from "../helpers/kms/test-key";
import { NO_RC } from "../helpers/processes/bash";
import { sealstack } from "../helpers/processes/cli";
import { useTempDir } from "../helpers/temp-dir";

const ROOT = join(__dirname, "../..");

/** The shell block of the document that has a text, without what needs AWS or a package index. */
function documented(text: string, values: Readonly<Record<string, string>>): string {
  const document = readFileSync(join(ROOT, "docs/restore-by-hand.md"), "utf8");
  const blocks = [...document.matchAll(/```\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  const block = blocks.find((each) => each.includes(text)) ?? "";
  const lines = block.split("\n").filter((line) => !/^(pip install|aws s3)/.test(line));
  return Object.entries(values).reduce(
    (script, [name, value]) => script.replaceAll(name, value),
    lines.join("\n"),
  );
}

describe("docs/restore-by-hand.md", () => {
  const dir = useTempDir();

  /** A backup under a key, its message in a file of the folder, and the tools. */
  async function setUp() {
    const requirements = join(ROOT, "tools/interop/requirements.txt");
    const venv = await ensureVenv("aws-encryption-cli", requirements, () => {});
    const key = await createKey();
    const bucket = `by-hand-${Date.now()}`;
    await makeBucket(bucket);
    const source = join(dir(), "source");
    mkdirSync(join(source, "config"), { recursive: true });
    writeFileSync(join(source, "config/ca.json"), "{}");
    writeFileSync(join(source, "ünïcode \\ name"), "odd");
    const flags = ["--key", key, "--bucket", bucket, "--prefix", "step-ca/", "--name", "ca"];
    const made = await sealstack(["backup", "--json", ...flags, source]);
    expect(made).toMatchObject({ status: 0 });
    const { id } = JSON.parse(made.stdout.toString()) as { id: string };
    const file = id.replace("step-ca/", "");
    writeFileSync(join(dir(), file), await read(bucket, id));
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: emulatorEndpoint(),
      PATH: `${join(venv.dir, "bin")}:${process.env.PATH}`,
    };
    return { key, bucket, source, file, env };
  }

  async function read(Bucket: string, Key: string): Promise<Uint8Array> {
    const { Body } = await testClients().s3.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToByteArray()) ?? Buffer.alloc(0);
  }

  async function expectRestored(source: string): Promise<void> {
    const restored = await treeDigest(join(dir(), "restored"));
    for (const name of [...restored.keys()]) if (name.startsWith(".sealstack")) restored.delete(name);
    expect(differences(await treeDigest(source), restored)).toEqual([]);
  }

  it(
    "restores a backup with aws-encryption-cli, tar and sha256sum alone",
    async () => {
      const { key, source, file, env } = await setUp();
      const values = { "ca-20261122T014200Z.tar.gz.kms": file, KEY_ARN: key };
      const script = documented("aws-encryption-cli --decrypt", values);
      expect(script).toContain("aws-encryption-cli --decrypt");
      const said = execFileSync("bash", [...NO_RC, "-euc", script], { cwd: dir(), env, encoding: "utf8" });
      expect(said).toMatch(/ca\.json: OK/);
      await expectRestored(source);
    },
    BUILD_MS,
  );

  it(
    "restores a backup whose key is disabled, by its sidecar and a few lines of Python",
    async () => {
      const { key, bucket, source, file, env } = await setUp();
      const newKey = await createKey();
      const keys = ["--from-key", key, "--to-key", newKey];
      const ran = await sealstack(["rewrap", "--json", "--bucket", bucket, ...keys, "--yes"]);
      expect(ran).toMatchObject({ status: 0 });
      await testClients().kms.send(new DisableKeyCommand({ KeyId: key }));
      const { done } = JSON.parse(ran.stdout.toString()) as { done: { sidecar: string }[] };
      writeFileSync(join(dir(), "sidecar.json"), await read(bucket, done[0]?.sidecar ?? ""));
      const script = documented("open-with-sidecar.py", {
        "ca-20261122T014200Z.tar.gz.kms": file,
        NEW_KEY_ARN: newKey,
      });
      const run = (text: string) =>
        spawnSync("bash", [...NO_RC, "-euc", text], { cwd: dir(), env, encoding: "utf8" });
      // Another key than the trusted one, and another backup's name, open nothing.
      const until = (text: string): string => text.slice(0, text.indexOf("mkdir restored"));
      expect(run(until(script.replaceAll(newKey, key))).stderr).toContain("no data key under KEY_ARN");
      expect(run(until(script.replace("step-ca/ca", "step-ca/cb"))).stderr).toContain(
        "this is another backup",
      );
      expect(existsSync(join(dir(), "backup.tar.gz"))).toBe(false);
      const said = run(script);
      expect(said.stderr).toBe("");
      expect(said.stdout).toMatch(/ca\.json: OK/);
      await expectRestored(source);
    },
    BUILD_MS,
  );
});
