import { IamGroupPoliciesExclusive } from "@cdktf/provider-aws/lib/iam-group-policies-exclusive";
import { IamGroupPolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-group-policy-attachments-exclusive";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import { IamUserPoliciesExclusive } from "@cdktf/provider-aws/lib/iam-user-policies-exclusive";
import { IamUserPolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-user-policy-attachments-exclusive";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import type { Shape } from "../../shape";
import { assertProps } from "../../validate";
import { attachedTo, type Holder, holder } from "./holder";

/** What {@link ExclusivePolicies} needs. */
export interface ExclusivePoliciesProps {
  /** Whose policies shall be those of this program and no others. */
  readonly attachTo: Holder;
}

const PROPS: Shape<ExclusivePoliciesProps> = { attachTo: holder };

/**
 * Every policy that this program does not give the holder is taken off it at the next apply.
 *
 * The lists are references to the policies and attachments, taken when the stack is synthesized: so Terraform makes those first, and none is
 * forgotten that another construct adds later. `inline_policy` and `managed_policy_arns` of the role are never used: beside resources of
 * their own they undo each other's work at every apply.
 */
export class ExclusivePolicies extends Construct {
  constructor(scope: Construct, id: string, props: ExclusivePoliciesProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    const { attachTo } = props;
    const attached = attachedTo(attachTo);
    const policyNames = Lazy.listValue({ produce: () => attached.inline.map(({ name }) => name) });
    const policyArns = Lazy.listValue({ produce: () => attached.managed.map(({ policyArn: arn }) => arn) });
    if ("role" in attachTo) {
      const { roleName } = attachTo.role;
      new IamRolePoliciesExclusive(this, "inline", { roleName, policyNames });
      new IamRolePolicyAttachmentsExclusive(this, "attachments", { roleName, policyArns });
    } else if ("user" in attachTo) {
      const { userName } = attachTo.user;
      new IamUserPoliciesExclusive(this, "inline", { userName, policyNames });
      new IamUserPolicyAttachmentsExclusive(this, "attachments", { userName, policyArns });
    } else {
      const { groupName } = attachTo.group;
      new IamGroupPoliciesExclusive(this, "inline", { groupName, policyNames });
      new IamGroupPolicyAttachmentsExclusive(this, "attachments", { groupName, policyArns });
    }
  }
}
