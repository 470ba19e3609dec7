/** What is left of a drill that is ended while something of the user's looks at the plaintext. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../../../helpers/eventually";
import { type CliProcess, startCli } from "../../../helpers/processes/cli-process";
import { type KmsEndpoint, kmsEndpoint } from "../../../helpers/servers/kms-endpoint";
import { type S3Endpoint, s3Endpoint } from "../../../helpers/servers/s3-endpoint";
import { useTempDir } from "../../../helpers/temp-dir";

describe("a drill that is ended", () => {
  const dir = useTempDir();
  const at = (...names: readonly string[]): string => join(dir(), ...names);
  let s3: S3Endpoint;
  let kms: KmsEndpoint;
  let key: string;
  beforeEach(async () => {
    [s3, kms] = await Promise.all([s3Endpoint(), kmsEndpoint()]);
    key = kms.createKey().arn;
    for (const name of ["tmp", "in"]) mkdirSync(at(name));
    writeFileSync(at("in", "file"), "a secret");
    writeFileSync(
      at("hold"),
      `#!/bin/sh\necho $$ > '${at("pid.new")}'; mv '${at("pid.new")}' '${at("pid")}'; exec sleep 600\n`,
      {
        mode: 0o700,
      },
    );
    expect((await start("backup", "--prefix", "p", at("in")).ended).status).toBe(0);
  });
  afterEach(() => Promise.all([s3.close(), kms.close()]));

  const start = (...argv: readonly string[]): CliProcess =>
    startCli([...argv, "--key", key, "--bucket", "b"], {
      env: {
        AWS_ENDPOINT_URL_S3: s3.url,
        AWS_ENDPOINT_URL_KMS: kms.url,
        AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1",
        TMPDIR: at("tmp"),
      },
    });
  const scratch = (): string[] => readdirSync(at("tmp")).filter((name) => name.startsWith(".drill."));
  const records = (): string[] =>
    [...s3.objects.keys()].filter((name) => name.includes(".sealstack/drills/"));
  const runs = (pid: string): boolean =>
    existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));

  async function holding(): Promise<{ readonly drill: CliProcess; readonly pid: string }> {
    const drill = start("drill", "--check-command", at("hold"));
    await drill.until(() => existsSync(at("pid")));
    const [name = ""] = scratch();
    expect(statSync(at("tmp", name)).mode & 0o777 & 0o077).toBe(0);
    expect(readFileSync(at("tmp", name, "restored", "file"), "utf8")).toBe("a secret");
    return { drill, pid: readFileSync(at("pid"), "utf8").trim() };
  }

  it("by SIGTERM leaves no plaintext, no process and no evidence", async () => {
    const { drill, pid } = await holding();
    drill.child.kill("SIGTERM");
    expect(await drill.ended).toMatchObject({ status: 130 });
    expect([scratch(), runs(pid), records()]).toEqual([[], false, []]);
  });

  it("by SIGKILL leaves what the next run finds, says and removes, and no program that runs on", async () => {
    const { drill, pid } = await holding();
    drill.child.kill("SIGKILL");
    await drill.ended.catch(() => {});
    await eventually(() => !runs(pid)); // util-linux is there, or it would run on
    const [name = ""] = scratch();
    const next = await start("drill", "--no-store").ended;
    expect(next).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(`removed ${at("tmp", name)}, which an interrupted run left`),
    });
    expect(scratch()).toEqual([]);
  });
});
