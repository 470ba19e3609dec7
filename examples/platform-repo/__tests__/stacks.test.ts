import { Testing } from "cdktf";
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
  const own = [...stacks].filter(([id]) => id.endsWith(`-${name}`));

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
    for (const alias of aliases) expect(alias).toMatch(new RegExp(`-${name}$`));
  });

  it("deploys with a role that uses no key but the state's, and reads no object but the state", () => {
    const deployer = stacks.get(`deployer-${name}`);
    const policies = ["aws_iam_role_policy", "aws_iam_policy"].flatMap((type) => (deployer ? all(deployer, type) : []));
    const statements = policies.flatMap(
      ({ policy }) => (JSON.parse(String(policy)) as { Statement: { Action: string[]; Resource: string[] }[] }).Statement,
    );
    expect(statements.length).toBeGreaterThan(0);
    const reads = statements.filter(({ Action }) => Action.includes("s3:GetObject"));
    for (const { Resource } of reads) for (const resource of Resource) expect(resource).toMatch(/\.tfstate(\.tflock)?$/);
    for (const { Action } of statements) expect(Action).not.toContain("kms:*");
  });
});

it("protects what production holds", () => {
  const kept = [...stacks].filter(([id]) => id.endsWith("-production") && id !== "deployer-production");
  for (const [, stack] of kept)
    for (const key of all(stack, "aws_kms_key")) expect(key.lifecycle).toEqual({ prevent_destroy: true });
});
