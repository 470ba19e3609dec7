import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Construct } from "constructs";
import { having, optional, type Shape, text } from "../../shape";
import { iamTagMap, type Tags, tagsOf } from "../../tags";
import { assertProps, assertValid, type Rule, unlessToken } from "../../validate";
import { POLICY_NAME_LENGTH } from "../limits";
import { nameProblem, pathProblem } from "../names";

/** What {@link InstanceProfile} needs. */
export interface InstanceProfileProps {
  /** Name of the profile, unique in the account: 1 to 128 letters, digits and `+=,.@_-`. */
  readonly name: string;
  /** The role that instances get; one of another program by `{ roleName }`. It must trust EC2. */
  readonly role: { readonly roleName: string };
  /** Path in the ARN, with a slash at both ends. @default "/" */
  readonly path?: string;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

const PROPS: Shape<InstanceProfileProps> = {
  name: text,
  role: having({ roleName: text }, "a role, or { roleName }"),
  path: optional(text),
  tags: optional(iamTagMap),
};

const RULES: readonly Rule<InstanceProfileProps>[] = [
  ({ name }) => unlessToken(name, (given) => nameProblem("name", given, POLICY_NAME_LENGTH)),
  ({ path }) => unlessToken(path, pathProblem),
];

/**
 * A role for EC2 instances. `Role.instanceProfile` makes one of the role's own name.
 *
 * @throws {@link ConfigError} when the props are invalid.
 */
export class InstanceProfile extends Construct {
  readonly instanceProfileArn: string;
  readonly instanceProfileName: string;

  constructor(scope: Construct, id: string, props: InstanceProfileProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { name, role, path, tags } = props;
    const profile = new IamInstanceProfile(this, "Default", {
      name,
      role: role.roleName,
      ...(path === undefined ? {} : { path }),
      ...tagsOf(tags),
    });
    this.instanceProfileArn = profile.arn;
    this.instanceProfileName = profile.name;
  }
}
