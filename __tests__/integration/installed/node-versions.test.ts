/** The npm package on the oldest Node.js that it takes, on the LTS that is in the executable, and on the newest. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { differences, treeDigest } from "../../../tools/demo/tree-digest";
import { nodeBinary, TESTED } from "../../../tools/executable/node-binary";
import { REPO_ROOT } from "../../../tools/paths";
import { run } from "../../../tools/processes/run";
import { createBucket } from "../../helpers/buckets";
import { describeIf } from "../../helpers/describe-if";
import { emulatorEndpoint, testClients } from "../../helpers/emulator";
import { createKey } from "../../helpers/kms/test-key";
import { program } from "../../helpers/processes/program";
import { useTempDir } from "../../helpers/temp-dir";

const DOWNLOAD_MS = 300_000;
const isLinux = process.platform === "linux" && process.arch === "x64";

describe("versions of Node.js", () => {
  it("are what the package says, from the oldest on, and a newer one than that of the executable", () => {
    const { engines } = JSON.parse(readFileSync(join(REPO_ROOT, "scripts/package.json"), "utf8"));
    const [lts = "", oldest = "", newest = ""] = TESTED.map(({ version }) => version);
    const minor = (version: string) => version.replace(/\.\d+$/, "");
    expect(minor(oldest)).toBe(minor(engines.node.replace(">=", "")));
    expect(Number.parseInt(newest, 10)).toBeGreaterThan(Number.parseInt(lts, 10));
  });
});

describeIf(isLinux, "these are linux x64", "the npm package", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);

  it.each(TESTED.map((release) => [release.version, release] as const))(
    "backs up, verifies, restores, encrypts, decrypts and prunes on Node.js %s, with nothing on stderr",
    async (version, release) => {
      const { program: node } = await nodeBinary(release, (line) => process.stderr.write(`node: ${line}\n`));
      const env = {
        AWS_ENDPOINT_URL: emulatorEndpoint(),
        AWS_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_EC2_METADATA_DISABLED: "true",
      };
      const [, sealstackJs] = program();
      const tool = async (...argv: string[]) => {
        const ran = await run(node, [sealstackJs, ...argv], { env });
        expect([argv[0], ran.status, ran.stderr]).toEqual([argv[0], 0, ""]);
        return ran.stdout;
      };
      expect((await run(node, ["--version"])).stdout).toBe(`v${version}\n`);
      mkdirSync(path("tree"));
      writeFileSync(path("tree/random"), randomBytes(3 * 1024 * 1024));
      writeFileSync(path("tree/text"), "compressed in blocks, by threads\n".repeat(100_000));
      const bucket = await createBucket();
      const VersioningConfiguration = { Status: "Enabled" } as const; // prune asks for it
      await testClients().s3.send(
        new PutBucketVersioningCommand({ Bucket: bucket.name, VersioningConfiguration }),
      );
      const place = ["--bucket", bucket.name, "--prefix", "p/"];
      const key = ["--key", await createKey()];
      const flags = [...place, ...key];
      const { id } = JSON.parse(await tool("backup", "--json", path("tree"), ...flags));
      expect(await tool("verify", "latest", ...flags)).toContain(id);
      await tool("restore", "latest", path("out"), ...flags);
      expect(differences(await treeDigest(path("tree")), await treeDigest(path("out")))).toEqual([]);
      await tool("encrypt", ...key, "--in", path("tree/text"), "--out", path("message"));
      await tool("decrypt", ...key, "--in", path("message"), "--out", path("text"));
      expect(readFileSync(path("text")).equals(readFileSync(path("tree/text")))).toBe(true);
      expect(await tool("keys", "status", ...flags)).toContain(key[1]);
      expect(await tool("prune", ...place, "--keep-last", "1", "--dry-run")).toContain(
        "1 kept, 0 to be deleted",
      );
    },
    DOWNLOAD_MS,
  );
});
