import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { noteRelaxations } from "../../relaxations";
import { flag, number, optional, type Shape, text } from "../../shape";
import { iamTagMap, type Tags, tagsOf } from "../../tags";
import { assertProps, assertValid, outside, type Rule, unlessToken } from "../../validate";
import { attachPolicies, HOLDER_PROPS, type HolderProps } from "../attachments/attach";
import { MAX_SESSION_DURATION, ROLE_NAME_LENGTH } from "../limits";
import { descriptionProblem, nameProblem, pathProblem } from "../names";
import { acknowledgedIn } from "../policies/finding";
import type { Statement } from "../policies/policy-document";
import { statements } from "../policies/statement-shape";
import { renderPolicy } from "../render-policy";

/** What {@link Role} needs. */
export interface RoleProps extends HolderProps {
  /** Name of the role, unique in the account: 1 to 64 letters, digits and `+=,.@_-`. A change makes a new role, with another unique id. */
  readonly name: string;
  /** What the role is for; shown in the console. */
  readonly description: string;
  /** Who may assume the role. */
  readonly trust: readonly Statement[];
  /**
   * Longest session in seconds, 3600 to 43200.
   *
   * @default 3600
   */
  readonly maxSessionDuration?: number;
  /**
   * Whether EC2 instances can carry the role; makes an instance profile of the same name.
   *
   * @default false
   */
  readonly instanceProfile?: boolean;
  /**
   * ARN of a policy that bounds what the role can ever do.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: string;
  /**
   * Path in the ARN, with a slash at both ends; a change makes a new role.
   *
   * @default "/"
   */
  readonly path?: string;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

const PROPS: Shape<RoleProps> = {
  ...HOLDER_PROPS,
  name: text,
  description: text,
  trust: statements,
  maxSessionDuration: optional(number),
  instanceProfile: optional(flag),
  permissionsBoundary: optional(text),
  path: optional(text),
  tags: optional(iamTagMap),
};

const RULES: readonly Rule<RoleProps>[] = [
  ({ name }) => unlessToken(name, (given) => nameProblem("name", given, ROLE_NAME_LENGTH)),
  ({ description }) => unlessToken(description, descriptionProblem),
  ({ path }) => unlessToken(path, pathProblem),
  ({ maxSessionDuration }) => outside("maxSessionDuration", maxSessionDuration, MAX_SESSION_DURATION),
];

/**
 * A role and its trust policy. What the role may do is an {@link InlinePolicy} or {@link PolicySet} of its own. So a key can name the role, and
 * the role's policy the key, without a cycle.
 *
 * @throws {@link ConfigError} when the props or the trust policy are invalid.
 */
export class Role extends Construct {
  readonly roleArn: string;
  readonly roleName: string;
  /** Name of the instance profile, where one was asked for. */
  readonly instanceProfileName: string | undefined;
  /** Who may assume the role. */
  readonly trust: readonly Statement[];

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { name, description, trust, instanceProfile = false, path, tags } = props;
    const role = new IamRole(this, "Default", {
      name,
      description,
      assumeRolePolicy: renderPolicy(this, "trust", trust),
      maxSessionDuration: props.maxSessionDuration ?? MAX_SESSION_DURATION.min,
      ...(props.permissionsBoundary === undefined ? {} : { permissionsBoundary: props.permissionsBoundary }),
      ...(path === undefined ? {} : { path }),
      ...tagsOf(tags),
    });
    noteRelaxations(role, acknowledgedIn(trust));
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.trust = trust;
    this.instanceProfileName = instanceProfile
      ? new IamInstanceProfile(this, "instance-profile", { name, role: role.name, ...tagsOf(tags) }).name
      : undefined;
    attachPolicies(this, { role: this }, props);
  }
}
