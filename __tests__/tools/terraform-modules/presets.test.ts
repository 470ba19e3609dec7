import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findTool } from "../../../tools/fetched/system-packages";
import { run } from "../../../tools/processes/run";
import { comparePreset, fullConfigurations } from "../../../tools/terraform-modules/compare/presets";
import { compareRefusals } from "../../../tools/terraform-modules/compare/refusals";
import { CONSTRUCTS, type ConstructName } from "../../../tools/terraform-modules/constructs";
import { constructFiles, moduleFiles } from "../../../tools/terraform-modules/emit";
import { type ModuleName, PRESET_PARTIALS } from "../../../tools/terraform-modules/modules";
import { standInEnvironment } from "../../../tools/terraform-modules/stand-in/provider";
import { BUILD_MS } from "../../helpers/build-time";
import { describeIf } from "../../helpers/describe-if";
import { useTempDir } from "../../helpers/temp-dir";

const quietly = (): void => undefined;

// Terraform has seconds of work, and on a busy machine minutes.
jest.setTimeout(5 * 60_000);
const ALONE = Object.keys(CONSTRUCTS) as ConstructName[];
const PRESETS = Object.keys(PRESET_PARTIALS) as ModuleName[];

describeIf(
  findTool("terraform") !== undefined,
  "install terraform to compare modules with stacks",
  "modules of presets",
  () => {
    const dir = useTempDir();
    beforeAll(async () => {
      await standInEnvironment(quietly);
    }, BUILD_MS);

    const written = async (preset: ModuleName | ConstructName): Promise<string> => {
      const folder = join(dir(), preset);
      const files =
        preset in CONSTRUCTS ? constructFiles(preset as ConstructName) : moduleFiles(preset as ModuleName);
      for (const [name, text] of Object.entries(await files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
      return folder;
    };

    it.each(PRESETS)("%s makes what the stack makes", async (preset) => {
      const { unlike, resources } = await comparePreset(preset, await written(preset), 2, quietly);
      expect(unlike).toEqual([]);
      expect(resources).toBeGreaterThan(0);
    });

    it.each(PRESETS)("%s refuses what the stack refuses, by the same words", async (preset) => {
      for (const config of fullConfigurations(preset)) {
        const { sentences, others } = await compareRefusals(preset, config, quietly);
        expect(others).toEqual([]);
        expect(sentences).toBeGreaterThan(40);
      }
    });

    it.each([...PRESETS, ...ALONE])("%s is formatted and valid, and its own tests pass", async (name) => {
      const folder = await written(name);
      const env = { ...process.env, ...(await standInEnvironment(quietly)) };
      const terraform = async (...args: string[]) => run("terraform", args, { cwd: folder, env });
      expect(await terraform("fmt", "-check", "-recursive")).toMatchObject({ status: 0, stdout: "" });
      expect(await terraform("init", "-input=false", "-no-color")).toMatchObject({ status: 0 });
      expect(await terraform("validate", "-no-color")).toMatchObject({ status: 0 });
      expect(await terraform("test", "-no-color")).toMatchObject({ status: 0 });
    });
  },
);
