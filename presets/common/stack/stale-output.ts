import { rmSync } from "node:fs";
import { join } from "node:path";
import { type App, TerraformStack } from "cdktf";
import { assertArguments } from "../../../modules/validate";
import { anApp } from "./app-shape";

/** What cdktf writes for one stack, by output format. */
const FILES = { json: ["cdk.tf.json"], hcl: ["cdk.tf", "metadata.json"] } as const;

/**
 * Removes what an earlier synthesis in the other format left: Terraform reads every file of the folder, so `cdk.tf` beside `cdk.tf.json`
 * would define each resource twice, and the deployment fail.
 *
 * @throws {@link ConfigError} when it is given something else than an app.
 */
export function removeStaleOutput(app: App): void {
  assertArguments("removeStaleOutput", { app }, { app: anApp });
  const stale = app.hclOutput ? FILES.json : FILES.hcl;
  for (const stack of app.node.children.filter(TerraformStack.isStack))
    for (const file of stale) rmSync(join(app.outdir, "stacks", stack.node.id, file), { force: true });
}
