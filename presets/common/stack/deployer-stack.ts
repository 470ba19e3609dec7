import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { z } from "zod";
import { problemMessage } from "../../../modules/checked-yaml/messages";
import { keyProblems } from "../../../modules/checked-yaml/problems";
import { ConfigError } from "../../../modules/config-error";
import { Deployer } from "../../../modules/deployer";
import { githubSubject, githubTrust, OidcProvider } from "../../../modules/iam";
import { construct, knownList } from "../../../modules/shape";
import { type Deployment, deploymentSchema, fullDeployment } from "../config/preset-props";
import { rolesSchema } from "../config/roles-schema";
import { AwsStack } from "./aws-stack";

/** Host of the tokens of GitHub Actions, as it stands in the ARN of an account's provider. */
const GITHUB_HOST = "token.actions.githubusercontent.com";

const githubSchema = z.strictObject({
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "must be a repository such as 'owner/name'"),
  environment: z.string().regex(/^[^\s:*?]+$/, "must be the name of a deployment environment"),
  provider: z.enum(["create", "existing"]).default("existing"),
});

/** What {@link DeployerStack} needs. */
export interface DeployerStackProps {
  /** What the roles deploy, in the same account; complete, because what is added later is not in their policies. */
  readonly stacks: readonly TerraformStack[];
  /** How to deploy this stack: by an administrator, once, and again when the stacks hold something new. */
  readonly deployment: Deployment & { readonly region: string };
  /** Which workflows of GitHub Actions may assume the roles. */
  readonly github: {
    /** `<owner>/<name>`. Its pull requests may plan. */
    readonly repository: string;
    /** Deployment environment whose jobs may apply; who may start them is for GitHub's rules of that environment. */
    readonly environment: string;
    /**
     * Whether the account's OIDC provider for GitHub is made here: an account can have one.
     *
     * @default "existing"
     */
    readonly provider?: "create" | "existing";
  };
  /** Path and permissions boundary of the roles. @default - the path "/", and no boundary */
  readonly roles?: z.input<typeof rolesSchema>;
}

const propsSchema = z.strictObject({
  stacks: z.unknown(),
  deployment: deploymentSchema.unwrap().extend({ region: z.string().min(1) }),
  github: githubSchema,
  roles: rolesSchema,
});

/**
 * Roles with which GitHub Actions deploys stacks: one that applies, under the name of this stack, and one that plans, with `-plan` behind it. Each has the least
 * policy for that, see `Deployer`. This stack is applied by somebody else, so that the roles cannot change themselves.
 *
 * @throws {@link ConfigError} with everything that is wrong with the props, or when a stack holds what no permissions are known for.
 */
export class DeployerStack extends AwsStack {
  constructor(scope: Construct, id: string, props: DeployerStackProps) {
    const { deployment, github, roles } = parsed(id, props);
    super(scope, id, fullDeployment(deployment, deployment.region, props.deployment));
    this.allRoles(roles);
    const { repository, environment, provider } = github;
    const providerArn =
      provider === "create"
        ? new OidcProvider(this, "github", { url: `https://${GITHUB_HOST}` }).providerArn
        : `arn:${this.env.partition}:iam::${this.env.accountId}:oidc-provider/${GITHUB_HOST}`;
    const { role, planRole } = new Deployer(this, "deployer", {
      env: this.env,
      name: id,
      stacks: props.stacks,
      trust: [githubTrust({ providerArn, subjects: [githubSubject.environment(repository, environment)] })],
      planTrust: [githubTrust({ providerArn, subjects: [githubSubject.pullRequest(repository)] })],
    });
    this.output("deployer_role_arn", "Role that applies the stacks.", role.roleArn);
    this.output("plan_role_arn", "Role that plans the stacks, for pull requests.", planRole?.roleArn);
  }
}

function parsed(id: string, props: DeployerStackProps): z.output<typeof propsSchema> {
  const result = propsSchema.safeParse(props ?? {}, { error: problemMessage });
  const problems = [
    ...(result.error?.issues ?? []).flatMap(keyProblems).map(({ text }) => text),
    ...knownList(construct)("stacks", props?.stacks),
  ];
  if (result.success && problems.length === 0) return result.data;
  throw new ConfigError(id, problems);
}
