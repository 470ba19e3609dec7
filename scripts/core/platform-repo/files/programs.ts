/** The programs of a platform repo. */
import type { Answers } from "../answers";
import { ENVIRONMENTS } from "../environments";

export function environmentsTs({ accounts, region, repository }: Answers): string {
  const rows = ENVIRONMENTS.map((name, index) => {
    // An account has one provider for GitHub: whoever comes first makes it.
    const first = ENVIRONMENTS.findIndex((each) => accounts[each] === accounts[name]) === index;
    return `  { name: "${name}", accountId: "${accounts[name]}", region: "${region}", provider: "${first ? "create" : "existing"}" },`;
  });
  return `/** Where each environment is. \`provider\`: whether its account gets GitHub's OIDC provider here, or has it already. */
export const REPOSITORY = "${repository}";

export const ENVIRONMENTS = [
${rows.join("\n")}
] as const;
`;
}

export const MAIN_TS = `/** environments/<name>/sealstack.yaml -> stacks -> Terraform. Run by \`cdktf\`, see cdktf.json. */
import { App } from "cdktf";
import { loadConfig } from "sealstack/config";
import { addStack, DeployerStack } from "sealstack/presets";
import { ENVIRONMENTS, REPOSITORY } from "./environments";

export function addEnvironments(app: App): void {
  for (const { name, accountId, region, provider } of ENVIRONMENTS) {
    const { backend, stacks } = loadConfig({ SEALSTACK_CONFIG: \`environments/\${name}/sealstack.yaml\` });
    const deployment = { region, backend, accountId };
    const added = Object.entries(stacks).map(([id, config]) => addStack(app, id, config, deployment));
    const github = { repository: REPOSITORY, environment: name, provider };
    new DeployerStack(app, \`deployer-\${name}\`, { stacks: added, deployment, github });
  }
}

if (require.main === module) {
  const app = new App();
  addEnvironments(app);
  app.synth();
}
`;

export const POLICIES_TS = `/** Prints every policy of the synthesized stacks, a line for each statement: \`diff\` of two of these is what a change lets whom do. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Named = Record<string, Record<string, Record<string, unknown>>>;
process.stdout.on("error", () => process.exit(1)); // whoever reads a pipe may leave
const folder = join(process.argv[2] ?? "cdktf.out", "stacks");

for (const stack of readdirSync(folder).sort()) {
  const { resource = {} } = JSON.parse(readFileSync(join(folder, stack, "cdk.tf.json"), "utf8")) as { resource?: Named };
  for (const [type, named] of Object.entries(resource))
    for (const [name, attributes] of Object.entries(named))
      for (const attribute of ["policy", "assume_role_policy"]) {
        const text = attributes[attribute];
        if (typeof text !== "string") continue;
        for (const { Sid, ...statement } of (JSON.parse(text) as { Statement: { Sid: string }[] }).Statement)
          console.log(\`\${stack} \${type}.\${name} \${attribute} \${Sid}: \${JSON.stringify(statement)}\`);
      }
}
`;

export const DEPLOYER_TS = `/** \`npm run -s deployer -- STACK [plan]\`: the least policy that applying, or planning, a synthesized stack takes. */
import { readFileSync } from "node:fs";
import { policyDocument } from "sealstack/modules/iam";
import { deployerStatements } from "sealstack/modules/deployer";
import { ENVIRONMENTS } from "./environments";

const [stack = "", mode = "apply"] = process.argv.slice(2);
const environment = ENVIRONMENTS.find(({ name }) => stack.endsWith(\`-\${name}\`));
if (environment === undefined || !["apply", "plan"].includes(mode)) {
  console.error("usage: npm run -s deployer -- STACK [apply|plan], after npx cdktf synth");
  process.exit(2);
}
const json: unknown = JSON.parse(readFileSync(\`cdktf.out/stacks/\${stack}/cdk.tf.json\`, "utf8"));
const statements = deployerStatements(json, { env: environment, mode: mode === "plan" ? "plan" : "apply" });
console.log(JSON.stringify(policyDocument(statements), null, 2));
`;

export const STACKS_TEST_TS = `import { Testing } from "cdktf";
import { addEnvironments } from "../main";
import { ENVIRONMENTS } from "../environments";

type Attributes = Record<string, unknown>;
interface Stack {
  readonly provider: { readonly aws: readonly { readonly allowed_account_ids: readonly string[] }[] };
  readonly terraform: { readonly backend: { readonly s3: Attributes } };
  readonly resource: Record<string, Record<string, Attributes>>;
}

const app = Testing.app();
addEnvironments(app);
const stacks = new Map(
  app.node.children.map((stack) => [stack.node.id, JSON.parse(Testing.synth(stack as never)) as Stack]),
);

/** Attributes of all resources of a type. */
const all = (stack: Stack, type: string): Attributes[] => Object.values(stack.resource[type] ?? {});

describe.each(ENVIRONMENTS)("$name", ({ name, accountId }) => {
  const own = [...stacks].filter(([id]) => id.endsWith(\`-\${name}\`));

  it("deploys to its own account, and keeps its state there, encrypted and locked", () => {
    expect(own.length).toBeGreaterThan(1);
    for (const [id, stack] of own) {
      expect(stack.provider.aws[0]?.allowed_account_ids).toEqual([accountId]);
      expect(stack.terraform.backend.s3).toMatchObject({ encrypt: true, use_lockfile: true });
      expect(stack.terraform.backend.s3.key).toContain(id);
    }
  });

  it("has keys that no other environment has", () => {
    const aliases = own.flatMap(([, stack]) => all(stack, "aws_kms_alias").map((alias) => String(alias.name)));
    expect(aliases.length).toBeGreaterThan(0);
    for (const alias of aliases) expect(alias).toMatch(new RegExp(\`-\${name}$\`));
  });

  it("deploys with a role that uses no key but the state's, and reads no object but the state", () => {
    const deployer = stacks.get(\`deployer-\${name}\`);
    const policies = ["aws_iam_role_policy", "aws_iam_policy"].flatMap((type) => (deployer ? all(deployer, type) : []));
    const statements = policies.flatMap(
      ({ policy }) => (JSON.parse(String(policy)) as { Statement: { Action: string[]; Resource: string[] }[] }).Statement,
    );
    expect(statements.length).toBeGreaterThan(0);
    const reads = statements.filter(({ Action }) => Action.includes("s3:GetObject"));
    for (const { Resource } of reads) for (const resource of Resource) expect(resource).toMatch(/\\.tfstate(\\.tflock)?$/);
    for (const { Action } of statements) expect(Action).not.toContain("kms:*");
  });
});

it("protects what production holds", () => {
  const kept = [...stacks].filter(([id]) => id.endsWith("-production") && id !== "deployer-production");
  for (const [, stack] of kept)
    for (const key of all(stack, "aws_kms_key")) expect(key.lifecycle).toEqual({ prevent_destroy: true });
});
`;
