import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sealstack } from "../../../helpers/processes/cli";
import { bucket, KEY, stackText, together } from "../../../helpers/stacks/cost-stack";
import { useTempDir } from "../../../helpers/temp-dir";

const dir = useTempDir();

/** A `cdktf.out` with these stacks. */
function synthesized(stacks: Readonly<Record<string, string>>): string {
  const out = join(dir(), "cdktf.out");
  for (const [name, text] of Object.entries(stacks)) {
    mkdirSync(join(out, "stacks", name), { recursive: true });
    writeFileSync(join(out, "stacks", name, "cdk.tf.json"), text);
  }
  return out;
}

const BACKUPS = stackText(
  together({ aws_kms_key: { key: KEY } }, bucket("b", { days: 90, noncurrentDays: 30 })),
);
const SIGNING = stackText(
  { aws_kms_key: { key: { customer_master_key_spec: "ECC_NIST_P256" } } },
  "eu-central-1",
);

async function cost(...argv: string[]) {
  const { status, stdout, stderr } = await sealstack(["cost", ...argv], { env: {} });
  return { status, stdout: stdout.toString(), stderr };
}

describe("sealstack cost", () => {
  it("shows a table for each stack, what they cost together, and what is not counted", async () => {
    const { status, stdout } = await cost(synthesized({ backups: BACKUPS, signing: SIGNING }));
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^backups \(us-east-1\): \d\.\d\d USD a month\n {2}item +quantity +unit price +USD a month\n {2}aws_kms_key\.key: key +1 key-month +1 +1\.00$/m,
    );
    expect(stdout).toMatch(/^signing \(eu-central-1\): 1\.00 USD a month$/m);
    expect(stdout).toMatch(/^all stacks together: \d\.\d\d USD a month$/m);
    expect(stdout).toMatch(
      /^not counted\n(.*\n)*? {2}free allowances of the account, such as 20,000 requests to KMS/m,
    );
    expect(stdout).toMatch(
      /aws_s3_bucket\.b has a bucket key: S3 asks KMS about [\d.]+ times \(<0\.01 USD\); without it, /,
    );
    expect(stdout).toMatch(/^prices of 20\d\d-\d\d-\d\d, without taxes/m);
  });

  it("takes one stack by name, by its folder, or by its file", async () => {
    const out = synthesized({ backups: BACKUPS, signing: SIGNING });
    const places = [
      [out, "--stack", "signing"],
      [join(out, "stacks/signing")],
      [join(out, "stacks/signing/cdk.tf.json")],
    ];
    for (const argv of places) {
      const { stdout } = await cost(...argv, "--json");
      expect(JSON.parse(stdout)).toMatchObject({
        totalUsd: 1,
        currency: "USD",
        stacks: [{ stack: "signing" }],
      });
    }
  });

  it("gives every line with its numbers, and the source of each price, as JSON", async () => {
    const { stdout } = await cost(synthesized({ backups: BACKUPS }), "--json", "--key-rotations", "1");
    const { stacks, sources, totalUsd } = JSON.parse(stdout);
    const [{ items }] = stacks;
    const sum = items.reduce(
      (total: number, { monthlyUsd }: { monthlyUsd: number }) => total + monthlyUsd,
      0,
    );
    expect(sum).toBeCloseTo(totalUsd, 10);
    for (const { quantity, unitPriceUsd, per, monthlyUsd, price } of items) {
      expect(monthlyUsd).toBeCloseTo((quantity / per) * unitPriceUsd, 12);
      expect(sources[price]).toMatchObject({
        url: expect.stringContaining("https://"),
        read: expect.any(String),
      });
    }
  });

  it("takes the usage from a file, and flags over it", async () => {
    const profile = join(dir(), "usage.yaml");
    writeFileSync(profile, "keyRotations: 1\nbackupsPerDay: 0\nrestoresPerMonth: 0\n");
    const out = synthesized({ backups: BACKUPS });
    expect(JSON.parse((await cost(out, "--profile", profile, "--json")).stdout).totalUsd).toBe(2);
    const more = await cost(
      out,
      "--profile",
      profile,
      "--usage",
      "keyRotations=2",
      "--usage",
      "batchJobs=2",
      "--json",
    );
    expect(JSON.parse(more.stdout).totalUsd).toBeCloseTo(3.5, 10);
    expect(
      JSON.parse((await cost(out, "--profile", profile, "--key-rotations", "0", "--json")).stdout).totalUsd,
    ).toBe(1);
  });

  it("warns of what a profile says in vain", async () => {
    const profile = join(dir(), "usage.yaml");
    writeFileSync(
      profile,
      "retentionInDays: 9\nprefixes: { etcd/: { backupsPerDay: 2 }, step-ca/: { backupsPerDay: 3 } }\n",
    );
    const { status, stderr } = await cost(synthesized({ backups: BACKUPS }), "--profile", profile);
    expect(status).toBe(0);
    expect(stderr.split("\n")).toEqual([
      "sealstack: warning: the usage profile speaks of the prefix 'step-ca/', which no stack has; they have: etcd/",
      "sealstack: warning: retentionInDays has no effect: the stack itself says how long backups are kept",
      "",
    ]);
  });

  it("takes outputs, and says what those leave out", async () => {
    const outputs = join(dir(), "outputs.json");
    const key_arn = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";
    writeFileSync(
      outputs,
      JSON.stringify({ backups: { region: "eu-central-1", key_arn, bucket: "b", prefixes: ["a/"] } }),
    );
    const without = await cost("--outputs", outputs);
    expect([without.status, without.stderr]).toEqual([
      2,
      expect.stringContaining("does not say how long backups are kept"),
    ]);
    const { status, stdout } = await cost("--outputs", outputs, "--retention-days", "30");
    expect(status).toBe(0);
    expect(stdout).toContain("outputs do not name them; give the folder");
    expect(stdout).toMatch(/aws_s3_bucket\.b: backups, current versions +1\.88 GiB-months/);
  });

  it.each([
    ["/nonexistent", /cannot be read: ENOENT .*\n.*hint: write it with `npx cdktf synth`/],
    [__dirname, /holds no synthesized stack\n.*hint: name cdktf\.out/],
    [__filename, /is no synthesized stack\n.*hint: write it with/],
  ])("refuses %s", async (place, message) => {
    const { status, stderr, stdout } = await cost(place);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });

  it.each([
    [["--stack", "b"], /has no stack 'b'; it has: backups/],
    [
      ["--backup-size", "-1"],
      /backupSize must be a size of at most 1 PiB, such as 64MiB or 1\.5GB, got '-1'/,
    ],
    [["--backups-per-day", "1e9"], /backupsPerDay must be a number from 0 to 86400, got '1e9'/],
    [["--usage", "nothing"], /--usage must be NAME=VALUE, got 'nothing'/],
    [["--usage", "nothing=1"], /nothing: unknown key, allowed are backupSize/],
    [["--prices-of", "moon-1"], /no prices are known of 'moon-1'; the table of .* has eu-central-1/],
    [["--profile", "/nonexistent"], /\/nonexistent/],
  ])("refuses %j", async (argv, message) => {
    const { status, stderr, stdout } = await cost(synthesized({ backups: BACKUPS }), ...argv);
    expect(stdout).toBe("");
    expect(status).toBe(argv[0] === "--profile" ? 3 : 2);
    expect(stderr).toMatch(message);
  });

  it("refuses a region without prices, and takes those of another where it is asked to", async () => {
    const out = synthesized({ far: stackText({ aws_kms_key: { key: KEY } }, "ap-south-1") });
    expect((await cost(out)).stderr).toMatch(
      /no prices are known of 'ap-south-1'.*\n.*hint: give --prices-of REGION/,
    );
    expect((await cost(out, "--prices-of", "us-east-1")).stdout).toContain(
      "no prices are known of ap-south-1: those of us-east-1 stand in",
    );
  });

  it("refuses a stack that only Terraform can read to its end", async () => {
    const open = stackText(bucket("b", { days: "${var.days}" }));
    expect((await cost(synthesized({ open }))).stderr).toContain(
      "rule.expiration.days is '${var.days}', which only Terraform resolves",
    );
  });
});
