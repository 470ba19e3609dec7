import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPO_ROOT } from "../../../tools/paths";
import { mustRun } from "../../../tools/processes/run";
import { CONSTRUCTS } from "../../../tools/terraform-modules/constructs";
import { checkovFindings, tflintFindings } from "../../../tools/terraform-modules/lint/findings";
import { buildTerraformDocs } from "../../../tools/terraform-modules/lint/programs";
import { PRESET_PARTIALS } from "../../../tools/terraform-modules/modules";
import { BUILD_MS } from "../../helpers/build-time";

const tell = (line: string): boolean => process.stderr.write(`lint of modules: ${line}\n`);

/** Building tflint takes two minutes of CPU time, once. */

const NAMES = [...Object.keys(PRESET_PARTIALS), ...Object.keys(CONSTRUCTS)];

const modules = (args: readonly string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "tools/terraform-modules/main.ts", ...args], {
    cwd: REPO_ROOT,
    encoding: "utf8",
  });

describe("npm run modules", () => {
  let folder = "";
  let result: ReturnType<typeof modules>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sealstack-test-"));
    result = modules([folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const textOf = (name: string): string =>
    readdirSync(join(folder, name))
      .filter((file) => /\.(tf|tofu)$/.test(file))
      .map((file) => readFileSync(join(folder, name, file), "utf8"))
      .join("\n");

  it("writes every module, and names each", () => {
    expect(result).toMatchObject({
      status: 0,
      stdout: NAMES.map((name) => `${join(folder, name)}\n`).join(""),
    });
    expect(readdirSync(folder)).toEqual([...NAMES].sort());
  });

  it.each(NAMES)("%s is laid out as the registry asks, and belongs to no account or machine", (name) => {
    const files = readdirSync(join(folder, name), { recursive: true });
    for (const file of ["main.tf", "variables.tf", "outputs.tf", "versions.tf", "README.md", "CHANGELOG.md"])
      expect(files).toContain(file);
    for (const file of ["LICENSE", "examples/minimal/main.tf", "examples/complete/main.tf"])
      expect(files).toContain(file);
    if (Object.hasOwn(PRESET_PARTIALS, name)) expect(files).toContain("tests/plan.tftest.hcl");
    const text = textOf(name);
    // A block that it prints is no block of its own.
    expect(text.replaceAll(/<<-EOT\n[\s\S]*?\n\s*EOT$/gm, "")).not.toMatch(/^\s*(provider|backend) "/m);
    // An example of an ARN in a description is no account.
    expect(text.replaceAll(/^\s*(description|error_message|#).*$/gm, "")).not.toMatch(
      /arn:aws[:-]|\b\d{12}\b/,
    );
    expect(text).not.toContain(REPO_ROOT);
  });

  it.each(["bucket", "signing"])("%s gives prevent_destroy to OpenTofu as a variable", (name) => {
    const files = readdirSync(join(folder, name));
    expect(files).toEqual(expect.arrayContaining(["main.tofu", "variables.tofu"]));
    const [terraform, tofu] = ["tf", "tofu"].map((end) =>
      ["main", "variables"]
        .map((file) => readFileSync(join(folder, name, `${file}.${end}`), "utf8"))
        .join("\n"),
    );
    expect(terraform).toMatch(/prevent_destroy = true$/m);
    expect(terraform).toMatch(/error_message = .*Terraform takes no variable for/);
    expect(tofu).toMatch(/prevent_destroy = var\.[\w.]+$/m);
    expect(tofu).not.toMatch(/error_message = .*Terraform takes no variable for/);
  });

  it.each([
    [["--only", "nothing"], "--only must be one of "],
    [["--all"], "takes one folder and --only NAME, got '--all'"],
    [["one", "two"], "takes one folder and --only NAME, got 'one two'"],
  ])("refuses %j", (args, message) => {
    const refused = modules(args);
    expect(refused.stderr).toContain(`modules: error: ${message}`);
    expect(refused.status).toBe(2);
  });

  it(
    "leaves tflint nothing to say",
    async () => {
      const found = await tflintFindings(folder, tell);
      expect(found).toEqual([]);
      const bad = join(folder, "zz-bad");
      mkdirSync(bad);
      writeFileSync(join(bad, "main.tf"), 'variable "unused" {}\n');
      const more = (await tflintFindings(folder, tell)).filter((line) => line.startsWith("zz-bad/"));
      rmSync(bad, { recursive: true });
      expect(more.join("\n")).toContain("terraform_unused_declarations");
    },
    BUILD_MS,
  );

  it(
    "has READMEs as terraform-docs writes them",
    async () => {
      const terraformDocs = await buildTerraformDocs(tell);
      const copy = `${folder}-docs`;
      cpSync(folder, copy, { recursive: true });
      try {
        for (const name of NAMES) {
          const flags = ["--output-file", "README.md", "--output-mode", "inject"];
          await mustRun(terraformDocs, ["markdown", "table", ...flags, join(copy, name)]);
          expect(readFileSync(join(copy, name, "README.md"), "utf8")).toBe(
            readFileSync(join(folder, name, "README.md"), "utf8"),
          );
        }
      } finally {
        rmSync(copy, { recursive: true, force: true });
      }
    },
    BUILD_MS,
  );

  it(
    "leaves checkov nothing to say that is not answered in place",
    async () => {
      const { passed, findings } = await checkovFindings(folder, tell);
      expect(findings).toEqual([]);
      expect(passed).toBeGreaterThan(100);
    },
    BUILD_MS,
  );
});
