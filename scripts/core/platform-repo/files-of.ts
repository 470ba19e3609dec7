/** Everything that a new platform repo holds, by path. `examples/platform-repo` is written from it. Pure. */
import type { Answers } from "./answers";
import { ENVIRONMENTS } from "./environments";
import { DEPLOYER_TS, environmentsTs, MAIN_TS, POLICIES_TS, STACKS_TEST_TS } from "./files/programs";
import { readme } from "./files/readme";
import { sealstackYaml } from "./files/sealstack-yaml";
import { cdktfJson, GITIGNORE, JEST_CONFIG_JS, packageJson, TSCONFIG_JSON } from "./files/settings";
import { deployYml } from "./files/workflow";

/** Texts by path, with `/` between folders. */
export function filesOf(answers: Answers): ReadonlyMap<string, string> {
  return new Map([
    [".github/workflows/deploy.yml", deployYml(answers)],
    [".gitignore", GITIGNORE],
    ["README.md", readme(answers)],
    ["__tests__/stacks.test.ts", STACKS_TEST_TS],
    ["cdktf.json", cdktfJson(answers)],
    ["deployer.ts", DEPLOYER_TS],
    ["environments.ts", environmentsTs(answers)],
    ...ENVIRONMENTS.map(
      (name) => [`environments/${name}/sealstack.yaml`, sealstackYaml(answers, name)] as const,
    ),
    ["jest.config.js", JEST_CONFIG_JS],
    ["main.ts", MAIN_TS],
    ["package.json", packageJson(answers)],
    ["policies.ts", POLICIES_TS],
    ["tsconfig.json", TSCONFIG_JSON],
  ]);
}
