import { IamGroupPolicy } from "@cdktf/provider-aws/lib/iam-group-policy";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { noteRelaxations } from "../../relaxations";
import { construct, knownList, optional, type Shape, text } from "../../shape";
import { assertProps, assertValid, type Rule, unlessToken } from "../../validate";
import { POLICY_NAME_LENGTH } from "../limits";
import { nameProblem } from "../names";
import { acknowledgedIn } from "../policies/finding";
import type { Statement } from "../policies/policy-document";
import { policySize } from "../policies/policy-size";
import { statements as statementList } from "../policies/statement-shape";
import { renderPolicy } from "../render-policy";
import { addInline, type Holder, holder, inlineKind } from "./holder";

/** What {@link InlinePolicy} needs. */
export interface InlinePolicyProps {
  /** Name of the policy, unique in its role, user or group: 1 to 128 letters, digits and `+=,.@_-`. */
  readonly name: string;
  /** Who gets it. */
  readonly attachTo: Holder;
  /** What it allows. */
  readonly statements: readonly Statement[];
  /** What must be there before anything is allowed, such as the policy of a bucket that refuses a part of it. @default - nothing */
  readonly waitFor?: readonly ITerraformDependable[];
}

const PROPS: Shape<InlinePolicyProps> = {
  name: text,
  attachTo: holder,
  statements: statementList,
  waitFor: optional(knownList(construct)),
};

const RULES: readonly Rule<InlinePolicyProps>[] = [
  ({ name }) => unlessToken(name, (given) => nameProblem("name", given, POLICY_NAME_LENGTH)),
];

/**
 * What one role, user or group may do. It lives and dies with its holder, unlike a managed policy.
 *
 * @throws {@link ConfigError} when the statements are invalid, or longer than AWS accepts, those of the holder's other inline policies included.
 */
export class InlinePolicy extends Construct {
  constructor(scope: Construct, id: string, props: InlinePolicyProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { name, attachTo, statements, waitFor = [] } = props;
    const policy = renderPolicy(this, inlineKind(attachTo), statements);
    const after = waitFor.length === 0 ? {} : { dependsOn: [...waitFor] };
    const resource = this.resource(attachTo, { name, policy, ...after });
    noteRelaxations(resource, acknowledgedIn(statements));
    addInline(this.node.path, attachTo, resource, policySize(statements));
  }

  private resource(
    attachTo: Holder,
    attributes: {
      readonly name: string;
      readonly policy: string;
      readonly dependsOn?: ITerraformDependable[];
    },
  ): IamRolePolicy | IamUserPolicy | IamGroupPolicy {
    if ("role" in attachTo)
      return new IamRolePolicy(this, "Default", { ...attributes, role: attachTo.role.roleName });
    if ("user" in attachTo)
      return new IamUserPolicy(this, "Default", { ...attributes, user: attachTo.user.userName });
    return new IamGroupPolicy(this, "Default", { ...attributes, group: attachTo.group.groupName });
  }
}
