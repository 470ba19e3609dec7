/** The composition root as cdktf runs it: `node --import tsx main.ts`, in a folder of its own. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PRESET_SCHEMAS } from "../presets/schemas";
import { useTempDir } from "./helpers/temp-dir";

const ROOT = join(__dirname, "..");
const { app } = JSON.parse(readFileSync(join(ROOT, "cdktf.json"), "utf8")) as { app: string };

const PRESETS = PRESET_SCHEMAS.map(({ shape }) => `'${shape.preset.value}'`).join(", ");

describe("main.ts", () => {
  const dir = useTempDir();
  const out = () => join(dir(), "cdktf.out");
  const run = (environment: Record<string, string> = {}) =>
    spawnSync(app, {
      cwd: ROOT,
      shell: true,
      encoding: "utf8",
      env: {
        ...process.env,
        CDKTF_OUTDIR: out(),
        SEALSTACK_CONFIG: join(ROOT, "sealstack.yaml"),
        ...environment,
      },
    });
  const written = () => readdirSync(join(out(), "stacks", "etcd-ca-backup")).sort();

  it("fits on a screen, and is run without a type checker", () => {
    expect(readFileSync(join(ROOT, "main.ts"), "utf8").split("\n").length).toBeLessThanOrEqual(40);
    expect(app).toBe("node --import tsx main.ts");
  });

  it("synthesizes the sample in JSON and in HCL, in any order, without leaving the other's files", () => {
    for (const output of ["json", "hcl", "json", "hcl"] as const) {
      const { status, stderr } = run({ SYNTH_HCL_OUTPUT: String(output === "hcl") });
      expect([status, stderr]).toEqual([0, ""]);
      expect(written()).toEqual(output === "hcl" ? ["cdk.tf", "metadata.json"] : ["cdk.tf.json"]);
    }
  });

  it("fails on a bad configuration with its problems, no stack trace, status 2, and nothing synthesized", () => {
    const file = join(dir(), "bad.yaml");
    writeFileSync(file, "stacks: {a: {preset: vpc}}\n");
    const { status, stdout, stderr } = run({ SEALSTACK_CONFIG: file });
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toBe(
      `sealstack: error: invalid configuration at '${file}':\n  - line 1, column 14: stacks.a.preset: must be one of ${PRESETS}, got 'vpc'\n`,
    );
    expect(existsSync(out())).toBe(false);
  });

  it("has the rules of access look at what it synthesizes, where it is asked to", () => {
    const { status, stderr } = run({ SEALSTACK_CHECK_ACCESS: "error" });
    expect([status, stderr]).toEqual([0, ""]);
    const strict = run({ SEALSTACK_CHECK_ACCESS: "fatal" });
    expect(strict.status).toBe(2);
    expect(strict.stderr).toBe(
      "sealstack: error: access cannot be checked for 'fatal': name one of error, warning, note, none\n",
    );
  });

  it("fails where two stacks would take one name, with the place of both, and status 2", () => {
    const file = join(dir(), "two.yaml");
    writeFileSync(
      file,
      "stacks:\n  app: {preset: etcd-ca-backup, region: eu-central-1, writer: {user: {}}}\n  app-writer: {preset: application-key, region: eu-central-1}\n",
    );
    const { status, stdout, stderr } = run({ SEALSTACK_CONFIG: file });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      `sealstack: error: invalid configuration at '${file}':\n  - stacks.app-writer: IAM user 'app-writer' must be used once, it is in 'stacks.app' too\n`,
    );
    expect(existsSync(join(out(), "stacks", "app"))).toBe(false);
  });

  it("has `npx cdktf list` show the stacks that the file names", () => {
    const rc = join(dir(), "terraformrc");
    writeFileSync(rc, ""); // cdktf complains where there is none
    const { status, stdout } = spawnSync(join(ROOT, "node_modules/.bin/cdktf"), ["list", "--output", out()], {
      cwd: ROOT,
      encoding: "utf8",
      env: {
        ...process.env,
        CI: "1",
        CHECKPOINT_DISABLE: "1",
        TF_CLI_CONFIG_FILE: rc,
        SEALSTACK_CONFIG: "examples/environments.yaml",
      },
    });
    expect(status).toBe(0);
    // It cuts paths at 80 columns, wherever that is.
    const listed = [...stdout.matchAll(/^(\S+) +\//gm)].map(([, name]) => name);
    expect(listed).toEqual(["backups-production", "backups-staging", "releases"]);
  }, 120_000);
});
