/** `sealstack fleet` from a plan to a report, over backups under keys of a KMS with real encryption. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { kmsCipher } from "../../../../scripts/core/crypto";
import type { Inspection } from "../../../../scripts/core/doctor/ports";
import type { JobRequest } from "../../../../scripts/core/fleet/jobs";
import { handleInvocation } from "../../../../scripts/core/fleet/tasks/handle";
import { kmsKeyLife } from "../../../../scripts/core/key-life/kms-key-life";
import { OperatorError } from "../../../../scripts/errors";
import { services } from "../../../../scripts/services";
import { useKeyLife } from "../../../helpers/kms/key-life";
import { sealstack } from "../../../helpers/processes/cli";
import { MemoryOuterKeys } from "../../../helpers/stores/memory-outer-keys";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { MemoryVersions } from "../../../helpers/stores/memory-versions";
import { useTempDir } from "../../../helpers/temp-dir";

const DAYS = ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"] as const;

describe("sealstack fleet", () => {
  const life = useKeyLife();
  const dir = useTempDir();

  const prepared = async () => {
    const [key, other] = [life().kms.createKey(), life().kms.createKey()];
    const store = new MemoryStore();
    const ids = [];
    for (const day of DAYS) ids.push(await life().backUp(store, key, day));
    const jobs: JobRequest[] = [];
    const outer = new MemoryOuterKeys();
    const asked: { quota: Inspection["quota"] } = {
      quota: async () => ({ of: "default", perSecond: 20_000 }),
    };
    const ran = async (argv: readonly string[]) => {
      const settings = { region: "eu-central-1", endpoint: life().kms.url };
      return sealstack(["fleet", ...argv], {
        env: { AWS_ENDPOINT_URL_KMS: life().kms.url, AWS_REGION: "eu-central-1" },
        now: () => new Date("2026-11-28T12:00:00Z"),
        services: {
          ...services,
          inspection: () =>
            ({ quota: (...of: Parameters<Inspection["quota"]>) => asked.quota(...of) }) as never,
          store: async () => store,
          versions: async () => new MemoryVersions(),
          fleetHandler: async (_, onDefect) => (event, deadline) =>
            handleInvocation(
              event,
              {
                store: () => store,
                outerKeys: () => outer,
                cipher: (_use, [first = "", ...more]) => kmsCipher({ ...settings, keys: [first, ...more] }),
                kms: kmsKeyLife(settings),
                now: () => new Date("2026-11-28T12:00:00Z"),
                defaults: {},
                onDefect,
              },
              deadline,
            ),
          batchJobs: async () => ({
            create: async (request) => {
              jobs.push(request);
              return "f3cc4f60-61f6-4a2b-8a21-d07600c373ce";
            },
          }),
        },
      });
    };
    const run = async (...argv: string[]) => {
      const { status, stdout, stderr } = await ran([...argv, "--json"]);
      return { status, data: JSON.parse(stdout.toString() || "{}"), stderr };
    };
    /** What people read. */
    const told = async (...argv: string[]) => (await ran(argv)).stdout.toString();
    const manifest = join(dir(), "fleet.csv");
    return { key, other, store, outer, ids, run, told, jobs, asked, manifest, report: join(dir(), "report") };
  };

  it("asks KMS half as often as the account may, and says by whose word", async () => {
    const { key, run, asked, manifest, report } = await prepared();
    const work = ["--operation", "verify", "--key", key.arn, "--manifest", manifest];
    const place = ["--bucket", "b", "--force"];
    const quota = jest.fn<ReturnType<Inspection["quota"]>, Parameters<Inspection["quota"]>>();
    asked.quota = quota;
    quota.mockResolvedValue({ of: "account", perSecond: 35_001 });
    const planned = await run("plan", ...place, ...work);
    expect(planned.data).toMatchObject({
      kmsRate: { perSecond: 17_500, from: "account" },
      kmsSeconds: 3 / 17_500,
    });
    expect(quota).toHaveBeenCalledWith("eu-central-1", "symmetric");

    quota.mockResolvedValue({ of: "default", perSecond: 20_000 });
    expect((await run("run", ...work, "--report", report)).data.kmsRate).toEqual({
      perSecond: 10_000,
      from: "default",
    });

    quota.mockRejectedValue(new OperatorError("accessDenied", "cannot read the quota of KMS: AWS denied it"));
    const denied = await run("plan", ...place, ...work);
    expect({ status: denied.status, rate: denied.data.kmsRate }).toEqual({
      status: 0,
      rate: {
        perSecond: 10_000,
        from: "assumed",
        problem:
          "cannot read the quota of KMS: AWS denied it; allow servicequotas:GetServiceQuota, or give --kms-rate",
      },
    });
    quota.mockRejectedValue(new OperatorError("unavailable", "cannot read the quota of KMS: no answer"));
    expect((await run("plan", ...place, ...work)).data.kmsRate).toEqual({
      perSecond: 10_000,
      from: "assumed",
      problem: "cannot read the quota of KMS: no answer",
    });

    quota.mockClear();
    const given = await run("plan", ...place, ...work, "--kms-rate", "7");
    expect(given.data.kmsRate).toEqual({ perSecond: 7, from: "given" });
    const without = ["--operation", "fixity", "--manifest", manifest];
    expect((await run("plan", ...place, ...without)).data.kmsRate).toBeNull();
    expect(quota).not.toHaveBeenCalled();
  });

  it("says so to people, with the rate in the line to type next", async () => {
    const { key, told, asked, manifest } = await prepared();
    const plan = async (...argv: string[]) => {
      const work = ["--operation", "verify", "--key", key.arn, "--manifest", manifest, "--force"];
      return told("plan", "--bucket", "b", ...work, ...argv);
    };
    asked.quota = async () => ({ of: "account", perSecond: 35_000 });
    expect(await plan()).toContain(
      "17,500 requests a second at most: half of the quota that this account has, by Service Quotas\n",
    );
    asked.quota = async () => {
      throw new OperatorError("accessDenied", "cannot read the quota of KMS: AWS denied it");
    };
    expect(await plan()).toMatch(
      /10,000 requests a second at most: half of AWS's default for the Region.*\n.* was not read: cannot read .*GetServiceQuota/,
    );
    const given = await plan("--kms-rate", "7");
    expect(given).toContain("7 requests a second at most: as --kms-rate says\n");
    expect(given.trim()).toMatch(/--kms-rate 7$/);
  });

  it("plans, does, reports, and does again what failed", async () => {
    const { key, store, ids, run, manifest, report } = await prepared();
    const [first = "", second = ""] = ids;
    const work = ["--operation", "verify", "--key", key.arn, "--manifest", manifest];
    const planned = await run("plan", "--bucket", "b", ...work);
    expect(planned.status).toBe(0);
    expect(planned.data).toMatchObject({
      objects: 3,
      others: 3,
      kmsCalls: 3,
      lambdaInvocations: 0,
      createJob: null,
    });
    expect(readFileSync(manifest, "utf8")).toBe(ids.map((id) => `b,${id}\n`).join(""));

    const whole = store.object(second);
    store.objects.set(second, whole.subarray(0, -1));
    const ran = await run("run", ...work, "--report", report);
    expect(ran.status).toBe(17);
    expect(ran.data).toMatchObject({ rows: 3, succeeded: 2, failed: 1 });
    expect(ran.data.causes[0]).toMatchObject({ cause: "Damaged", code: "PermanentFailure", count: 1 });

    const again = join(dir(), "again.csv");
    const told = await run("report", report, "--failed-manifest", again);
    expect({ status: told.status, failed: told.data.failed }).toEqual({ status: 17, failed: 1 });
    expect(readFileSync(again, "utf8")).toBe(`b,${second}\n`);
    store.objects.set(second, whole);
    const redo = await run(
      "run",
      "--operation",
      "verify",
      "--key",
      key.arn,
      "--manifest",
      again,
      "--report",
      `${report}2`,
    );
    expect(redo).toMatchObject({ status: 0, data: { rows: 1, succeeded: 1, failed: 0 } });
    // The object that was whole all the time was asked for once.
    expect(readFileSync(join(report, "results", "succeeded.csv"), "utf8").split("\n")[0]).toBe(
      `b,${first},,succeeded,200,,Verified: ${store.object(first).length} bytes and 1 file`,
    );
  });

  it("puts the bucket's own layer of every object under another key, and goes on where a lock ended it", async () => {
    const { key, other, store, outer, run, manifest, report } = await prepared();
    for (const object of store.objects.keys()) outer.keys.set(object, key.arn);
    const [held = ""] = store.objects.keys();
    outer.locks.set(held, { legalHold: true, retention: undefined });
    const work = ["--operation", "rekey-outer", "--to-key", other.arn, "--manifest", manifest];
    const found = await run("plan", "--bucket", "b", ...work);
    // Manifests of backups, too: the old key closes them as it closes backups.
    expect(found).toMatchObject({ status: 0, data: { objects: 6, others: 0, kmsCalls: 12 } });
    const ran = await run("run", ...work, "--report", report);
    expect(ran).toMatchObject({
      status: 17,
      data: { succeeded: 5, failed: 1, causes: [{ cause: "Locked" }, { cause: "Rekeyed" }] },
    });
    outer.locks.clear();
    const again = await run("run", ...work, "--report", `${report}2`);
    expect(again).toMatchObject({
      status: 0,
      data: {
        causes: [
          { cause: "Already", count: 5 },
          { cause: "Rekeyed", count: 1 },
        ],
      },
    });
    expect([...new Set(outer.keys.values())]).toEqual([other.arn]);
    const two = await run("plan", "--bucket", "b", ...work, "--to-key", key.arn, "--force");
    expect(two).toMatchObject({ status: 2, stderr: expect.stringContaining("an object has one key at S3") });
  });

  it("puts a fleet under another key, from an inventory", async () => {
    const { key, other, store, ids, run, manifest, report } = await prepared();
    const rows = gzipSync(ids.map((id) => `"b","${id}","${store.object(id).length}"\n`).join(""));
    mkdirSync(join(dir(), "inventory", "data"), { recursive: true });
    mkdirSync(join(dir(), "inventory", "2026-11-28T00-00Z"));
    writeFileSync(join(dir(), "inventory", "data", "a.csv.gz"), rows);
    const place = join(dir(), "inventory", "2026-11-28T00-00Z", "manifest.json");
    const MD5checksum = createHash("md5").update(rows).digest("hex");
    writeFileSync(
      place,
      JSON.stringify({
        sourceBucket: "b",
        fileFormat: "CSV",
        fileSchema: "Bucket, Key, Size",
        files: [{ key: "x/b/config/data/a.csv.gz", size: rows.length, MD5checksum }],
      }),
    );
    const keys = ["--from-key", key.arn, "--to-key", other.arn];
    const work = ["--operation", "rewrap", ...keys, "--prove", "--manifest", manifest];
    const planned = await run("plan", "--bucket", "b", "--inventory", place, ...work);
    expect(planned.data).toMatchObject({ objects: 3, others: 0, kmsCalls: 9 });
    expect((await run("run", ...work, "--report", report)).data).toMatchObject({ succeeded: 3, failed: 0 });
    key.state = "DisabledException";
    const check = ["--operation", "verify", "--key", other.arn, "--manifest", manifest];
    expect(await run("run", ...check, "--report", `${report}2`)).toMatchObject({
      status: 0,
      data: { succeeded: 3 },
    });
  });

  it("names what a job that ended half-way has not done", async () => {
    const { ids, run, manifest, report } = await prepared();
    writeFileSync(manifest, ids.map((id) => `b,${id}\n`).join(""));
    const text = `b,${ids[0]},,succeeded,200,,Verified: x\nb,${ids[1]},,failed,200,PermanentFailure,Damaged: y\n`;
    mkdirSync(join(report, "results"), { recursive: true });
    writeFileSync(join(report, "results", "a.csv"), text);
    const MD5Checksum = createHash("md5").update(text).digest("hex");
    const Results = [{ TaskExecutionStatus: "succeeded", MD5Checksum, Key: "job-1/results/a.csv" }];
    writeFileSync(join(report, "manifest.json"), JSON.stringify({ Format: "Report_CSV_20180820", Results }));
    const again = join(dir(), "again.csv");
    const told = await run("report", report, "--manifest", manifest, "--failed-manifest", again);
    expect(told).toMatchObject({ status: 17, data: { succeeded: 1, failed: 1, withoutResult: 1 } });
    expect(readFileSync(again, "utf8")).toBe(`b,${ids[1]}\nb,${ids[2]}\n`);
  });

  it("compares digests that S3 computed", async () => {
    const { ids, store, run, report } = await prepared();
    const rows = ids.map((id, at) => {
      const digest = createHash("sha256")
        .update(at === 1 ? "other" : store.object(id))
        .digest();
      const message = {
        checksum_base64: digest.toString("base64"),
        checksum_hex: digest.toString("hex"),
        etag: "e",
        checksumAlgorithm: "SHA256",
        checksumType: "FULL_OBJECT",
      };
      return `b,${id},,succeeded,200,,"${JSON.stringify(message).replaceAll('"', '""')}"\n`;
    });
    const text = rows.join("");
    mkdirSync(join(report, "results"), { recursive: true });
    writeFileSync(join(report, "results", "a.csv"), text);
    const Results = [
      {
        TaskExecutionStatus: "succeeded",
        MD5Checksum: createHash("md5").update(text).digest("hex"),
        Key: "job-1/results/a.csv",
      },
    ];
    writeFileSync(join(report, "manifest.json"), JSON.stringify({ Format: "Report_CSV_20180820", Results }));
    const told = await run("report", report, "--fixity", "--failed-manifest", join(dir(), "bad.csv"));
    expect(told).toMatchObject({ status: 17, data: { succeeded: 2, failed: 1 } });
    expect(
      told.data.causes.map(({ cause, count }: { cause: string; count: number }) => [cause, count]),
    ).toEqual([
      ["Damaged", 1],
      ["Equal", 2],
    ]);
    expect(readFileSync(join(dir(), "bad.csv"), "utf8")).toBe(`b,${ids[1]}\n`);
  });

  it("shows the job of S3 Batch Operations, and makes it only when it is told to", async () => {
    const { key, store, run, told, jobs, manifest } = await prepared();
    const work = [
      ...["--operation", "verify-quick", "--key", key.arn, "--manifest", manifest, "--driver", "s3-batch"],
      ...["--role-arn", "arn:aws:iam::111122223333:role/fleet"],
      ...["--function-arn", "arn:aws:lambda:eu-central-1:111122223333:function:fleet"],
      ...["--manifest-location", "s3://m/fleet", "--report-location", "s3://r/reports/"],
    ];
    const planned = await run("plan", "--bucket", "b", ...work);
    expect(planned.data).toMatchObject({ lambdaInvocations: 3, createJob: { AccountId: "111122223333" } });
    const before = [...store.objects.keys()];
    const shown = await run("run", ...work);
    expect(shown.data).toMatchObject({ status: "planned", createJob: planned.data.createJob });
    for (const text of [
      await told("run", ...work),
      await told("plan", "--bucket", "b", "--force", ...work),
    ]) {
      const [request = ""] = /^\{$.*?^\}$/ms.exec(text) ?? [];
      expect(JSON.parse(request)).toEqual(planned.data.createJob);
    }
    expect([...store.objects.keys()]).toEqual(before);
    expect(jobs).toEqual([]);

    const made = [await run("run", ...work, "--yes"), await run("run", ...work, "--yes")];
    const digest = createHash("sha256").update(readFileSync(manifest)).digest("hex");
    const etag = createHash("md5").update(readFileSync(manifest)).digest("hex");
    for (const { data } of made)
      expect(data).toMatchObject({ report: "s3://r/reports/job-f3cc4f60-61f6-4a2b-8a21-d07600c373ce" });
    expect(store.object(`fleet/${digest}.csv`)).toEqual(readFileSync(manifest));
    expect(jobs[0]?.Manifest.Location).toEqual({
      ObjectArn: `arn:aws:s3:::m/fleet/${digest}.csv`,
      ETag: etag,
    });
    // The same token makes one job of it.
    expect(jobs[1]?.ClientRequestToken).toBe(jobs[0]?.ClientRequestToken);
  });

  it.each([
    ["no operation", ["plan", "--manifest", "m"], "required option '--operation <name>'"],
    ["an operation that it does not have", ["run", "--operation", "delete", "--manifest", "m"], "delete"],
    ["no report", ["run", "--operation", "fixity", "--manifest", "m"], "needs a directory for its report"],
    [
      "no key",
      ["run", "--operation", "verify", "--manifest", "m", "--report", "r"],
      "no key that opens the backups is given",
    ],
    [
      "a key that nothing is put under",
      ["run", "--operation", "verify", "--to-key", "a", "--manifest", "m"],
      "--to-key does not go with verify",
    ],
    [
      "no manifest there",
      ["run", "--operation", "fixity", "--manifest", "/nowhere/m", "--report", "/nowhere/r"],
      "/nowhere/m",
    ],
    ["a place without a bucket", ["report", "s3:///x"], "names no bucket"],
    ["no report there", ["report", "/nowhere/r"], "cannot read /nowhere/r/manifest.json"],
  ])("refuses %s", async (_, argv, message) => {
    const { run } = await prepared();
    const { status, stderr } = await run(...argv);
    expect(status).toBe(message.includes("/nowhere/") ? 3 : 2);
    expect(stderr).toContain(message);
  });

  it("refuses a plan without backups, and writes no manifest", async () => {
    const { key, store, run, manifest } = await prepared();
    for (const id of [...store.objects.keys()]) if (id.endsWith(".kms")) store.objects.delete(id);
    const { status, stderr } = await run(
      "plan",
      "--bucket",
      "b",
      "--operation",
      "verify",
      "--key",
      key.arn,
      "--manifest",
      manifest,
    );
    expect(status).toBe(10);
    expect(stderr).toContain("there are no backups to make a manifest of, among 3 objects");
    expect(() => readFileSync(manifest)).toThrow("ENOENT");
  });
});
