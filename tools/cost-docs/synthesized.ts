/** Stacks for the figures of documents. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { parseConfig } from "../../config";
import { addStack } from "../../presets";
import { type Estimate, estimate } from "../../scripts/core/cost/estimate";
import { pricing } from "../../scripts/core/cost/prices";
import { type ProfileInput, profileOf } from "../../scripts/core/cost/profile/parse";
import { readSynthesis } from "../../scripts/core/cost/synthesis/read";

/** Where a preset has no price of its own region, those of this one stand in. */
const STAND_IN = "eu-central-1";

/** What a synthesized stack costs. */
export function estimateOf(text: string, stack: string, usage: ProfileInput): Estimate {
  return estimate(readSynthesis(text, stack, stack), profileOf(usage), pricing(STAND_IN));
}

/** The JSON of the one stack of a `sealstack.yaml`. */
export function synthesized(yaml: string): string {
  const { stacks } = parseConfig(yaml, "sealstack.yaml");
  const [[name, config] = []] = Object.entries(stacks);
  if (name === undefined || config === undefined) throw new Error("the configuration has no stack");
  const outdir = mkdtempSync(join(tmpdir(), "sealstack-cost-"));
  try {
    const app = new App({ outdir });
    addStack(app, name, config, { region: config.region, backend: { type: "local", path: "unused" } });
    app.synth();
    return readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8");
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
