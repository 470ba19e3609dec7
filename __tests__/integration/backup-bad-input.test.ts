import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DisableKeyCommand, EnableKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { createBucket, type TestBucket } from "../helpers/buckets";
import { testClients } from "../helpers/emulator";
import { createKey } from "../helpers/kms/test-key";
import { type Ran, type RunOptions, sealstack, sealstackProcess } from "../helpers/processes/cli";
import { useTempDir } from "../helpers/temp-dir";

const SECRET = "plaintext that must not leak";

describe("bad input to backup, verify and restore", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  let key: string;
  let bucket: TestBucket;
  let id: string;
  let payload: Buffer;
  beforeAll(async () => {
    key = await createKey();
  });
  beforeEach(async () => {
    bucket = await createBucket();
    mkdirSync(path("in"));
    writeFileSync(path("in/file"), SECRET.repeat(1000));
    const { stdout } = await run(["backup", "--json", path("in")]);
    id = JSON.parse(stdout.toString()).id;
    payload = await bucket.read(id);
  });
  const run = (argv: readonly string[], options: RunOptions = {}, keyArn = key): Promise<Ran> =>
    sealstack([...argv, "--bucket", bucket.name, "--key", keyArn], options);

  /** Neither target nor temporary file, nothing on stdout, an error that holds no plaintext. */
  function assertClean({ status, stdout, stderr }: Ran, expected: number, problem: string | RegExp): void {
    expect([status, stdout.toString()]).toEqual([expected, ""]);
    expect(stderr).toMatch(/^sealstack: error: \S/);
    expect(stderr).toMatch(problem);
    expect(stderr).not.toContain(SECRET);
    expect(readdirSync(dir())).toEqual(["in"]);
    const mine = readdirSync(tmpdir()).filter((name) => name.startsWith(".sealstack-")); // as spool.ts names them
    expect(mine).toEqual([]);
  }

  async function bothFail(
    status: number,
    problem: string | RegExp,
    keyArn = key,
    ...more: string[]
  ): Promise<void> {
    assertClean(await run(["verify", id, ...more], {}, keyArn), status, problem);
    assertClean(await run(["restore", id, path("out"), ...more], {}, keyArn), status, problem);
  }

  it.each([0, 1, 2, 50, 200, 400, -500, -17, -16, -1])("fails when the payload is cut at %d", async (at) => {
    await bucket.write(id, payload.subarray(0, at));
    await bothFail(5, /truncated|empty|damaged|not authentic|cannot be read/);
  });

  it.each([
    ["the version", 0],
    ["the suite", 2],
    ["the message id", 10],
    ["the encryption context", 50],
    ["the encrypted data key", 330],
    ["the body", -300],
    ["the tag", -1],
  ])("fails when one bit of %s is flipped", async (_, at) => {
    const bytes = Buffer.from(payload);
    const index = at < 0 ? bytes.length + at : at;
    bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
    await bucket.write(id, bytes);
    const verified = await run(["verify", id]);
    expect([5, 6, 7]).toContain(verified.status);
    assertClean(verified, verified.status, "");
    const restored = await run(["restore", id, path("out")]);
    assertClean(restored, verified.status, "");
  });

  it("fails with bytes behind the payload", async () => {
    await bucket.write(id, Buffer.concat([payload, Buffer.from("x")]));
    await bothFail(5, "other bytes follow the end of the message");
  });

  it("fails with two payloads in a row", async () => {
    await bucket.write(id, Buffer.concat([payload, payload]));
    await bothFail(5, "");
  });

  it("fails when the object is no message", async () => {
    await bucket.write(id, Buffer.from("just a text that somebody put there"));
    await bothFail(5, "");
  });

  it("fails with another key, and names the one that is wanted", async () => {
    await bothFail(7, key, await createKey());
  });

  it("fails with a context that the backup does not have", () =>
    bothFail(6, "'site'", key, "--context", "site=two"));

  it("fails when a payload lies under another id", async () => {
    const other = id.replace(/-\d{8}T/, "-20250101T");
    await bucket.write(other, payload);
    assertClean(await run(["verify", other]), 6, "'sealstack:backup'");
    assertClean(await run(["restore", other, path("out")]), 6, "'sealstack:backup'");
  });

  it("fails when a message of encrypt lies where a backup should", async () => {
    const { stdout } = await sealstack(["encrypt", "--key", key, "--context", "a=b"], {
      stdin: Buffer.from(SECRET),
    });
    await bucket.write(id, stdout);
    await bothFail(6, "sealstack:purpose");
  });

  it("fails when the manifest says otherwise, in verify; restore says so and trusts the payload", async () => {
    const manifestKey = id.replace(".tar.gz.kms", ".manifest.json");
    const manifest = JSON.parse((await bucket.read(manifestKey)).toString());
    await bucket.write(manifestKey, Buffer.from(JSON.stringify({ ...manifest, ciphertextBytes: 1 })));
    assertClean(await run(["verify", id]), 5, "the manifest says ciphertextBytes '1'");
    const restored = await run(["restore", id, path("out")]);
    expect([restored.status, restored.stderr]).toEqual([
      0,
      expect.stringContaining("the manifest says ciphertextBytes"),
    ]);
  });

  it.each([
    ["a directory that is not empty", () => mkdirSync(path("out/in"), { recursive: true }), "not empty"],
    ["a file", () => writeFileSync(path("out"), ""), "not a directory"],
    ["a symbolic link", () => symlinkSync("in", path("out")), "not a directory"],
  ])("fails when the target is %s", async (_, make, problem) => {
    make();
    const { status, stdout, stderr } = await run(["restore", id, path("out")]);
    expect([status, stdout.length]).toEqual([4, 0]);
    expect(stderr).toContain(problem);
    expect(readdirSync(dir()).sort()).toEqual(["in", "out"]);
  });

  it("fails when a source is missing, and stores nothing", async () => {
    const before = await bucket.keys();
    assertClean(await run(["backup", path("missing")]), 3, "ENOENT");
    expect(await bucket.keys()).toEqual(before);
  });

  it.each([
    ["backup", () => ["backup", path("in")]],
    ["list", () => ["list"]],
    ["verify", () => ["verify", id]],
    ["restore", () => ["restore", id, path("out")]],
  ])("%s fails without the bucket, with its endpoint down, and without credentials", async (_, argv) => {
    const flags = ["--region", "us-east-1", ...(argv()[0] === "list" ? [] : ["--key", key])];
    assertClean(
      await sealstack([...argv(), ...flags, "--bucket", "no-such-bucket-at-all"]),
      10,
      "the bucket does not exist",
    );
    const down = ["--bucket", bucket.name, "--endpoint-url", "http://127.0.0.1:9"];
    assertClean(await sealstack([...argv(), ...flags, ...down]), 12, "did not answer");
    const env = {
      HOME: dir(),
      AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
    const bare = sealstackProcess([...argv(), ...flags, "--bucket", bucket.name], { env });
    assertClean(bare, 9, "credentials");
  });

  it("fails without a bucket being named", async () => {
    assertClean(await sealstack(["list"], { env: {} }), 2, "no bucket is given");
  });

  it("fails when the key is disabled, and when it is pending deletion", async () => {
    const { kms } = testClients();
    const own = await createKey();
    const made = await run(["backup", "--json", "--name", "own", path("in")], {}, own);
    id = JSON.parse(made.stdout.toString()).id;
    const before = await bucket.keys();
    await kms.send(new DisableKeyCommand({ KeyId: own }));
    await bothFail(7, "disabled", own);
    assertClean(await run(["backup", path("in")], {}, own), 7, "disabled");
    await kms.send(new EnableKeyCommand({ KeyId: own }));
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: own, PendingWindowInDays: 7 }));
    await bothFail(7, "pending deletion", own);
    assertClean(await run(["backup", path("in")], {}, own), 7, "pending deletion");
    expect(await bucket.keys()).toEqual(before);
    expect(await bucket.unfinished()).toBe(0);
  });
});
