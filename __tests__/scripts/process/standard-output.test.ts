import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CliProcess, startCli } from "../../helpers/processes/cli-process";
import { type KmsEndpoint, kmsEndpoint } from "../../helpers/servers/kms-endpoint";
import { type S3Endpoint, s3Endpoint } from "../../helpers/servers/s3-endpoint";
import { useTempDir } from "../../helpers/temp-dir";

jest.setTimeout(120_000);

describe("what is written to stdout", () => {
  const dir = useTempDir();
  const at = (name: string): string => join(dir(), name);
  let s3: S3Endpoint;
  let kms: KmsEndpoint;
  let key: string;
  beforeEach(async () => {
    [s3, kms] = await Promise.all([s3Endpoint(), kmsEndpoint()]);
    key = kms.createKey().arn;
    writeFileSync(at("in"), randomBytes(70_000));
  });
  afterEach(() => Promise.all([s3.close(), kms.close()]));
  const start = (shell: string, argv: readonly string[]): CliProcess =>
    startCli(argv, {
      shell,
      cwd: dir(),
      env: { AWS_ENDPOINT_URL_S3: s3.url, AWS_ENDPOINT_URL_KMS: kms.url },
    });
  const ended = (shell: string, argv: readonly string[]) => start(shell, argv).ended;

  const REPORTS: readonly (readonly string[])[] = [
    ["--help"],
    ["--version"],
    ["backup", "--help"],
    ["list", "--bucket", "b"],
    ["list", "--bucket", "b", "--json"],
    [
      "vault-config",
      "--key",
      "alias/a",
      "--bucket",
      "b",
      "--prefix",
      "p/",
      "--principal",
      "arn:aws:iam::1:role/r",
    ],
    ["kms-plugin", "manifest", "config", "--key", "alias/a"],
  ];
  it.each(REPORTS)("fails on a full device: %s %s %s %s", async (...argv) => {
    const { status, stderr } = await ended('"$@" > /dev/full', argv);
    expect([status, stderr]).toEqual([4, expect.stringContaining("cannot write the output: ENOSPC")]);
  });

  it("fails when its reader has gone", async () => {
    for (const argv of REPORTS.slice(0, 4)) {
      const { stdout, stderr } = await ended('"$@" | true; echo ${PIPESTATUS[0]}', argv);
      expect([stdout, stderr]).toEqual([
        "130\n",
        expect.stringContaining("the reader of the output went away"),
      ]);
    }
  });

  it("says that the command itself is done", async () => {
    const { status, stderr } = await ended('"$@" > /dev/full', [
      "backup",
      "--key",
      key,
      "--bucket",
      "b",
      "in",
    ]);
    expect([status, stderr]).toEqual([4, expect.stringContaining("; the command itself is done\n")]);
    expect(s3.objects.size).toBe(2);
  });

  it.each(["list", "vault-config"])("changes nothing about errors, which go to stderr: %s", async (name) => {
    expect(await ended('"$@" > /dev/full', [name])).toMatchObject({ status: 2 });
    expect(await ended('"$@" 2> /dev/full', [name])).toMatchObject({ status: 2 });
    expect(await ended('"$@" 2> /dev/full', [name, "--json"])).toMatchObject({ status: 2 });
    expect(await ended('{ "$@" 2>&1 >&3 | true; } 3>&1; echo ${PIPESTATUS[0]}', [name])).toMatchObject({
      status: 0,
    });
  });

  describe("as bytes", () => {
    const encrypt = ["encrypt", "--in", "in", "--out", "-"];

    it("fails on a full device, and when the reader has gone, message and plaintext", async () => {
      const seal = [...encrypt, "--key", key];
      expect(await ended('"$@" > /dev/full', seal)).toMatchObject({ status: 4 });
      expect((await ended('"$@" | head -c 100 > head; echo ${PIPESTATUS[0]}', [...seal])).stdout).toMatch(
        /^(130|0)\n$/,
      );
      expect(await ended('"$@" > sealed', seal)).toMatchObject({ status: 0 });
      const open = ["decrypt", "--in", "sealed", "--any-context", "--key", key];
      for (const more of [[], ["--allow-unverified-stream"]])
        expect(await ended('"$@" > /dev/full', [...open, ...more])).toMatchObject({ status: 4 });
      expect(await ended('"$@" > opened', open)).toMatchObject({ status: 0 });
      expect(readFileSync(at("opened")).equals(readFileSync(at("in")))).toBe(true);
    });

    // Node.js takes a short write for a whole one, and the last one of a full disk may be short.
    it("fails where only a part of the last write fits", async () => {
      const { status, stderr } = await ended('ulimit -f 60; "$@" > sealed', [...encrypt, "--key", key]);
      expect([status, stderr]).toEqual([4, expect.stringContaining("cannot write the output: EFBIG")]);
    });
  });
});
