/** docs/restore-by-hand.md, run: its own commands, with the names of a real backup filled in. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { differences, treeDigest } from "../../tools/demo/tree-digest";
import { ensureVenv } from "../../tools/python-venv";
import { makeBucket } from "../helpers/buckets";
import { sealstack } from "../helpers/cli";
import { emulatorEndpoint, testClients } from "../helpers/emulator";
import { useTempDir } from "../helpers/temp-dir";
import { createKey } from "../helpers/test-key";

const ROOT = join(__dirname, "../..");

/** The first shell block of the document, without what needs AWS or a package index. */
function documented(values: Readonly<Record<string, string>>): string {
  const document = readFileSync(join(ROOT, "docs/restore-by-hand.md"), "utf8");
  const block = /```\n([\s\S]*?)```/.exec(document)?.[1] ?? "";
  const lines = block.split("\n").filter((line) => !/^(pip install|aws s3 cp)/.test(line));
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(name, value),
    lines.join("\n"),
  );
}

describe("docs/restore-by-hand.md", () => {
  const dir = useTempDir();

  it("restores a backup with aws-encryption-cli, tar and sha256sum alone", async () => {
    const requirements = join(ROOT, "tools/interop/requirements.txt");
    const venv = await ensureVenv("aws-encryption-cli", requirements, () => {});
    const key = await createKey();
    const bucket = `by-hand-${Date.now()}`;
    const { s3 } = testClients();
    await makeBucket(bucket);
    const source = join(dir(), "source");
    mkdirSync(join(source, "config"), { recursive: true });
    writeFileSync(join(source, "config/ca.json"), "{}");
    writeFileSync(join(source, "ünïcode \\ name"), "odd");
    const flags = ["--key", key, "--bucket", bucket, "--prefix", "step-ca/", "--name", "ca"];
    const made = await sealstack(["backup", "--json", ...flags, source]);
    expect(made).toMatchObject({ status: 0 });
    const { id } = JSON.parse(made.stdout.toString()) as { id: string };
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: id }));
    const file = id.replace("step-ca/", "");
    writeFileSync(join(dir(), file), (await object.Body?.transformToByteArray()) ?? "");

    const script = documented({ "ca-20261122T014200Z.tar.gz.kms": file, KEY_ARN: key });
    expect(script).toContain("aws-encryption-cli --decrypt");
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: emulatorEndpoint(),
      PATH: `${join(venv.dir, "bin")}:${process.env.PATH}`,
    };
    const said = execFileSync("bash", ["-euc", script], { cwd: dir(), env, encoding: "utf8" });
    expect(said).toMatch(/ca\.json: OK/);
    const restored = await treeDigest(join(dir(), "restored"));
    for (const name of [...restored.keys()]) if (name.startsWith(".sealstack")) restored.delete(name);
    expect(differences(await treeDigest(source), restored)).toEqual([]);
  }, 300_000);
});
