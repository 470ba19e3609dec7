import { join } from "node:path";
import { findTool } from "../../../tools/system-packages";
import { compareConstruct, unrefused } from "../../../tools/terraform-modules/compare/constructs";
import { CONSTRUCTS } from "../../../tools/terraform-modules/constructs";
import { assembleConstruct } from "../../../tools/terraform-modules/constructs/assemble";
import { describeIf } from "../../helpers/describe-if";
import { useTempDir } from "../../helpers/temp-dir";

const quietly = (): void => undefined;

describeIf(
  findTool("terraform") !== undefined,
  "install terraform to compare modules with constructs",
  "modules of constructs alone",
  () => {
    const dir = useTempDir();

    it.each(Object.keys(CONSTRUCTS))("%s makes what the construct makes", async (name) => {
      const folder = join(dir(), name);
      assembleConstruct(name, folder);
      const { unlike } = await compareConstruct(name, folder, 0, quietly);
      expect(unlike).toEqual([]);
    });

    it.each(Object.keys(CONSTRUCTS))(
      "%s refuses what the construct refuses, by the same words",
      async (name) => {
        const folder = join(dir(), name);
        assembleConstruct(name, folder);
        expect(await unrefused(name, folder, quietly)).toEqual([]);
      },
    );
  },
);
