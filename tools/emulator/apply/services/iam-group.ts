/** IAM: groups and what belongs to one group. */
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DetachGroupPolicyCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  PutGroupPolicyCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { policyText } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { unlessMissing } from "../sdk";
import { documentFacts, MISSING } from "./iam-common";

const groupSchema = z.strictObject({ name: z.string(), path: z.string().default("/") });

export const iamGroup = resourceType(groupSchema, {
  replaceOn: ["name", "path"],
  async create({ iam }, { name, path }) {
    await iam.send(new CreateGroupCommand({ GroupName: name, Path: path }));
    return { id: name };
  },
  async read({ iam }, id) {
    const found = await unlessMissing(MISSING, iam.send(new GetGroupCommand({ GroupName: id })));
    return found && { facts: {}, computed: { id, arn: found.Group?.Arn, unique_id: found.Group?.GroupId } };
  },
  facts: () => ({}),
  // Everything in it replaces it.
  update: () => Promise.resolve(),
  async remove({ iam }, GroupName) {
    await unlessMissing(MISSING, iam.send(new DeleteGroupCommand({ GroupName })));
    return undefined;
  },
});

const groupPolicySchema = z.strictObject({ name: z.string(), group: z.string(), policy: policyText });
type GroupPolicy = z.output<typeof groupPolicySchema>;

export const iamGroupPolicy = resourceType(groupPolicySchema, {
  replaceOn: ["name", "group"],
  async create({ iam }, wanted) {
    await putGroupPolicy(iam, wanted);
    return { id: `${wanted.group}:${wanted.name}` };
  },
  async read({ iam }, id, { group, name }) {
    const request = new GetGroupPolicyCommand({ GroupName: group, PolicyName: name });
    const found = await unlessMissing(MISSING, iam.send(request));
    return found && { facts: { policy: documentFacts(found.PolicyDocument) }, computed: { id } };
  },
  facts: ({ policy }) => ({ policy: documentFacts(policy) }),
  update: ({ iam }, _id, wanted) => putGroupPolicy(iam, wanted),
  async remove({ iam }, _id, { group, name }) {
    const request = new DeleteGroupPolicyCommand({ GroupName: group, PolicyName: name });
    await unlessMissing(MISSING, iam.send(request));
    return undefined;
  },
});

async function putGroupPolicy(iam: IAMClient, { group, name, policy }: GroupPolicy): Promise<void> {
  await iam.send(new PutGroupPolicyCommand({ GroupName: group, PolicyName: name, PolicyDocument: policy }));
}

const attachmentSchema = z.strictObject({ group: z.string(), policy_arn: z.string() });

export const iamGroupPolicyAttachment = resourceType(attachmentSchema, {
  replaceOn: ["group", "policy_arn"],
  async create({ iam }, { group, policy_arn }) {
    await iam.send(new AttachGroupPolicyCommand({ GroupName: group, PolicyArn: policy_arn }));
    return { id: `${group}/${policy_arn}` };
  },
  async read({ iam }, id, { group, policy_arn }) {
    const request = new ListAttachedGroupPoliciesCommand({ GroupName: group });
    const found = await unlessMissing(MISSING, iam.send(request));
    const attached = found?.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policy_arn);
    return attached === true ? { facts: {}, computed: { id } } : undefined;
  },
  facts: () => ({}),
  // Everything in it replaces it.
  update: () => Promise.resolve(),
  async remove({ iam }, _id, { group, policy_arn }) {
    const request = new DetachGroupPolicyCommand({ GroupName: group, PolicyArn: policy_arn });
    await unlessMissing(MISSING, iam.send(request));
    return undefined;
  },
});

const membershipSchema = z.strictObject({ name: z.string(), group: z.string(), users: z.array(z.string()) });

export const iamGroupMembership = resourceType(membershipSchema, {
  replaceOn: ["group"],
  async create({ iam }, { name, group, users }) {
    await setMembers(iam, group, users);
    return { id: name };
  },
  async read({ iam }, id, { group }) {
    const users = await membersOf(iam, group);
    return users && { facts: { users }, computed: { id } };
  },
  facts: ({ users }) => ({ users: [...users].sort() }),
  update: ({ iam }, _id, { group, users }) => setMembers(iam, group, users),
  async remove({ iam }, _id, { group }) {
    await setMembers(iam, group, []);
    return undefined;
  },
});

async function membersOf(iam: IAMClient, GroupName: string): Promise<string[] | undefined> {
  const found = await unlessMissing(MISSING, iam.send(new GetGroupCommand({ GroupName })));
  return found?.Users?.map(({ UserName = "" }) => UserName).sort();
}

async function setMembers(iam: IAMClient, GroupName: string, wanted: readonly string[]): Promise<void> {
  const before = (await membersOf(iam, GroupName)) ?? [];
  for (const UserName of wanted.filter((user) => !before.includes(user)))
    await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
  for (const UserName of before.filter((user) => !wanted.includes(user)))
    await iam.send(new RemoveUserFromGroupCommand({ GroupName, UserName }));
}
