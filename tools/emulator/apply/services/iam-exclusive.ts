/**
 * IAM: exclusive management. No resource of AWS: at every apply the provider takes off the holder what the list does not name, and attaches a managed
 * policy that is missing. It cannot make an inline policy; where one is missing, the resource of its own makes it.
 */
import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DeleteGroupPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { type ResourceType, resourceType } from "../resource-type";
import { unlessMissing } from "../sdk";
import { MISSING } from "./iam-common";

/** What IAM can do with one kind of policy of one kind of holder. */
interface Policies {
  /** Attribute that names the holder. */
  readonly holder: "role_name" | "user_name" | "group_name";
  /** Attribute that names the policies. */
  readonly list: "policy_names" | "policy_arns";
  /** `undefined` when the holder is gone. */
  given(iam: IAMClient, holder: string): Promise<readonly string[] | undefined>;
  takeOff(iam: IAMClient, holder: string, policy: string): Promise<unknown>;
  /** @default - a policy that is missing stays so */
  attach?(iam: IAMClient, holder: string, policy: string): Promise<unknown>;
}

function exclusive({ holder, list, given, takeOff, attach }: Policies): ResourceType {
  const schema = z.strictObject({ [holder]: z.string(), [list]: z.array(z.string()).default([]) });
  const holderOf = (wanted: z.output<typeof schema>) => String(wanted[holder]);
  const listOf = (wanted: z.output<typeof schema>) => [...(wanted[list] as readonly string[])].sort();
  const enforce = async (iam: IAMClient, wanted: z.output<typeof schema>) => {
    const [name, policies] = [holderOf(wanted), listOf(wanted)];
    const before = (await given(iam, name)) ?? [];
    for (const policy of before.filter((each) => !policies.includes(each))) await takeOff(iam, name, policy);
    for (const policy of policies.filter((each) => !before.includes(each))) await attach?.(iam, name, policy);
  };
  return resourceType(schema, {
    replaceOn: [holder],
    async create({ iam }, wanted) {
      await enforce(iam, wanted);
      return { id: holderOf(wanted) };
    },
    async read({ iam }, id) {
      const policies = await unlessMissing(MISSING, given(iam, id));
      return policies && { facts: { policies: [...policies].sort() }, computed: { id } };
    },
    facts: (wanted) => ({ policies: listOf(wanted) }),
    update: ({ iam }, _id, wanted) => enforce(iam, wanted),
    // What it names has resources of its own.
    remove: () => Promise.resolve(undefined),
  });
}

const arns = ({
  AttachedPolicies = [],
}: {
  AttachedPolicies?: readonly { PolicyArn?: string | undefined }[] | undefined;
}) => AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn);

export const EXCLUSIVE: Readonly<Record<string, ResourceType>> = {
  aws_iam_role_policies_exclusive: exclusive({
    holder: "role_name",
    list: "policy_names",
    given: async (iam, RoleName) => (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames,
    takeOff: (iam, RoleName, PolicyName) => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
  }),
  aws_iam_role_policy_attachments_exclusive: exclusive({
    holder: "role_name",
    list: "policy_arns",
    given: async (iam, RoleName) => arns(await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))),
    takeOff: (iam, RoleName, PolicyArn) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    attach: (iam, RoleName, PolicyArn) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
  }),
  aws_iam_user_policies_exclusive: exclusive({
    holder: "user_name",
    list: "policy_names",
    given: async (iam, UserName) => (await iam.send(new ListUserPoliciesCommand({ UserName }))).PolicyNames,
    takeOff: (iam, UserName, PolicyName) => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
  }),
  aws_iam_user_policy_attachments_exclusive: exclusive({
    holder: "user_name",
    list: "policy_arns",
    given: async (iam, UserName) => arns(await iam.send(new ListAttachedUserPoliciesCommand({ UserName }))),
    takeOff: (iam, UserName, PolicyArn) => iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
    attach: (iam, UserName, PolicyArn) => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })),
  }),
  aws_iam_group_policies_exclusive: exclusive({
    holder: "group_name",
    list: "policy_names",
    given: async (iam, GroupName) =>
      (await iam.send(new ListGroupPoliciesCommand({ GroupName }))).PolicyNames,
    takeOff: (iam, GroupName, PolicyName) =>
      iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
  }),
  aws_iam_group_policy_attachments_exclusive: exclusive({
    holder: "group_name",
    list: "policy_arns",
    given: async (iam, GroupName) =>
      arns(await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName }))),
    takeOff: (iam, GroupName, PolicyArn) => iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })),
    attach: (iam, GroupName, PolicyArn) => iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn })),
  }),
};
