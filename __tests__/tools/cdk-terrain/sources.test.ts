import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PRESET_SCHEMAS } from "../../../presets/schemas";
import { type Copy, compareStacks, packLibrary, runTests, withCopy } from "../../../tools/cdk-terrain/check";
import { EXPLAINED, explanation } from "../../../tools/cdk-terrain/compare";
import { REPO_ROOT } from "../../../tools/paths";
import { useTempDir } from "../../helpers/temp-dir";

const document = readFileSync(join(REPO_ROOT, "docs/cdk-terrain.md"), "utf8");

/** The dependencies that the document tells users to have. */
const DOCUMENTED = JSON.parse(/```json\n(\{.*?\n\})\n```/s.exec(document)?.[1] ?? "{}").dependencies;

const PINNED = JSON.parse(
  readFileSync(join(REPO_ROOT, "tools/cdk-terrain/package.json"), "utf8"),
).dependencies;

/** Less than `npm run cdk-terrain` does: the library's types, and tests of one preset. */
describe("the unchanged sources on CDK Terrain", () => {
  const dir = useTempDir();

  it("build, synthesize what they synthesize on cdktf, pass tests, and are installed beside it", async () => {
    await withCopy(jest.fn(), async (copy) => {
      const { constructs, ...aliases } = copy.packages;
      const found = Object.entries(aliases).map(([name, it]) => [name, `npm:${it}`]);
      expect({ constructs: constructs?.split("@").at(-1), ...Object.fromEntries(found) }).toEqual(PINNED);
      expect(aliases.cdktf).toMatch(/^cdktn@/);

      installs(await packLibrary(copy, dir()), copy);

      const { files, differences } = await compareStacks(copy);
      const stacks = files.filter((file) => file.endsWith("cdk.tf.json"));
      expect(stacks.length).toBeGreaterThanOrEqual(PRESET_SCHEMAS.length);
      expect(differences.filter((difference) => explanation(difference) === undefined)).toEqual([]);
      // An explanation that nothing needs would hide a fault one day.
      const used = new Set(differences.map(explanation));
      expect(EXPLAINED.filter((explained) => !used.has(explained))).toEqual([]);

      expect(await runTests(copy, ["__tests__/presets/kubernetes-kms"])).toMatch(/^\d{2,} passed, 0 failed/);
    });
  }, 300_000);

  /** As a user's project, with the dependencies of docs/cdk-terrain.md: npm takes them, and a program runs. */
  function installs(tarball: string, copy: Copy): void {
    const { sealstack, ...others } = DOCUMENTED;
    expect(others).toEqual(PINNED);
    expect(sealstack).toBeDefined();
    const dependencies = { ...others, sealstack: `file:${tarball}` };
    const install = (wanted: object) => {
      writeFileSync(join(dir(), "package.json"), JSON.stringify({ private: true, dependencies: wanted }));
      // What npm would install; the packages are not fetched again.
      const flags = [
        "install",
        "--package-lock-only",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
      ];
      const { status, stderr } = spawnSync("npm", flags, { cwd: dir(), encoding: "utf8" });
      return { status, stderr };
    };
    expect(install(dependencies)).toMatchObject({ status: 0 });
    // A version that sealstack has never been tried with is refused by name.
    const refused = install({ ...dependencies, "@cdktf/provider-aws": "npm:@cdktn/provider-aws@23.7.0" });
    expect(refused).toMatchObject({
      stderr: expect.stringMatching(/ERESOLVE[\s\S]*@cdktf\/provider-aws@"\^21\.22\.0 \|\|/),
    });

    const modules = join(dir(), "node_modules");
    for (const folder of ["@cdktf", "sealstack"]) mkdirSync(join(modules, folder), { recursive: true });
    for (const name of ["cdktf", "cdktn", "constructs", "@cdktf/provider-aws"])
      symlinkSync(join(copy.modules, name), join(modules, name));
    for (const name of ["yaml", "zod"])
      symlinkSync(join(REPO_ROOT, "node_modules", name), join(modules, name));
    execFileSync("tar", ["-xzf", tarball, "-C", join(modules, "sealstack"), "--strip-components=1"]);
    writeFileSync(join(dir(), "app.js"), APP);
    const resources = JSON.parse(
      execFileSync(process.execPath, ["--preserve-symlinks", "app.js"], { cwd: dir() }).toString(),
    );
    expect(resources).toMatchObject({ aws_kms_key: { key: { enable_key_rotation: true } } });
  }
});

/** Imports by both names: the aliased one, and the one that the bindings use. */
const APP = `
const { App } = require("cdktn");
const { TerraformStack, Testing } = require("cdktf");
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
const { Key, rootStatement } = require("sealstack/modules/kms");
const env = { partition: "aws", region: "eu-central-1", accountId: "111122223333" };
const stack = new TerraformStack(new App(), "s");
new AwsProvider(stack, "aws", { region: env.region });
new Key(stack, "key", { description: "backups", policy: [rootStatement(env, { full: false })] });
process.stdout.write(JSON.stringify(JSON.parse(Testing.synth(stack)).resource));
`;
