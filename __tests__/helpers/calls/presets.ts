import { join } from "node:path";
import type { App, TerraformStack } from "cdktf";
import * as presets from "../../../presets";
import { allSamples } from "../stacks/all-samples";
import { builder, type Call, type Given } from "./call";

const ROOT = join(__dirname, "../../..");
const REGION = "eu-central-1";
const appOf = (stack: TerraformStack) => stack.node.root as App;
const SAMPLES = Object.values(allSamples());

type StackClass = new (app: App, id: string, props: Given) => TerraformStack;

/** What `sealstack/presets/<name>` exports. */
export const PRESET_EXPORTS = [...new Set(SAMPLES.map(({ preset }) => preset))].map((preset) => ({
  preset,
  exported: require(join(ROOT, "presets", preset)) as Readonly<Record<string, unknown>>,
}));

/** The stack of a preset, with its sample as the configuration. */
export const STACK_CALLS = PRESET_EXPORTS.map(({ preset, exported }): Call => {
  const [name = "", Stack] = Object.entries(exported).find(([name]) => name.endsWith("Stack")) ?? [];
  const config = SAMPLES.find((sample) => sample.preset === preset);
  return {
    name,
    given: () => ({
      config,
      deployment: { region: config?.region, backend: { type: "local", path: "/terraform.tfstate" } },
    }),
    call: (stack, props) => new (Stack as StackClass)(appOf(stack), "tested", props),
  };
});

/** Those of `sealstack/presets`. */
export const PRESETS_CALLS: readonly Call[] = [
  {
    name: "DeployerStack",
    given: (stack) => ({
      stacks: [presets.addStack(appOf(stack), "releases", { preset: "signing", region: REGION }, {})],
      deployment: { region: REGION, backend: { type: "local", path: "/terraform.tfstate" } },
      github: { repository: "acme/platform", environment: "staging", provider: "create" },
      roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
    }),
    call: (stack, props) => new presets.DeployerStack(appOf(stack), "tested", props),
  },
  {
    name: "addStack",
    given: () => ({ config: { preset: "signing", region: REGION }, deployment: { region: REGION } }),
    call: (stack, { config, deployment }) => presets.addStack(appOf(stack), "tested", config, deployment),
  },
  builder("assertNamesApart", presets.assertNamesApart, (stack) => ({
    app: appOf(stack),
    file: "sealstack.yaml",
    stacks: { test: { region: REGION } },
  })),
  builder("removeStaleOutput", presets.removeStaleOutput, (stack) => ({ app: appOf(stack) })),
];
