import type { TerraformStack } from "cdktf";
import { invokeAspects } from "cdktf/lib/synthesize/synthesizer";
import { Construct } from "constructs";
import { PolicySet, Role, type Statement } from "../iam";
import { environment } from "../iam/policies/environment";
import { freeSid } from "../iam/policies/free-sid";
import type { AwsEnvironment } from "../iam/policies/principals";
import { statements as statementList } from "../iam/policies/statement-shape";
import { construct, knownList, optional, type Shape, text } from "../shape";
import { iamTagMap, type Tags, tagsOf } from "../tags";
import { assertProps, assertValid, type Rule } from "../validate";
import { deployerStatements } from "./deployer-statements";
import { tagForDeployer } from "./tag-for-deployer";

/** What {@link Deployer} needs. */
export interface DeployerProps {
  /** Where the stacks are deployed, and the roles too. */
  readonly env: AwsEnvironment;
  /** Name of the role that applies; the one that plans has `-plan` behind it. */
  readonly name: string;
  /** What the roles deploy: complete, because what is added later is not in their policies. */
  readonly stacks: readonly TerraformStack[];
  /** Who may apply. */
  readonly trust: readonly Statement[];
  /** Who may plan. @default - there is no such role */
  readonly planTrust?: readonly Statement[];
  /** Path of both roles. @default "/" */
  readonly path?: string;
  /** ARN of a managed policy that bounds both roles. @default - none */
  readonly permissionsBoundary?: string;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

const PROPS: Shape<DeployerProps> = {
  env: environment,
  name: text,
  stacks: knownList(construct),
  trust: statementList,
  planTrust: optional(statementList),
  path: optional(text),
  permissionsBoundary: optional(text),
  tags: optional(iamTagMap),
};

const RULES: readonly Rule<DeployerProps>[] = [
  ({ stacks }) => (stacks.length > 0 ? undefined : "stacks must be at least one, got none"),
];

/** A token in these policies is an account id, a partition or a region: longer than each of them. */
const TOKEN_LENGTH = 24;

/**
 * A role with the least policy that applying some stacks takes, and one that can only plan them, for pull requests; see {@link deployerStatements}. It belongs
 * to a stack of its own, which somebody else applies: the role cannot change itself.
 *
 * Reading a state shows the secrets in it, such as access keys: whoever may plan may see them.
 *
 * @throws {@link ConfigError} when the props are invalid, or a stack holds what no permissions are known for.
 */
export class Deployer extends Construct {
  /** Applies. */
  readonly role: Role;
  /** Plans. */
  readonly planRole: Role | undefined;

  constructor(scope: Construct, id: string, props: DeployerProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { name, stacks, trust, planTrust } = props;
    const written = stacks.map(synthesized);
    const statements = (mode: "apply" | "plan") =>
      withOwnSids(written.flatMap((stack) => deployerStatements(stack, { env: props.env, mode })));
    const deploys = `Applies ${stacks.map(({ node }) => node.id).join(", ")}.`;
    this.role = this.addRole("apply", name, deploys, trust, statements("apply"), props);
    if (planTrust !== undefined) {
      const plans = deploys.replace("Applies", "Plans");
      this.planRole = this.addRole("plan", `${name}-plan`, plans, planTrust, statements("plan"), props);
    }
  }

  private addRole(
    id: string,
    name: string,
    description: string,
    trust: readonly Statement[],
    statements: readonly Statement[],
    { path, permissionsBoundary, tags }: DeployerProps,
  ): Role {
    const role = new Role(this, id, {
      name,
      description,
      trust,
      ...(path === undefined ? {} : { path }),
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
      ...tagsOf(tags),
    });
    new PolicySet(role, "policies", {
      name,
      attachTo: { role },
      statements,
      tokenLength: TOKEN_LENGTH,
      ...tagsOf(tags),
    });
    return role;
  }
}

/** The stack as it will be written, with what aspects say of it. */
function synthesized(stack: TerraformStack): unknown {
  tagForDeployer(stack);
  invokeAspects(stack);
  return JSON.parse(JSON.stringify(stack.toTerraform()));
}

function withOwnSids(statements: readonly Statement[]): readonly Statement[] {
  const sids: string[] = [];
  return statements.map((statement) => {
    const sid = freeSid(statement.sid.replace(/\d+$/, ""), sids);
    sids.push(sid);
    return { ...statement, sid };
  });
}
