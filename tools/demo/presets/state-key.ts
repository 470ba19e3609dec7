import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "../../../presets/state-key/outputs";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import { sealstack } from "../sealstack";
import * as show from "../show";

export const stateKeyDemo: PresetDemo = {
  title: "a key and a bucket for the states of Terraform and OpenTofu",
  configFile: "examples/state-key.yaml",
  use,
};

/** What OpenTofu itself does is shown by the test, which builds it. */
async function use(place: Place): Promise<Summary> {
  const { outputs, outputsFile, work } = place;
  const state = "states/network.tfstate";
  show.step("Print the blocks for one state");
  const flags = ["--outputs", outputsFile, "--state", state];
  await sealstack(place, ["tofu-key-provider", "print", ...flags]);
  writeFileSync(join(work, "state.tf"), `${outputs[OUTPUT.encryption]}\n${outputs[OUTPUT.backend]}`);
  return {
    created: [
      ["key", `${outputs[OUTPUT.keyArn]} (${outputs[OUTPUT.alias]})`],
      ["bucket", String(outputs[OUTPUT.bucket])],
      ["applies", String(outputs[OUTPUT.deployerRoleArn])],
      ["plans", String(outputs[OUTPUT.readerRoleArn])],
    ],
    done: {
      heading: "Ready for OpenTofu",
      rows: [["state.tf", `${readFileSync(join(work, "state.tf")).length} bytes: encryption and backend`]],
    },
    next: [
      [
        "another state",
        "npx sealstack tofu-key-provider print --outputs .sealstack/demo/outputs.json --state states/NAME.tfstate",
      ],
    ],
  };
}
