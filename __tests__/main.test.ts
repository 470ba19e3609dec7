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
});
