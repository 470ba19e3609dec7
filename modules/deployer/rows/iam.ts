/**
 * IAM. Whoever may write a role's policies can give that role everything, unless a permissions boundary holds: where the role has one, every such call
 * is bound to it, and nothing can take it off.
 *
 * Sources: IAM User Guide, "Permissions boundaries for IAM entities" ("Delegating responsibility to others using permissions boundaries"); Service
 * Authorization Reference, "AWS Identity and Access Management", for iam:PermissionsBoundary; terraform-provider-aws 6, `internal/service/iam`.
 */
import type { Conditions } from "../../iam/policies/statement";
import { also, type Calls, type Row, type RowEnvironment } from "../row";
import type { Block } from "../stack-blocks";
import { iamArn } from "./iam-arn";
import { passRole } from "./pass-role";

interface Identity {
  readonly read: readonly string[];
  /** What the boundary does not come into. */
  readonly change: readonly string[];
  /** What is bound to the boundary. */
  readonly bound: readonly string[];
  readonly remove: readonly string[];
}

function boundaryOf(block: Block): { readonly conditions?: Conditions } {
  const boundary = block.optional("permissions_boundary");
  return boundary === undefined
    ? {}
    : { conditions: { StringEquals: { "iam:PermissionsBoundary": boundary } } };
}

/** Calls about a role or user: the block itself, or the one to which it is attached. */
function calls(
  block: Block,
  env: RowEnvironment,
  kind: string,
  actions: readonly string[],
  bound = false,
): readonly Calls[] {
  if (actions.length === 0) return [];
  return [{ actions, resources: [iamArn(block, env, kind)], ...(bound ? boundaryOf(block) : {}) }];
}

function identity(kind: "role" | "user", { read, change, bound, remove }: Identity): Row {
  return {
    read: (block, env) => calls(block, env, kind, read),
    change: (block, env) => [...calls(block, env, kind, change), ...calls(block, env, kind, bound, true)],
    remove: (block, env) => calls(block, env, kind, remove),
  };
}

/** What belongs to a role or user: its attribute names whose it is. */
function belonging(kind: "role" | "user", { read, change, bound, remove }: Identity): Row {
  const owner = (block: Block): Block => block.target(kind) ?? named(block, kind);
  return {
    read: (block, env) => calls(owner(block), env, kind, read),
    change: (block, env) => [
      ...calls(owner(block), env, kind, change),
      ...calls(owner(block), env, kind, bound, true),
    ],
    remove: (block, env) => calls(owner(block), env, kind, remove, bound.length > 0),
  };
}

/** A role or user that the stack does not make: only its name is known. */
function named(block: Block, kind: string): Block {
  const name = block.text(kind);
  return { ...block, text: () => name, optional: () => undefined };
}

const profile: Row = {
  read: (block, env) => [
    ...calls(block, env, "instance-profile", ["iam:GetInstanceProfile"]),
    ...ofRole(block, env, ["iam:GetRole"]),
  ],
  change: (block, env) =>
    calls(block, env, "instance-profile", [
      "iam:AddRoleToInstanceProfile",
      "iam:CreateInstanceProfile",
      "iam:RemoveRoleFromInstanceProfile",
      "iam:TagInstanceProfile",
      "iam:UntagInstanceProfile",
    ]),
  remove: (block, env) =>
    calls(block, env, "instance-profile", ["iam:DeleteInstanceProfile", "iam:RemoveRoleFromInstanceProfile"]),
};

function ofRole(block: Block, env: RowEnvironment, actions: readonly string[]): readonly Calls[] {
  return block.has("role") ? calls(block.target("role") ?? named(block, "role"), env, "role", actions) : [];
}

export const IAM_ROWS: Readonly<Record<string, Row>> = {
  aws_iam_access_key: belonging("user", {
    read: ["iam:ListAccessKeys"],
    change: ["iam:CreateAccessKey", "iam:UpdateAccessKey"],
    bound: [],
    remove: ["iam:DeleteAccessKey"],
  }),
  // The service to which an instance profile hands its role is EC2.
  aws_iam_instance_profile: also(profile, { change: passRole("role", "ec2") }),
  aws_iam_role: identity("role", {
    read: ["iam:GetRole", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
    change: [
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ],
    bound: ["iam:CreateRole", "iam:PutRolePermissionsBoundary"],
    remove: ["iam:DeleteRole", "iam:ListInstanceProfilesForRole"],
  }),
  aws_iam_role_policy: belonging("role", {
    read: ["iam:GetRolePolicy"],
    change: [],
    bound: ["iam:PutRolePolicy"],
    remove: ["iam:DeleteRolePolicy"],
  }),
  aws_iam_user: identity("user", {
    read: ["iam:GetUser"],
    change: ["iam:TagUser", "iam:UntagUser", "iam:UpdateUser"],
    bound: ["iam:CreateUser", "iam:PutUserPermissionsBoundary"],
    remove: ["iam:DeleteUser", "iam:ListGroupsForUser"],
  }),
  aws_iam_user_policy: belonging("user", {
    read: ["iam:GetUserPolicy"],
    change: [],
    bound: ["iam:PutUserPolicy"],
    remove: ["iam:DeleteUserPolicy"],
  }),
};
