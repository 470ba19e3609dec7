import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { passphraseCipher } from "../../scripts/core/crypto/passphrase/passphrase-cipher";
import { services } from "../../scripts/services";
import { differences, treeDigest } from "../../tools/demo/tree-digest";
import { createBucket, type TestBucket } from "../helpers/buckets";
import { emulatorEndpoint } from "../helpers/emulator";
import { createAlias, createKey } from "../helpers/kms/test-key";
import { type RunOptions, sealstack, sealstackProcess } from "../helpers/processes/cli";
import { faultProxy } from "../helpers/servers/fault-proxy";
import { writeStepCa } from "../helpers/step-ca";
import { useTempDir } from "../helpers/temp-dir";

describe("backup and restore through KMS and S3", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  let key: string;
  let bucket: TestBucket;
  beforeAll(async () => {
    key = await createKey();
  });
  beforeEach(async () => {
    bucket = await createBucket();
  });
  const run = (argv: readonly string[], options: RunOptions = {}) =>
    sealstack([...argv, "--bucket", bucket.name, "--prefix", "p/"], options);
  const withKey = (argv: readonly string[], options: RunOptions = {}) =>
    run([...argv, "--key", key], options);
  async function backUp(...argv: string[]): Promise<string> {
    const { status, stdout, stderr } = await withKey(["backup", "--json", ...argv]);
    expect([status, stderr]).toEqual([0, ""]);
    return JSON.parse(stdout.toString()).id;
  }

  async function tree(): Promise<string> {
    const root = path("tree");
    mkdirSync(join(root, "sub/empty"), { recursive: true });
    writeFileSync(join(root, "ümlaut 日本"), "text");
    writeFileSync(join(root, "nothing"), "");
    writeFileSync(join(root, "sub/large"), randomBytes(9 * 1024 * 1024)); // more than one part
    symlinkSync("../nothing", join(root, "sub/link"));
    return root;
  }

  it("gives back a directory, in parts, byte for byte", async () => {
    const root = await tree();
    const id = await backUp(root);
    expect((await bucket.keys()).sort()).toEqual([id.replace(".tar.gz.kms", ".manifest.json"), id]);
    expect(await bucket.unfinished()).toBe(0);
    expect((await withKey(["verify", "latest"])).status).toBe(0);
    const restored = await withKey(["restore", id, path("out")]);
    expect([restored.status, restored.stderr]).toEqual([0, ""]);
    expect(differences(await treeDigest(root), await treeDigest(path("out")))).toEqual([]);
    expect(readdirSync(dir()).sort()).toEqual(["out", "tree"]);
  });

  it("gives back a step-ca, which is checked first", async () => {
    await writeStepCa(path("ca"));
    await backUp("--source", "step-ca", path("ca"));
    expect((await withKey(["restore", "latest", path("out")])).stdout.toString()).toContain("step-ca ");
    expect(differences(await treeDigest(path("ca")), await treeDigest(path("out")))).toEqual([]);
  });

  it("seals under an alias, and opens under it", async () => {
    const alias = await createAlias(key);
    writeFileSync(path("file"), "x");
    const sealed = await run(["backup", "--json", "--key", alias, path("file")]);
    expect(JSON.parse(sealed.stdout.toString()).keyArns).toEqual([key]);
    expect((await run(["restore", "latest", path("out"), "--key", alias])).status).toBe(0);
  });

  it("works with a passphrase", async () => {
    writeFileSync(path("file"), "x");
    writeFileSync(path("passphrase"), "correct horse battery staple\n", { mode: 0o600 });
    const flags = ["--passphrase-file", path("passphrase")];
    // The product's work factor takes a minute inside of jest on a busy machine; passphrase-prompt.test.ts has it.
    const quick = { services: { ...services, cipher: async () => passphraseCipher("quick", 10) } };
    const { stdout } = await run(["backup", ...flags, path("file")], quick);
    expect(stdout.toString()).toContain("with a passphrase (age)");
    expect((await run(["restore", "latest", path("out"), ...flags], quick)).status).toBe(0);
    expect(readFileSync(path("out/file"), "utf8")).toBe("x");
  });

  it("is looked at in a few places: verify --quick and inspect", async () => {
    writeFileSync(path("random"), randomBytes(40 * 1024 * 1024)); // 41 frames
    const id = await backUp(path("random"));
    const quick = await withKey(["verify", "--quick", "--json", "latest"]);
    expect([quick.status, quick.stderr]).toEqual([0, ""]);
    const proved = JSON.parse(quick.stdout.toString());
    expect(proved).toMatchObject({ id, verified: "quick", manifest: true, keyArns: [key], frames: 41 });
    expect(proved.fetchedBytes).toBeLessThan(10 * 1024 * 1024);
    const inspected = await run(["inspect", "--json", id]);
    expect(JSON.parse(inspected.stdout.toString())).toMatchObject({
      object: `s3://${bucket.name}/${id}`,
      status: "complete",
      frames: 41,
      keys: [{ provider: "aws-kms", id: key }],
      objectBytes: proved.ciphertextBytes,
      fetchedBytes: expect.any(Number),
    });
    expect(JSON.parse(inspected.stdout.toString()).fetchedBytes).toBeLessThan(50_000);
    const another = await run(["verify", "--quick", "--key", await createKey(), id]);
    expect([another.status, another.stderr]).toEqual([7, expect.stringContaining("sealed with another key")]);
  });

  it("opens by hand: decrypt, tar and sha256sum", async () => {
    const root = await tree();
    const id = await backUp(root);
    writeFileSync(path("payload"), await bucket.read(id));
    const opened = await sealstack([
      ...["decrypt", "--key", key, "--in", path("payload"), "--out", path("payload.tar.gz")],
      ...["--context", "sealstack:purpose=backup", "--context", `sealstack:backup=${id}`],
    ]);
    expect(opened.status).toBe(0);
    mkdirSync(path("by-hand"));
    execFileSync("tar", ["xzf", path("payload.tar.gz"), "-C", path("by-hand")]);
    execFileSync("sha256sum", ["--strict", "--quiet", "-c", ".sealstack/SHA256SUMS"], {
      cwd: path("by-hand"),
    });
    const found = await treeDigest(path("by-hand"));
    for (const name of [".sealstack", ".sealstack/backup.json", ".sealstack/SHA256SUMS"]) found.delete(name);
    expect(differences(await treeDigest(root), found)).toEqual([]);
  });

  it("takes a pipe longer than what is kept in memory, and leaves no temporary file", async () => {
    const bytes = randomBytes(65 * 1024 * 1024);
    const { status } = await withKey(["backup", "--name", "dump", "-"], { stdin: bytes });
    expect(status).toBe(0);
    expect((await withKey(["restore", "latest", path("out")])).status).toBe(0);
    expect(readFileSync(path("out/dump")).equals(bytes)).toBe(true);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(".sealstack-"))).toEqual([]); // as spool.ts names them
  });

  it("overwrites nothing: the second backup of a second fails with a conflict", async () => {
    writeFileSync(path("file"), "first");
    const now = (): Date => new Date("2026-11-22T01:42:00Z");
    expect((await withKey(["backup", path("file")], { now })).status).toBe(0);
    const objects = await Promise.all((await bucket.keys()).map(bucket.read));
    const second = await withKey(["backup", path("file")], { now });
    expect([second.status, second.stdout.length]).toEqual([11, 0]);
    expect(second.stderr).toMatch(
      /^sealstack: error: the backup p\/file-20261122T014200Z\.tar\.gz\.kms may already exist: nothing was overwritten; s3:\/\/\S+ lists it with \d+ bytes, sent were \d+\nsealstack: hint: run `sealstack verify /,
    );
    expect(await Promise.all((await bucket.keys()).map(bucket.read))).toEqual(objects);
  });

  it("finds what it stored when the reply to a successful upload was lost", async () => {
    writeFileSync(path("file"), "x");
    const proxy = await faultProxy(emulatorEndpoint());
    let lost = false;
    proxy.decide = ({ method, url }) => {
      if (lost || method !== "PUT" || !url.includes(".kms")) return "pass";
      lost = true;
      return "lose-reply";
    };
    const { status, stderr } = await withKey(["backup", path("file"), "--endpoint-url", proxy.endpoint]);
    await proxy.close();
    expect({ lost, status, stderr }).toEqual({ lost: true, status: 0, stderr: "" });
    const backups = (await bucket.keys()).filter((key) => key.endsWith(".kms"));
    expect(backups).toHaveLength(1);
    expect((await withKey(["verify", ...backups])).status).toBe(0);
  });

  it("leaves nothing in the bucket when interrupted in the middle of an upload", async () => {
    const root = await tree();
    const abort = new AbortController();
    const proxy = await faultProxy(emulatorEndpoint());
    proxy.decide = ({ url }) => {
      if (url.includes("partNumber=1")) abort.abort();
      return "pass";
    };
    const ran = await withKey(["backup", root, "--endpoint-url", proxy.endpoint], { signal: abort.signal });
    await proxy.close();
    expect(ran).toMatchObject({ status: 130, stderr: expect.stringContaining("interrupted") });
    expect([await bucket.keys(), await bucket.unfinished()]).toEqual([[], 0]);
  });

  it("prints nothing but what was asked for, in a process of its own", async () => {
    writeFileSync(path("file"), "x");
    const flags = ["--bucket", bucket.name, "--key", key];
    const backup = sealstackProcess(["backup", ...flags, path("file")], { env: process.env });
    expect([backup.status, backup.stderr]).toEqual([0, ""]);
    const restore = sealstackProcess(["restore", ...flags, "latest", path("out")], { env: process.env });
    expect([restore.status, restore.stderr]).toEqual([0, ""]);
    expect(readFileSync(path("out/file"), "utf8")).toBe("x");
  });
});
