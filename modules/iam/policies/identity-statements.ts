/** Statements for policies of identities that many programs need, as plain data. */
import { formatArn } from "../../arn";
import { type Check, flag, knownList, list, object, optional, orNothing, text } from "../../shape";
import { assertArguments } from "../../validate";
import { environmentWith } from "./environment";
import type { Conditions, Statement } from "./policy-document";
import { type AwsEnvironment, servicePrincipal } from "./principals";
import { conditions as conditionMap } from "./statement-shape";

/** Lets an identity assume roles. A role's trust that names the identity is enough in its own account; otherwise both are needed. */
export function assumeRoleStatement(roleArns: readonly string[], conditions?: Conditions): Statement {
  assertArguments(
    "assumeRoleStatement",
    { roleArns, conditions },
    { roleArns: list(text), conditions: orNothing(conditionMap) },
  );
  return {
    sid: "AssumeRole",
    actions: ["sts:AssumeRole"],
    resources: roleArns,
    ...(conditions === undefined ? {} : { conditions }),
  };
}

const someTexts: Check = (what, value) =>
  Array.isArray(value) && value.length === 0 ? [`${what} must not be empty`] : knownList(text)(what, value);

/**
 * Lets an identity hand roles to a service, such as a role to an instance: who may pass a role has all that it can do.
 *
 * @param services who may get the roles, such as `ec2`; at least one
 */
export function passRoleStatement(
  roleArns: readonly string[],
  services: readonly [string, ...string[]],
  env: Partial<Omit<AwsEnvironment, "accountId">>,
): Statement {
  assertArguments(
    "passRoleStatement",
    { roleArns, services, env },
    { roleArns: list(text), services: someTexts, env: environmentWith("dnsSuffix") },
  );
  return {
    sid: "PassRole",
    actions: ["iam:PassRole"],
    resources: roleArns,
    conditions: {
      StringEquals: { "iam:PassedToService": services.map((service) => servicePrincipal(service, env)) },
    },
  };
}

/** What somebody without a second factor may do: set one up, and nothing else. */
const WITHOUT_MFA = [
  "iam:ChangePassword",
  "iam:CreateVirtualMFADevice",
  "iam:EnableMFADevice",
  "iam:GetAccountPasswordPolicy",
  "iam:GetMFADevice",
  "iam:GetUser",
  "iam:ListMFADevices",
  "iam:ListVirtualMFADevices",
  "iam:ResyncMFADevice",
  "sts:GetSessionToken",
] as const;

/**
 * Lets users of a group manage their own password, access keys and second factor, and nothing of anybody else's.
 *
 * @param requireMfa whether everything but setting up a second factor is denied to those who did not give one. A program's access key
 * sends none: keep its user out of the group.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
 */
export function selfManageStatements(
  account: Pick<AwsEnvironment, "partition" | "accountId">,
  options: { readonly requireMfa?: boolean } = {},
): readonly Statement[] {
  assertArguments(
    "selfManageStatements",
    { account, options },
    {
      account: environmentWith("partition", "accountId"),
      options: object<typeof options>({ requireMfa: optional(flag) }),
    },
  );
  const { partition, accountId } = account;
  const { requireMfa = true } = options;
  const iamArn = (resource: string) =>
    formatArn({ partition, service: "iam", region: "", account: accountId, resource });
  const self = [iamArn("user/${aws:username}"), iamArn("user/*/${aws:username}")];
  const own: readonly Statement[] = [
    {
      sid: "ViewAccount",
      actions: ["iam:GetAccountPasswordPolicy", "iam:ListUsers", "iam:ListVirtualMFADevices"],
      resources: ["*"],
    },
    {
      sid: "ManageOwnPassword",
      actions: ["iam:ChangePassword", "iam:GetLoginProfile", "iam:GetUser", "iam:UpdateLoginProfile"],
      resources: self,
    },
    {
      sid: "ManageOwnAccessKeys",
      actions: [
        "iam:CreateAccessKey",
        "iam:DeleteAccessKey",
        "iam:GetAccessKeyLastUsed",
        "iam:ListAccessKeys",
        "iam:UpdateAccessKey",
      ],
      resources: self,
    },
    {
      sid: "ManageOwnMfa",
      actions: [
        "iam:DeactivateMFADevice",
        "iam:EnableMFADevice",
        "iam:GetMFADevice",
        "iam:ListMFADevices",
        "iam:ResyncMFADevice",
      ],
      resources: self,
    },
    // A device's name is free to choose: bound to the user's own, nobody can take or delete somebody else's.
    {
      sid: "ManageOwnVirtualMfa",
      actions: ["iam:CreateVirtualMFADevice", "iam:DeleteVirtualMFADevice"],
      resources: [iamArn("mfa/${aws:username}")],
    },
  ];
  return requireMfa ? [...own, DENY_WITHOUT_MFA] : own;
}

/** `BoolIfExists` is deliberate here: a long-term access key sends no such key, and is to be denied, too. */
const DENY_WITHOUT_MFA: Statement = {
  sid: "DenyWithoutMfa",
  effect: "Deny",
  notActions: WITHOUT_MFA,
  resources: ["*"],
  conditions: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
};
