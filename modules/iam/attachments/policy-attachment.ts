import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import { Construct } from "constructs";
import { ConfigError } from "../../config-error";
import { knownNumber, optional, type Shape, text } from "../../shape";
import { assertProps, outside } from "../../validate";
import { MANAGED_POLICY_QUOTA, RAISED_MANAGED_POLICY_QUOTA } from "../limits";
import { addManaged, type Holder, holder, kindOf } from "./holder";

/** What {@link PolicyAttachment} needs. */
export interface PolicyAttachmentProps {
  /** ARN of a managed policy, of this account or of AWS. */
  readonly policyArn: string;
  /** Who gets it. */
  readonly attachTo: Holder;
  /**
   * How many managed policies the role, user or group may have: 10 to 25 for a role, to 20 for a user, 10 for a group. More than 10 takes a
   * raised quota of the account.
   *
   * @default 10
   */
  readonly quota?: number;
}

const PROPS: Shape<PolicyAttachmentProps> = {
  policyArn: text,
  attachTo: holder,
  quota: optional(knownNumber),
};

/**
 * A managed policy on a role, user or group.
 *
 * @throws {@link ConfigError} when the holder has more managed policies than `quota`.
 */
export class PolicyAttachment extends Construct {
  constructor(scope: Construct, id: string, props: PolicyAttachmentProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    const { policyArn, attachTo, quota } = props;
    const problem = outside("quota", quota, {
      min: MANAGED_POLICY_QUOTA,
      max: RAISED_MANAGED_POLICY_QUOTA[kindOf(attachTo)],
    });
    if (problem !== undefined) throw new ConfigError(this.node.path, [problem]);
    addManaged(this.node.path, attachTo, this.resource(policyArn, attachTo), quota);
  }

  private resource(policyArn: string, attachTo: Holder): { readonly policyArn: string } {
    if ("role" in attachTo)
      return new IamRolePolicyAttachment(this, "Default", { policyArn, role: attachTo.role.roleName });
    if ("user" in attachTo)
      return new IamUserPolicyAttachment(this, "Default", { policyArn, user: attachTo.user.userName });
    return new IamGroupPolicyAttachment(this, "Default", { policyArn, group: attachTo.group.groupName });
  }
}
