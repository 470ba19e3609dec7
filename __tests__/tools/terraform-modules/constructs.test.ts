import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findTool } from "../../../tools/fetched/system-packages";
import { compareConstruct, unrefused } from "../../../tools/terraform-modules/compare/constructs";
import { CONSTRUCTS, type ConstructName } from "../../../tools/terraform-modules/constructs";
import { constructFiles } from "../../../tools/terraform-modules/emit";
import { describeIf } from "../../helpers/describe-if";
import { useTempDir } from "../../helpers/temp-dir";

const quietly = (): void => undefined;

// Terraform has seconds of work, and on a busy machine minutes.
jest.setTimeout(5 * 60_000);
const NAMES = Object.keys(CONSTRUCTS) as ConstructName[];

describeIf(
  findTool("terraform") !== undefined,
  "install terraform to compare modules with constructs",
  "modules of constructs alone",
  () => {
    const dir = useTempDir();

    const written = async (name: ConstructName): Promise<string> => {
      const folder = join(dir(), name);
      for (const [file, text] of Object.entries(await constructFiles(name))) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
      return folder;
    };

    it.each(NAMES)("%s makes what the construct makes", async (name) => {
      const folder = await written(name);
      const { unlike } = await compareConstruct(name, folder, 0, quietly);
      expect(unlike).toEqual([]);
    });

    it.each(NAMES)("%s refuses what the construct refuses, by the same words", async (name) => {
      const folder = await written(name);
      expect(await unrefused(name, folder, quietly)).toEqual([]);
    });
  },
);
