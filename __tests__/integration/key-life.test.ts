/** The life of keys on the emulator: keys that are disabled or scheduled for deletion, runs that are killed, versions that stay. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DisableKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { ListObjectVersionsCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { isNote } from "../../scripts/core/places/own-name";
import { createBucket, type TestBucket } from "../helpers/buckets";
import { emulatorEndpoint, testClients } from "../helpers/emulator";
import { createAlias, createKey } from "../helpers/kms/test-key";
import { sealstack } from "../helpers/processes/cli";
import { startCli } from "../helpers/processes/cli-process";
import { type FaultProxy, faultProxy, type Seen } from "../helpers/servers/fault-proxy";

describe("keys of backups", () => {
  let dir = "";
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "key-life-"));
  });
  let proxy: FaultProxy | undefined;
  afterEach(() => proxy?.close());
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  interface Bench {
    readonly bucket: TestBucket;
    readonly from: string;
    readonly to: string;
    readonly ids: readonly string[];
  }

  /** Backups of random bytes under a key, in a bucket that keeps versions. */
  async function setUp(count: number, bytes = 1024): Promise<Bench> {
    const bucket = await createBucket();
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await testClients().s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket.name, VersioningConfiguration }),
    );
    const [from, to] = [await createKey(), await createKey()];
    const file = join(dir, "data");
    const data = Buffer.alloc(bytes);
    for (let at = 0; at < bytes; at += 4) data.writeUInt32LE(Math.imul(at + 1, 2_654_435_761) >>> 0, at);
    writeFileSync(file, data);
    const ids: string[] = [];
    for (let second = 0; second < count; second += 1) {
      const now = (): Date => new Date(Date.UTC(2026, 10, 1, 0, 0, second));
      const flags = ["--bucket", bucket.name, "--prefix", "p/", "--key", from, "--compression", "none"];
      const made = await sealstack(["backup", "--json", ...flags, file], { now });
      expect(made).toMatchObject({ status: 0 });
      ids.push((JSON.parse(made.stdout.toString()) as { id: string }).id);
    }
    return { bucket, from, to, ids };
  }

  const many = (verb: string, { bucket, from, to }: Bench): string[] => [
    verb,
    "--json",
    ...["--bucket", bucket.name, "--from-key", from, "--to-key", to, "--yes"],
  ];
  const run = async (argv: readonly string[]) => {
    const { status, stdout, stderr } = await sealstack(argv);
    return { status, stderr, data: JSON.parse(stdout.toString() || "{}") };
  };
  const versionsOf = async ({ bucket }: Bench, key: string): Promise<number> => {
    const { Versions = [] } = await testClients().s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket.name, Prefix: key }),
    );
    return Versions.filter(({ Key }) => Key === key).length;
  };

  it.each([
    ["disabled", 16, "disabled", (KeyId: string) => testClients().kms.send(new DisableKeyCommand({ KeyId }))],
    [
      "scheduled for deletion",
      16,
      "pending deletion",
      (KeyId: string) =>
        testClients().kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
    ],
  ] as const)(
    "open by sidecars when the key is %s",
    async (_, exit, condition, end) => {
      const bench = await setUp(1);
      const { bucket, from, to, ids } = bench;
      const status = (...more: string[]) =>
        run(["keys", "status", "--json", "--bucket", bucket.name, ...more]);
      expect(await status()).toMatchObject({
        status: 0,
        data: { keys: [{ arn: from, condition: "usable" }] },
      });
      expect((await status("--without", await createAlias(from))).status).toBe(exit);
      expect(await run(many("rewrap", bench))).toMatchObject({ status: 0, data: { done: [{ id: ids[0] }] } });
      expect(await run(many("rewrap", bench))).toMatchObject({ status: 0, data: { done: [], already: ids } });
      expect((await status("--without", from)).status).toBe(0);
      await end(from);
      expect(await status()).toMatchObject({
        status: 0,
        data: { keys: [{ condition }, { condition: "usable" }] },
      });
      for (const target of ["one", "two"]) rmSync(join(dir, target), { recursive: true, force: true });
      const keys = ["--bucket", bucket.name, "--key", from, "--key", to];
      expect(await sealstack(["restore", ...keys, ids[0] ?? "", join(dir, "one")])).toMatchObject({
        status: 0,
        stderr: expect.stringContaining(`opened with ${to}, by p/.sealstack/keys/`),
      });
      for (const key of await bucket.keys())
        if (key.includes("/.sealstack/keys/")) await bucket.write(key, Buffer.from("{}"));
      expect(await status()).toMatchObject({ status: exit, data: { openWithNoKey: ids } });
      expect((await sealstack(["restore", ...keys, ids[0] ?? "", join(dir, "two")])).status).toBe(7);
    },
    60_000,
  );

  it("go to the new key by versions that are proven, once, and the old ones stay", async () => {
    const bench = await setUp(1, 12 * 1024 ** 2);
    const { bucket, to, ids } = bench;
    expect(await run(many("reencrypt", bench))).toMatchObject({
      status: 0,
      stderr: "",
      data: { planned: [{}] },
    });
    for (const id of ids) {
      expect(await sealstack(["verify", "--bucket", bucket.name, "--key", to, id])).toMatchObject({
        status: 0,
        stderr: "",
      });
      expect(await versionsOf(bench, id)).toBe(2);
    }
    expect(await run(many("reencrypt", bench))).toMatchObject({
      status: 0,
      data: { planned: [], already: ids },
    });
    expect(await bucket.unfinished()).toBe(0);
  }, 120_000);

  it("are refused where the bucket keeps no versions", async () => {
    const bench = await setUp(1);
    const VersioningConfiguration = { Status: "Suspended" } as const;
    const { s3 } = testClients();
    await s3.send(new PutBucketVersioningCommand({ Bucket: bench.bucket.name, VersioningConfiguration }));
    expect((await run(many("reencrypt", bench))).status).toBe(14);
  }, 60_000);

  it.each([
    // Held once one sidecar is there, or where each upload would be completed.
    ["rewrap", 4, 1024, ({ method, url }: Seen) => method === "PUT" && url.includes("/.sealstack/keys/"), 1],
    [
      "reencrypt",
      2,
      12 * 1024 ** 2,
      ({ method, url }: Seen) => method === "POST" && url.includes("uploadId="),
      0,
    ],
  ] as const)(
    "are whole after kill -9 in %s, and the next run does what is left",
    async (verb, count, bytes, completes, passing) => {
      const bench = await setUp(count, bytes);
      const { bucket, to, ids } = bench;
      const before = (await bucket.keys()).length;
      const held = await faultProxy(emulatorEndpoint());
      proxy = held;
      let completed = 0;
      held.decide = (seen) => (completes(seen) && ++completed > passing ? "hang" : "pass");
      const env = { AWS_ENDPOINT_URL: held.endpoint, TMPDIR: mkdtempSync(join(dir, "tmp-")) };
      // Sidecars, or as many uploads as go on at a time, each of which is noted by now.
      const isHalf = async (): Promise<boolean> =>
        verb === "rewrap"
          ? (await bucket.keys()).length > before
          : (await bucket.unfinished()) === 2 && readdirSync(env.TMPDIR).filter(isNote).length >= 2;
      const running = startCli(many(verb, bench), { env });
      while (running.child.exitCode === null && !(await isHalf()));
      running.child.kill("SIGKILL");
      expect(await running.ended).toMatchObject({ signal: "SIGKILL" });
      held.decide = () => "pass";
      // Whatever it had come to: each backup opens, with the old key or the new one.
      for (const id of ids)
        expect(
          await sealstack([
            "verify",
            "--quick",
            "--bucket",
            bucket.name,
            "--key",
            bench.from,
            "--key",
            to,
            id,
          ]),
        ).toMatchObject({
          status: 0,
        });
      const next = await startCli(many(verb, bench), { env }).ended;
      expect(next.status).toBe(0);
      expect(JSON.parse(next.stdout)).toMatchObject({ failed: [] });
      if (verb === "reencrypt") expect(next.stderr).toContain("that an interrupted run left");
      expect(await bucket.unfinished()).toBe(0);
      const rewrapped = verb === "rewrap" ? ["--rewrapped"] : [];
      for (const id of ids)
        expect(
          await sealstack(["verify", "--bucket", bucket.name, "--key", to, ...rewrapped, id]),
        ).toMatchObject({ status: 0 });
    },
    120_000,
  );
});
