/**
 * A fleet on the emulator: the built handler, `scripts/dist/fleet-handler.mjs`, over real objects, by the local driver and as Lambda calls it; what its results say is what
 * the commands for one backup say.
 */
import { execFile } from "node:child_process";
import { appendFileSync, createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DisableKeyCommand } from "@aws-sdk/client-kms";
import { PutBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { encodedKey } from "../../scripts/core/fleet/object-key-text";
import { rowsOfReport } from "../../scripts/core/fleet/report/folder";
import type { ReportRow } from "../../scripts/core/fleet/report/rows";
import type { InvocationResponse } from "../../scripts/core/fleet/tasks/invocation";
import { createBucket, type TestBucket } from "../helpers/buckets";
import { emulatorEndpoint, testClients } from "../helpers/emulator";
import { createKey } from "../helpers/kms/test-key";
import { sealstack } from "../helpers/processes/cli";
import { built, program } from "../helpers/processes/program";
import { type FaultProxy, faultProxy } from "../helpers/servers/fault-proxy";

const run = promisify(execFile);
const BACKUPS = 6;
const ODD_KEY = 'p/photo ü+,".jpg';

describe("a fleet", () => {
  let dir = "";
  let proxy: FaultProxy;
  let bucket: TestBucket;
  let [from, to] = ["", ""];
  const ids: string[] = [];
  const file = (name: string): string => join(dir, name);

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "fleet-"));
    proxy = await faultProxy(emulatorEndpoint());
    bucket = await createBucket();
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await testClients().s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket.name, VersioningConfiguration }),
    );
    [from, to] = [await createKey(), await createKey()];
    writeFileSync(file("data"), Buffer.alloc(50_000, "x"));
    for (let second = 0; second < BACKUPS; second += 1) {
      const now = (): Date => new Date(Date.UTC(2026, 10, 1, 0, 0, second));
      const flags = ["--bucket", bucket.name, "--prefix", "p/", "--key", from, "--compression", "none"];
      const made = await sealstack(["backup", "--json", ...flags, file("data")], { now });
      ids.push((JSON.parse(made.stdout.toString()) as { id: string }).id);
    }
  }, 300_000);
  afterEach(() => {
    proxy.decide = () => "pass";
  });
  afterAll(async () => {
    await proxy.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** The tool as it is installed, through the proxy. */
  const tool = async (...argv: string[]) => {
    const [node, sealstackJs] = program();
    const env = { ...process.env, AWS_ENDPOINT_URL: proxy.endpoint };
    const options = { env, maxBuffer: 2 ** 24 };
    return run(node, [sealstackJs, "fleet", ...argv, "--json"], options).then(
      ({ stdout }) => ({ status: 0, data: JSON.parse(stdout), stderr: "" }),
      ({ code, stdout, stderr }) => ({ status: code as number, data: JSON.parse(stdout || "{}"), stderr }),
    );
  };
  const reported = async (report: string): Promise<ReportRow[]> => {
    const rows: ReportRow[] = [];
    const folder = { name: report, open: async (path: string) => createReadStream(join(report, path)) };
    for await (const row of rowsOfReport(folder)) rows.push(row);
    return rows;
  };
  /** As Lambda does it: the file is loaded, and its handler called with an event and a context. */
  const asLambda = async (rows: readonly ReportRow[], userArguments: object): Promise<string[]> => {
    const events = rows.map(({ bucket: s3Bucket, key: s3Key, versionId: s3VersionId = null }, taskId) => ({
      invocationSchemaVersion: "2.0",
      invocationId: "i",
      job: { id: "j", userArguments },
      tasks: [{ taskId: String(taskId), s3Key, s3VersionId, s3Bucket }],
    }));
    const source = `import(${JSON.stringify(join(built(), "fleet-handler.mjs"))}).then(async ({ handler }) => {
      const answers = [];
      for (const event of ${JSON.stringify(events)})
        answers.push(await handler(event, { getRemainingTimeInMillis: () => 60000 }));
      console.log(JSON.stringify(answers));
    })`;
    const { stdout } = await run(process.execPath, ["-e", source], { maxBuffer: 2 ** 24 });
    return (JSON.parse(stdout) as InvocationResponse[]).map(({ results }) => results[0]?.resultString ?? "");
  };

  it("is planned, verified through faults, and says of each object what verify says", async () => {
    const [, , damaged = "", missing = ""] = ids;
    const whole = await bucket.read(damaged);
    await bucket.write(damaged, whole.subarray(0, -1));
    await bucket.write(ODD_KEY, Buffer.from("no backup"));
    const manifest = file("verify.csv");
    const work = ["--operation", "verify", "--key", from, "--manifest", manifest];
    const planned = await tool("plan", "--bucket", bucket.name, "--prefix", "p/", "--versions", ...work);
    expect(planned).toMatchObject({ status: 0, data: { objects: BACKUPS, others: BACKUPS + 1 } });
    const text = readFileSync(manifest, "utf8");
    const version = /,([^,\n]+)\n/.exec(text)?.[1] ?? "";
    // What no plan would write: what is no backup, a version that never was, an object that is gone.
    for (const [key, id] of [
      [ODD_KEY, version],
      [ids[0] ?? "", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
      ["p/gone-20261101T000000Z.tar.gz.kms", version],
    ] as const)
      appendFileSync(manifest, `${bucket.name},${encodedKey(key)},${id}\n`);

    // The first two requests for one object fail, and a body breaks off: neither is to be seen in the report.
    let faults = 0;
    proxy.decide = ({ method, url }) => {
      if (method !== "GET" || !url.includes(missing)) return "pass";
      faults += 1;
      return faults <= 2 ? "503" : faults === 3 ? 1000 : "pass";
    };
    const ran = await tool("run", ...work, "--report", file("verified"), "--concurrency", "4");
    expect(ran.stderr).toBe("");
    expect(faults).toBeGreaterThan(2);
    expect(ran).toMatchObject({ status: 17, data: { rows: BACKUPS + 3, succeeded: BACKUPS - 1, failed: 4 } });
    const rows = await reported(file("verified"));
    for (const row of rows.filter(({ versionId }) => versionId !== undefined).slice(0, BACKUPS)) {
      const one = await sealstack([
        "verify",
        "--bucket",
        bucket.name,
        "--key",
        from,
        decodeURIComponent(row.key),
      ]);
      expect({ key: row.key, succeeded: row.status === "succeeded" }).toEqual({
        key: row.key,
        succeeded: one.status === 0,
      });
    }
    const words = Object.fromEntries(
      rows.map(({ key, versionId, message }) => [`${key} ${versionId}`, message]),
    );
    const said = (key: string, id: string): string | undefined => words[`${encodedKey(key)} ${id}`];
    expect(said(ODD_KEY, version)).toMatch(/^NotABackup: /);
    expect(said(ids[0] ?? "", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).toMatch(/^(Gone|Refused): /);
    expect(said("p/gone-20261101T000000Z.tar.gz.kms", version)).toMatch(/^(Gone|Refused): /);
    // The same file, as Lambda calls it.
    const userArguments = { operation: "verify", keys: from };
    expect(await asLambda(rows, userArguments)).toEqual(rows.map(({ message }) => message));
    await bucket.write(damaged, whole);
  }, 300_000);

  it("goes on where it was killed, and puts every backup under the new key", async () => {
    const manifest = file("rewrap.csv");
    const work = ["--operation", "rewrap", "--from-key", from, "--to-key", to, "--manifest", manifest];
    expect((await tool("plan", "--bucket", bucket.name, "--prefix", "p/", ...work)).status).toBe(0);
    const report = file("rewrapped");
    const env = { ...process.env, AWS_ENDPOINT_URL: proxy.endpoint };
    const [node, ...words] = program();
    const argv = [...words, "fleet", "run", ...work, "--report", report, "--concurrency", "1"];
    const child = execFile(node, argv, { env });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child.once("close", (_, signal) => resolve(signal));
    });
    let [sidecars, stderr] = [0, ""];
    child.stderr?.on("data", (chunk) => {
      stderr += String(chunk);
    });
    proxy.decide = ({ method, url }) => {
      if (method === "PUT" && url.includes("/keys/") && ++sidecars === 3) child.kill("SIGKILL");
      return "pass";
    };
    expect({ ended: await ended, stderr }).toEqual({ ended: "SIGKILL", stderr: "" });
    proxy.decide = () => "pass";
    const again = await tool("run", ...work, "--report", report);
    expect(again).toMatchObject({ status: 0, data: { rows: BACKUPS, succeeded: BACKUPS, failed: 0 } });
    expect(again.data.before).toBeGreaterThan(0);
    expect(again.data.before).toBeLessThan(4);
    await testClients().kms.send(new DisableKeyCommand({ KeyId: from }));
    const check = ["--operation", "verify", "--key", to, "--manifest", manifest];
    expect(await tool("run", ...check, "--report", file("proven"))).toMatchObject({
      status: 0,
      data: { succeeded: BACKUPS },
    });
  }, 300_000);

  it("never puts an older version under another key", async () => {
    const [first = "", second = ""] = ids;
    const body = await bucket.read(first);
    const { VersionId = "" } = await testClients().s3.send(
      new PutObjectCommand({
        Bucket: bucket.name,
        Key: first,
        Body: Buffer.concat([body, Buffer.from("x")]),
      }),
    );
    await bucket.write(first, body);
    const third = await createKey();
    const keys = { operation: "reencrypt", keys: to, toKeys: third };
    const row = (key: string, versionId?: string): ReportRow => ({
      bucket: bucket.name,
      key,
      versionId,
      status: "succeeded",
      code: "",
      message: "",
    });
    const [older, current, twice] = await asLambda([row(first, VersionId), row(second), row(second)], keys);
    expect(older).toMatch(/^Superseded: /);
    expect(current).toMatch(/^Reencrypted: /);
    expect(twice).toMatch(/^Already: /);
  }, 300_000);
});
