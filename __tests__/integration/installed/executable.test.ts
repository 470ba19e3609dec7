/** The tool as one file, where there is nothing else: no Node.js, no PATH, no /proc. */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { differences, treeDigest } from "../../../tools/demo/tree-digest";
import { buildExecutable } from "../../../tools/executable/executable";
import { kmsClients } from "../../../tools/kms-plugin-driver/grpc-clients";
import { REPO_ROOT } from "../../../tools/paths";
import { createBucket } from "../../helpers/buckets";
import { describeIf } from "../../helpers/describe-if";
import { emulatorEndpoint } from "../../helpers/emulator";
import { until } from "../../helpers/eventually";
import { BareRoot, whyNoBareRoot } from "../../helpers/hosts/bare-root";
import { createKey } from "../../helpers/kms/test-key";
import { PluginProcess } from "../../helpers/kms-plugin/kms-plugin";

const BUILD_MS = 300_000;
const obstacle = whyNoBareRoot();

describeIf(obstacle === undefined, obstacle ?? "", "the single executable in an empty root", () => {
  let folder: string;
  let root: BareRoot;
  const environment = {
    AWS_ENDPOINT_URL: emulatorEndpoint(),
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const inRoot = (path: string): string => join(root.path, path);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sealstack-executable-test-"));
    const out = join(folder, "sealstack");
    const notify = (line: string) => process.stderr.write(`executable: ${line}\n`);
    await buildExecutable({ architecture: "x64", root: REPO_ROOT, out }, notify);
    root = new BareRoot(join(folder, "root"), environment);
    await root.add(out, "/sealstack");
  }, BUILD_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const tool = async (...argv: string[]) => {
    const { status, stdout, stderr } = await root.run("/sealstack", ...argv);
    expect([argv, status, stderr]).toEqual([argv, 0, ""]);
    return stdout;
  };

  it("needs the C and C++ libraries and nothing else, and says its version and all of its help", async () => {
    const libraries = root.files().filter((path) => path !== "/sealstack");
    const known = /^\/.*\/(ld-linux-x86-64\.so\.2|lib(c|m|dl|pthread|gcc_s|stdc\+\+)\.so\.\d)$/;
    expect(libraries.filter((path) => !known.test(path))).toEqual([]);
    const { version } = JSON.parse(readFileSync(join(REPO_ROOT, "scripts/package.json"), "utf8"));
    expect(await tool("--version")).toBe(`${version}\n`);
    expect(await tool("--help")).toContain("Usage: sealstack");
  });

  it("takes options of V8 from nobody: they are other programs', and its code cache would not fit", async () => {
    const environment = {
      NODE_OPTIONS: "--max-old-space-size=200 --trace-warnings",
      NODE_EXTRA_CA_CERTS: "",
    };
    const odd = await new BareRoot(root.path, environment).run("/sealstack", "--version");
    expect(odd).toMatchObject({ status: 0, stderr: "" });
  });

  it("backs up, lists, verifies and restores, with its threads, byte for byte", async () => {
    const [key, bucket] = [await createKey(), await createBucket()];
    mkdirSync(inRoot("/data/sub"), { recursive: true });
    writeFileSync(inRoot("/data/random"), randomBytes(9 * 1024 * 1024)); // several frames and parts
    writeFileSync(inRoot("/data/sub/text"), "compressed in blocks, by threads\n".repeat(200_000));
    const flags = ["--bucket", bucket.name, "--prefix", "p/", "--key", key];
    const made = JSON.parse(await tool("backup", "--json", "--name", "data", "/data", ...flags));
    expect(await tool("list", ...flags)).toContain(made.id);
    expect(await tool("verify", "latest", ...flags)).toContain(made.id);
    await tool("restore", "latest", "/out", ...flags);
    expect(differences(await treeDigest(inRoot("/data")), await treeDigest(inRoot("/out")))).toEqual([]);

    // From file to file by threads of their own.
    await tool("encrypt", "--key", key, "--in", "/data/random", "--out", "/sealed");
    await tool("decrypt", "--key", key, "--in", "/sealed", "--out", "/opened");
    const digest = (path: string) =>
      createHash("sha256")
        .update(readFileSync(inRoot(path)))
        .digest("hex");
    expect(digest("/opened")).toBe(digest("/data/random"));
  });

  it("tells an error as ever, with its status", async () => {
    const { status, stdout, stderr } = await root.run("/sealstack", "backup", "/nothing", "--json");
    expect([stdout, JSON.parse(stderr).error.status]).toEqual(["", status]);
  });

  it("is the KMS plugin of kube-apiserver", async () => {
    const [chroot, ...words] = root.command("/sealstack");
    const flags = ["--key", await createKey(), "--listen", "/tmp/kms.sock"];
    const plugin = await PluginProcess.start(flags, environment, [chroot, ...words]);
    const clients = kmsClients(inRoot("/tmp/kms.sock"), 20_000);
    try {
      await until(
        () => plugin.get("/readyz"),
        ({ status }) => status === 200,
      );
      const seed = randomBytes(32);
      const { ciphertext, keyId } = await clients.v2.encrypt(seed);
      expect(await clients.v2.decrypt({ ciphertext, keyId })).toEqual(seed);
      expect(plugin.said).toEqual([]);
    } finally {
      clients.close();
      expect(await plugin.end()).toEqual([0, null]);
    }
  });
});
