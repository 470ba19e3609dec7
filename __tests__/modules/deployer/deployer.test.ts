import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformStack } from "cdktf";
import { deployerStatements, STACK_TAG, tagForDeployer } from "../../../modules/deployer";
import { addStack, DeployerStack } from "../../../presets";
import { ENVIRONMENT } from "../../helpers/processes/environment";
import { type Synthesized, synthStack, withApp } from "../../helpers/stacks/synth";

const REGION = "eu-central-1";
const GITHUB = { repository: "acme/platform", environment: "staging" } as const;

/** A preset and its deployer, as they would be written. */
function both(props: object = {}): { readonly deployer: Synthesized; readonly stack: Synthesized } {
  return withApp((app) => {
    const stack = addStack(
      app,
      "backups",
      {
        preset: "etcd-ca-backup",
        region: REGION,
        audit: { trail: {} } as never,
        roles: { path: "/backup/" },
      },
      { backend: { type: "s3", bucket: "acme-state", region: REGION }, accountId: "111122223333" },
    );
    const deployer = new DeployerStack(app, "deployer-staging", {
      stacks: [stack],
      deployment: { region: REGION, accountId: "111122223333" },
      github: GITHUB,
      ...props,
    });
    return { deployer: synthStack(deployer), stack: synthStack(stack) };
  });
}

describe("DeployerStack", () => {
  it("lets jobs of the environment apply, and pull requests plan", () => {
    const { deployer } = both();
    const [apply, plan] = ["deployer_apply", "deployer_plan"].map((name) => {
      const role = deployer.resource("aws_iam_role", name);
      return [role.name, deployer.statement(role, "TrustGithub", "assume_role_policy").Condition];
    });
    const subject = (value: string) => ({
      StringEquals: {
        "token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"],
        "token.actions.githubusercontent.com:sub": [value],
      },
    });
    expect(apply).toEqual(["deployer-staging", subject("repo:acme/platform:environment:staging")]);
    expect(plan).toEqual(["deployer-staging-plan", subject("repo:acme/platform:pull_request")]);
  });

  it("names roles with the path that aspects give them, and only resources of the stack", () => {
    const { deployer } = both();
    const text = JSON.stringify(deployer.json);
    expect(text).toContain(":role/backup/backups-writer");
    expect(text).not.toContain("aws_kms_key");
  });

  it("tags the keys of the stack, and deploys to no other account", () => {
    const { stack, deployer } = both();
    for (const key of Object.values(stack.resources("aws_kms_key")))
      expect(key.tags).toMatchObject({ [STACK_TAG]: "backups" });
    for (const { json } of [stack, deployer])
      expect(json.provider).toEqual({ aws: [{ region: REGION, allowed_account_ids: ["111122223333"] }] });
  });

  it("makes the account's provider of GitHub where it is asked to", () => {
    expect(both().deployer.resources("aws_iam_openid_connect_provider")).toEqual({});
    const { deployer } = both({ github: { ...GITHUB, provider: "create" } });
    expect(deployer.resource("aws_iam_openid_connect_provider").url).toBe(
      "https://token.actions.githubusercontent.com",
    );
  });

  it.each([
    [
      { github: { ...GITHUB, repository: "acme" } },
      "github.repository: must be a repository such as 'owner/name'",
    ],
    [
      { github: { ...GITHUB, environment: "a b" } },
      "github.environment: must be the name of a deployment environment",
    ],
    [
      { github: { ...GITHUB, environment: "*" } },
      "github.environment: must be the name of a deployment environment",
    ],
    [
      { github: { ...GITHUB, repository: "acme/*" } },
      "github.repository: must be a repository such as 'owner/name'",
    ],
    [{ stacks: [] }, "stacks must be at least one, got none"],
    [{ stacks: "backups" }, "stacks must be a list"],
    [
      { deployment: { region: REGION, accountId: "1" } },
      "deployment.accountId: must be twelve digits in quotes",
    ],
    [{ junk: 1 }, "junk: unknown key"],
  ])("fails with %j", (props, problem) => {
    expect(() => both(props)).toThrow(problem);
  });
});

describe("deployerStatements", () => {
  const env = ENVIRONMENT;
  const written = (build: (stack: TerraformStack) => void): unknown =>
    withApp((app) => {
      const stack = new TerraformStack(app, "mine");
      build(stack);
      return synthStack(stack).json;
    });

  it("fails on a key without the tag, and says what gives it", () => {
    const json = withApp(
      (app) => synthStack(addStack(app, "keys", { preset: "signing", region: REGION }, {})).json,
    );
    expect(() => deployerStatements(json, { env })).toThrow(
      "aws_kms_key.key must have the tag sealstack:stack = 'keys', which tagForDeployer gives it",
    );
  });

  it("fails on every type that it does not know, and on data that takes permissions", () => {
    const json = {
      "//": { metadata: { stackName: "mine" } },
      data: { aws_s3_object: { secret: {} } },
      resource: { aws_ecs_service: { f: {} }, aws_instance: { i: {} } },
    };
    expect(() => deployerStatements(json, { env })).toThrow(
      /aws_ecs_service\.f must be of a type[\s\S]*aws_instance\.i must be[\s\S]*data\.aws_s3_object must be one of/,
    );
  });

  it("fails on a name that nobody knows before the apply", () => {
    const json = {
      "//": { metadata: { stackName: "mine" } },
      resource: { aws_s3_bucket: { b: { bucket: "logs-${random_id.x.hex}" } } },
    };
    expect(() => deployerStatements(json, { env })).toThrow(
      "bucket of aws_s3_bucket.b must be known before the apply",
    );
  });

  it.each([undefined, null, 7, "{}", {}, { "//": {} }, []])("fails on %j in place of a stack", (junk) => {
    expect(() => deployerStatements(junk, { env })).toThrow("stack must be the JSON of a synthesized stack");
  });

  it("deletes what may go, and only that", () => {
    const actions = (off: boolean) => {
      const json = written((stack) => {
        new S3Bucket(stack, "reports", {
          bucket: "reports-of-acme",
          lifecycle: { preventDestroy: !off },
        });
        tagForDeployer(stack);
      });
      return deployerStatements(json, { env }).flatMap((statement) => statement.actions ?? []);
    };
    expect(actions(true)).toContain("s3:DeleteBucket");
    expect(actions(false)).not.toContain("s3:DeleteBucket");
  });
});
