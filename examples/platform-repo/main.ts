/** environments/<name>/sealstack.yaml -> stacks -> Terraform. Run by `cdktf`, see cdktf.json. */
import { App } from "cdktf";
import { loadConfig } from "sealstack/config";
import { addStack, DeployerStack } from "sealstack/presets";
import { ENVIRONMENTS, REPOSITORY } from "./environments";

export function addEnvironments(app: App): void {
  for (const { name, accountId, region, provider } of ENVIRONMENTS) {
    const { backend, stacks } = loadConfig({ SEALSTACK_CONFIG: `environments/${name}/sealstack.yaml` });
    const deployment = { region, backend, accountId };
    const added = Object.entries(stacks).map(([id, config]) => addStack(app, id, config, deployment));
    const github = { repository: REPOSITORY, environment: name, provider };
    new DeployerStack(app, `deployer-${name}`, { stacks: added, deployment, github });
  }
}

if (require.main === module) {
  const app = new App();
  addEnvironments(app);
  app.synth();
}
