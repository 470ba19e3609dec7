import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OUTPUT } from "../../../modules/backup-contract";
import { EtcdCaBackupStack, etcdCaBackupSchema } from "../../../presets/etcd-ca-backup";
import { findTool } from "../../../tools/fetched/system-packages";
import { terraformModule } from "../../../tools/hcl-module/module";
import { checkovFindings } from "../../../tools/terraform-modules/lint/findings";
import { describeIf } from "../../helpers/describe-if";
import { statementsOf, synthStack, withApp } from "../../helpers/stacks/synth";
import { useTempDir } from "../../helpers/temp-dir";

const ROOT = join(__dirname, "../../..");
const STACK = "etcd-ca-backup";
/** Every section that adds resources. */
const EVERYTHING = {
  bucket: { objectLock: { mode: "COMPLIANCE", retentionInDays: 30 } },
  writer: { user: { accessKey: true } },
  audit: { emails: ["a@example.com"], trail: { readers: ["arn:aws:iam::111122223333:role/auditor"] } },
};

/** Runs the program as `npm run hcl` does. */
function run(args: readonly string[], environment: Record<string, string> = {}) {
  return spawnSync(process.execPath, ["--import", "tsx", "tools/hcl-module/main.ts", ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
}

/** The module of the sample, generated once. */
let generated = "";
let result: ReturnType<typeof run>;
beforeAll(() => {
  generated = mkdtempSync(join(tmpdir(), "sealstack-test-"));
  result = run([generated], { CDKTF_OUTDIR: join(generated, "cdktf.out") });
});
afterAll(() => rmSync(generated, { recursive: true, force: true }));

const file = (name: string) => readFileSync(join(generated, STACK, name), "utf8");

describe("npm run hcl", () => {
  const dir = useTempDir();

  it("writes a module without backend, provider block or path, and leaves cdktf.out alone", () => {
    expect(result).toMatchObject({
      status: 0,
      stdout: `${join(generated, STACK)}: main.tf, outputs.tf, versions.tf\n`,
      stderr: "",
    });
    expect(readdirSync(generated)).toEqual([STACK]);
    const text = file("main.tf") + file("outputs.tf") + file("versions.tf");
    expect(text).not.toMatch(/backend|^provider /m);
    expect(text).not.toContain(ROOT);
    expect(text).not.toContain(generated);
    expect(text).not.toContain("arn:aws:");
    expect(text).not.toMatch(/"\$\{[^}"]*\}"/);
  });

  it("says nothing twice that has a name, no default, and nothing beyond the width of a page", () => {
    const main = file("main.tf");
    for (const once of [
      '"etcd-ca-backup-${local.account_id}-${local.region}"',
      "data.aws_caller_identity.current_account.account_id",
      ":root",
      '"kms:UpdatePrimaryRegion"',
    ])
      expect([once, main.split(once).length - 1]).toEqual([once, 1]);
    expect(main).not.toMatch(/SYMMETRIC_DEFAULT|ENCRYPT_DECRYPT|force_destroy|= 3600/);
    const long = [main, file("outputs.tf")]
      .flatMap((text) => text.split("\n"))
      .filter((line) => line.length > 120);
    expect(long).toEqual([]);
  });

  it("says why its parts wait for each other, and what a bucket does without", () => {
    const main = file("main.tf");
    const waiting = [...main.matchAll(/^(.*)\n *depends_on = /gm)].map(([, before = ""]) => before.trim());
    expect(waiting.length).toBeGreaterThanOrEqual(8);
    expect(waiting.filter((before) => !before.startsWith("# "))).toEqual([]);
    const [bucket = ""] = /^resource "aws_s3_bucket" [\s\S]*?^\}/m.exec(main) ?? [];
    for (const check of ["CKV_AWS_18", "CKV2_AWS_62", "CKV_AWS_144"])
      expect(bucket).toMatch(new RegExp(`^ {2}#checkov:skip=${check}:\\w.*$`, "m"));
  });

  it("asks for the provider that the bindings were made from, or a later one", () => {
    const { version } = JSON.parse(
      readFileSync(join(ROOT, "node_modules/@cdktf/provider-aws/package.json"), "utf8"),
    ).cdktf.provider;
    expect(file("versions.tf")).toContain(
      `version = ">= ${version}, < ${Number(version.split(".")[0]) + 1}.0.0"`,
    );
  });

  it("has every output of the contract, but those of a key that is rotated by hand and of roles on request", () => {
    const names = [...file("outputs.tf").matchAll(/^output "(\w+)" \{$/gm)].map(([, name]) => name);
    const { keyVersion, keyVersions, keeperRoleArn, testerRoleArn, rekeyerRoleArn, ...outputs } = OUTPUT;
    for (const absent of [keyVersion, keyVersions, keeperRoleArn, testerRoleArn, rekeyerRoleArn])
      expect(names).not.toContain(absent);
    expect(names.sort()).toEqual(Object.values(outputs).sort());
  });

  it("says that the format was not checked where there is no terraform", () => {
    const { status, stderr } = run([dir()], { PATH: dir() });
    expect([status, stderr]).toEqual([
      0,
      "hcl: no terraform found: formatted, but not checked with 'terraform fmt'\n",
    ]);
  });

  it("fails on a bad configuration and on unknown arguments with status 2", () => {
    const bad = join(dir(), "bad.yaml");
    writeFileSync(bad, "stacks: {}\n");
    expect(run([dir()], { SEALSTACK_CONFIG: bad })).toMatchObject({
      status: 2,
      stderr: `hcl: error: invalid configuration at '${bad}':\n  - line 1, column 1: stacks: must hold at least one stack, got none\n`,
    });
    expect(run(["--out", "x"])).toMatchObject({
      status: 2,
      stderr: "hcl: error: takes one folder, got '--out x'\n",
    });
  });
});

describeIf(
  findTool("terraform") !== undefined,
  "install terraform to have it read the generated module",
  "module of npm run hcl, read by terraform",
  () => {
    const dir = useTempDir();
    const terraform = (args: readonly string[], input?: string) =>
      execFileSync("terraform", args, {
        cwd: dir(),
        env: { ...process.env, CHECKPOINT_DISABLE: "1" },
        stdio: ["pipe", "pipe", "pipe"],
        ...(input === undefined ? {} : { input }),
      }).toString();

    it("is formatted", () => {
      expect(terraform(["fmt", "-check", "-recursive", generated])).toBe("");
    });

    it.each([
      ["of the sample", {}, 8],
      ["of a stack with everything", EVERYTHING, 16],
    ])("has the policies of the JSON output %s", async (_, values, atLeast) => {
      const config = etcdCaBackupSchema.parse({ preset: STACK, region: "eu-central-1", ...values });
      const { "main.tf": main } = await terraformModule(STACK, config);
      const expressions = [
        ...main.matchAll(/^ {2}(?:policy|assume_role_policy) += (jsonencode\(\{$[\s\S]*?^ {2}\}\))$/gm),
      ];
      const json = withApp((app) => synthStack(new EtcdCaBackupStack(app, STACK, { config })));
      // References cannot be looked up without the provider: stand-ins that are the same text in both outputs.
      const standIn = (text: string) => text.replaceAll(/((?:data\.)?aws_\w+\.\w+\.\w+)/g, '"<$1>"');
      const [localsOfModule = ""] = /^locals \{[\s\S]*?^\}$/m.exec(main) ?? [];
      const inHcl = expressions.map(([, expression = ""]) => expression);
      const locals = inHcl.map((expression, index) => `p${index} = ${standIn(expression)}`).join("\n");
      writeFileSync(
        join(dir(), "policies.tf"),
        `${standIn(localsOfModule)}\nlocals {\n${locals}\npolicies = [${inHcl.map((_, index) => `local.p${index}`).join(", ")}]\n}\n`,
      );
      const printed = terraform(["console"], "jsonencode(local.policies)\n");
      const fromHcl = (JSON.parse(JSON.parse(printed)) as string[]).map(statementsOf);
      const fromJson = Object.values(
        json.json.resource as Record<string, Record<string, Record<string, string>>>,
      )
        .flatMap((byName) => Object.values(byName))
        .flatMap(({ policy, assume_role_policy: trust }) => [policy, trust])
        .filter((text) => text !== undefined)
        // No partition has the name of a stand-in, so that its domain is the last argument.
        .map((text) => text.replaceAll(/\$\{lookup\([^)]*, "([\w.]+)"\)\}/g, "$1"))
        .map((text) => statementsOf(text.replaceAll(/\$\{([\w.]+)\}/g, "<$1>")));
      const inOrder = (policies: readonly unknown[]) =>
        policies.map((policy) => JSON.stringify(policy)).sort();
      expect(fromHcl.length).toBeGreaterThanOrEqual(atLeast);
      expect(inOrder(fromHcl.map(sortKeys))).toEqual(inOrder(fromJson.map(sortKeys)));
    });
  },
);

describe("module of npm run hcl, judged by checkov", () => {
  const dir = useTempDir();

  it("fails no check, and does without some for a reason", async () => {
    const config = etcdCaBackupSchema.parse({ preset: STACK, region: "eu-central-1", ...EVERYTHING });
    for (const [name, text] of Object.entries(await terraformModule(STACK, config)))
      writeFileSync(join(dir(), name), text);
    const { passed, findings } = await checkovFindings(dir(), (line) => process.stderr.write(`${line}\n`));
    expect(findings).toEqual([]);
    expect(passed).toBeGreaterThan(100);
  }, 300_000);
});

/** Terraform's `jsonencode` sorts keys. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}
