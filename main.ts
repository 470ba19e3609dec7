/** Composition root: sealstack.yaml -> presets -> Terraform. Run by `cdktf`, see cdktf.json. */
import { App } from "cdktf";
import { ConfigError, configFile, loadConfig } from "./config";
import { addStack, assertNamesApart, removeStaleOutput } from "./presets";

function main(): void {
  const { backend, stacks } = loadConfig(process.env);
  const app = new App();
  for (const [id, stack] of Object.entries(stacks))
    addStack(app, id, stack, { region: stack.region, backend });
  assertNamesApart(app, configFile(process.env), stacks);
  app.synth();
  removeStaleOutput(app);
}

try {
  main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`sealstack: error: ${error.message}\n`);
  process.exitCode = 2;
}
