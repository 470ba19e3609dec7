import { join } from "node:path";
import { App } from "cdktf";
import { parseConfig } from "../../../config";
import { addStack } from "../../../presets";
import { applyStack, writeOutputs } from "../../../tools/emulator/apply";
import { emulatorEndpoint } from "../emulator";

/** A stack on the run's emulator, as `npx cdktf deploy --outputs-file` would leave it. */
export interface PresetOnEmulator {
  readonly outputs: Readonly<Record<string, unknown>>;
  /** For `--outputs`. */
  readonly outputsFile: string;
}

/**
 * Synthesizes the stacks of a `sealstack.yaml` and applies each to the run's emulator.
 *
 * @param folder for what is written; gone with the test
 * @param yaml the file's text, with names of stacks, aliases and buckets that no other test uses
 */
export async function deployPreset(
  folder: string,
  yaml: string,
): Promise<Readonly<Record<string, PresetOnEmulator>>> {
  const { stacks } = parseConfig(yaml, join(folder, "sealstack.yaml"));
  const outDir = join(folder, "cdktf.out");
  const app = new App({ outdir: outDir });
  for (const [name, config] of Object.entries(stacks))
    addStack(app, name, config, { region: config.region, backend: { type: "local", path: "unused" } });
  app.synth();
  const deployed: Record<string, PresetOnEmulator> = {};
  for (const name of Object.keys(stacks)) {
    const target = { endpoint: emulatorEndpoint(), outDir, stack: name, stateDir: join(folder, "state") };
    const { outputs } = await applyStack(target);
    const outputsFile = join(folder, `${name}.outputs.json`);
    writeOutputs(outputsFile, outputs);
    deployed[name] = { outputs: outputs[name] ?? {}, outputsFile };
  }
  return deployed;
}
