/**
 * usage: node --import tsx tools/cdk-terrain/synthesize.ts FOLDER: writes every stack of sealstack.yaml and of the samples into FOLDER, as JSON for
 * `cdktf deploy` and as HCL. Run in the repository, and in the copy that has CDK Terrain.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { App } from "cdktf";
import { CONFIG_VARIABLE, loadConfig } from "../../config/load";
import { addStack, assertNamesApart } from "../../presets";
import { terraformModule } from "../hcl-module/module";
import { program } from "../program";

/** Configuration files, as users have them: relative to the repository. */
export function sampleFiles(): readonly string[] {
  const samples = readdirSync("examples").filter((name) => name.endsWith(".yaml"));
  return ["sealstack.yaml", ...samples.sort().map((name) => `examples/${name}`)];
}

async function main(folder: string): Promise<void> {
  for (const file of sampleFiles()) {
    const { backend, stacks } = loadConfig({ [CONFIG_VARIABLE]: file });
    const outdir = join(folder, basename(file, ".yaml"));
    mkdirSync(outdir, { recursive: true });
    const app = new App({ outdir });
    for (const [id, stack] of Object.entries(stacks))
      addStack(app, id, stack, { region: stack.region, backend });
    assertNamesApart(app, file, stacks);
    app.synth();
    for (const [id, stack] of Object.entries(stacks)) {
      const target = join(outdir, "hcl", id);
      mkdirSync(target, { recursive: true });
      for (const [name, text] of Object.entries(await terraformModule(id, stack)))
        writeFileSync(join(target, name), text);
    }
  }
}

void program(() => main(process.argv[2] ?? "cdktf.out"));
