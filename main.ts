/** Composition root: sealstack.yaml -> presets -> Terraform. Run by `cdktf`, see cdktf.json. */
import { App } from "cdktf";
import { AccessError, checkAccess, type Severity } from "./access";
import { ConfigError, configFile, loadConfig } from "./config";
import { addStack, assertNamesApart, removeStaleOutput } from "./presets";

function main(): void {
  const { backend, stacks } = loadConfig(process.env);
  const app = new App();
  for (const [id, stack] of Object.entries(stacks))
    addStack(app, id, stack, { region: stack.region, backend });
  assertNamesApart(app, configFile(process.env), stacks);
  // Asked for only: docs/access.md, "When its rules run", has what it costs.
  const { SEALSTACK_CHECK_ACCESS: failOn = "" } = process.env;
  if (failOn !== "") checkAccess(app, { failOn: failOn as Severity });
  app.synth();
  removeStaleOutput(app);
}

try {
  main();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof AccessError)) throw error;
  process.stderr.write(`sealstack: error: ${error.message}\n`);
  process.exitCode = 2;
}
