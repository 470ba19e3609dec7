import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { mustRun, run } from "../../../tools/processes/run";
import { CONSTRUCTS, type ConstructName } from "../../../tools/terraform-modules/constructs";
import { constructFiles, moduleFiles } from "../../../tools/terraform-modules/emit";
import { type ModuleName, PRESET_PARTIALS } from "../../../tools/terraform-modules/modules";
import { standInEnvironment } from "../../../tools/terraform-modules/stand-in/provider";
import { buildTofu } from "../../../tools/tofu/build";
import { BUILD_MS } from "../../helpers/build-time";
import { useTempDir } from "../../helpers/temp-dir";

const tell = (line: string): boolean => process.stderr.write(`modules in OpenTofu: ${line}\n`);

/** OpenTofu is built once, in some minutes. */

const PRESETS = Object.keys(PRESET_PARTIALS) as ModuleName[];
const ALONE = Object.keys(CONSTRUCTS) as ConstructName[];
const NAMES = [...PRESETS, ...ALONE];

describe("modules in OpenTofu", () => {
  const dir = useTempDir();
  let tofu = "";
  let env: NodeJS.ProcessEnv = {};
  beforeAll(async () => {
    tofu = await buildTofu(tell);
    env = { ...process.env, ...(await standInEnvironment(tell)) };
  }, BUILD_MS);

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };

  const writeModules = async (): Promise<void> => {
    const made = [
      ...PRESETS.map(async (name) => [name, await moduleFiles(name)] as const),
      ...ALONE.map(async (name) => [name, await constructFiles(name)] as const),
    ];
    for (const [name, files] of await Promise.all(made))
      for (const [file, text] of Object.entries(files)) write(join(dir(), name, file), text);
  };

  /** A root of its own that calls what stands beside it, initialized. */
  const root = async (name: string, calls: Readonly<Record<string, object>>): Promise<string> => {
    const folder = join(dir(), name);
    const text = { provider: { aws: [{ region: "eu-central-1" }] }, module: calls };
    write(join(folder, "main.tf.json"), JSON.stringify(text));
    await mustRun(tofu, ["init", "-input=false", "-no-color"], { cwd: folder, env });
    return folder;
  };

  it("are valid, and every complete example can be planned beside the others", async () => {
    await writeModules();
    const examples = NAMES.map((name) => [name, { source: `../${name}/examples/complete` }]);
    const cwd = await root("root", Object.fromEntries(examples));
    expect(await run(tofu, ["validate", "-no-color"], { cwd, env })).toMatchObject({ status: 0 });
    const plan = await run(tofu, ["plan", "-input=false", "-no-color"], { cwd, env });
    expect(plan).toMatchObject({ status: 0 });
    for (const name of NAMES) expect(plan.stdout).toContain(`module.${name}.module.`);
    expect(plan.stdout).toMatch(/^Plan: \d+ to add, 0 to change, 0 to destroy\.$/m);
  });

  it("take prevent_destroy as a variable, both ways", async () => {
    await writeModules();
    const variables = { source: "../key", description: "Reports" };
    const cwd = await root("both", {
      free: { ...variables, prevent_destroy: false },
      kept: { ...variables, prevent_destroy: true },
    });
    await mustRun(tofu, ["apply", "-auto-approve", "-input=false", "-no-color"], { cwd, env });
    const destroy = (target: string) =>
      run(tofu, ["destroy", "-auto-approve", "-no-color", `-target=module.${target}`], { cwd, env });
    expect(await destroy("kept")).toMatchObject({ status: 1, stderr: expect.stringContaining("prevent") });
    expect(await destroy("free")).toMatchObject({ status: 0 });
  });
});
