import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamGroupMembership } from "@cdktf/provider-aws/lib/iam-group-membership";
import { Construct } from "constructs";
import { list, optional, type Shape, text } from "../../shape";
import { shownText } from "../../show-value";
import { assertProps, assertValid, type Rule, unlessToken } from "../../validate";
import { attachPolicies, HOLDER_PROPS, type HolderProps } from "../attachments/attach";
import { GROUP_NAME_LENGTH } from "../limits";
import { nameProblem, pathProblem } from "../names";

/** What {@link Group} needs. */
export interface GroupProps extends HolderProps {
  /** Name of the group, unique in the account: 1 to 128 letters, digits and `+=,.@_-`. */
  readonly name: string;
  /**
   * Names of all members: anybody else is taken out at the next apply. To add one user beside others, name the group in `User.groups`; not
   * both for one group.
   *
   * @default - membership is left alone
   */
  readonly members?: readonly string[];
  /** Path in the ARN, with a slash at both ends. @default "/" */
  readonly path?: string;
}

const PROPS: Shape<GroupProps> = {
  ...HOLDER_PROPS,
  name: text,
  members: optional(list(text)),
  path: optional(text),
};

const RULES: readonly Rule<GroupProps>[] = [
  ({ name }) => unlessToken(name, (given) => nameProblem("name", given, GROUP_NAME_LENGTH)),
  ({ path }) => unlessToken(path, pathProblem),
  ({ members = [] }) =>
    new Set(members).size === members.length
      ? undefined
      : `members must be unique, got ${members.map(shownText).join(", ")}`,
];

/**
 * A group of users. Groups cannot be principals, and have no tags.
 *
 * @throws {@link ConfigError} when the props are invalid.
 */
export class Group extends Construct {
  readonly groupArn: string;
  readonly groupName: string;

  constructor(scope: Construct, id: string, props: GroupProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { name, members, path } = props;
    const group = new IamGroup(this, "Default", { name, ...(path === undefined ? {} : { path }) });
    this.groupArn = group.arn;
    this.groupName = group.name;
    if (members !== undefined)
      new IamGroupMembership(this, "members", { name, group: group.name, users: [...members] });
    attachPolicies(this, { group: this }, props);
  }
}
