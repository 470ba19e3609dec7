import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { Construct } from "constructs";
import type { Statement } from "./policy-document";
import { renderPolicy } from "./render-policy";
import type { Role } from "./role";
import type { User } from "./user";

/** What {@link InlinePolicy} needs. */
export interface InlinePolicyProps {
  /** Name of the policy, unique in its role or user. */
  readonly name: string;
  /** Who gets it. */
  readonly attachTo: { readonly role: Role } | { readonly user: User };
  /** What it allows. */
  readonly statements: readonly Statement[];
}

/**
 * What one role or user may do. It lives and dies with its role or user, unlike a managed policy.
 *
 * @throws {@link ConfigError} when the statements are invalid or longer than AWS accepts.
 */
export class InlinePolicy extends Construct {
  constructor(scope: Construct, id: string, { name, attachTo, statements }: InlinePolicyProps) {
    super(scope, id);
    if ("role" in attachTo)
      new IamRolePolicy(this, "Default", {
        name,
        role: attachTo.role.roleName,
        policy: renderPolicy(this, "roleInline", statements),
      });
    else
      new IamUserPolicy(this, "Default", {
        name,
        user: attachTo.user.userName,
        policy: renderPolicy(this, "userInline", statements),
      });
  }
}
