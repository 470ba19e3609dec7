/** IAM: roles and what belongs to one role. */
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { policyText, tags } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { fromTagList, tagChanges, tagList, unlessMissing } from "../sdk";
import { documentFacts, MISSING } from "./iam-common";

const roleSchema = z.strictObject({
  name: z.string(),
  path: z.string().default("/"),
  description: z.string().default(""),
  assume_role_policy: policyText,
  max_session_duration: z.number().default(3600),
  permissions_boundary: z.string().optional(),
  force_detach_policies: z.boolean().default(false),
  tags,
});

export const iamRole = resourceType(roleSchema, {
  replaceOn: ["name", "path"],
  async create({ iam }, wanted) {
    await iam.send(
      new CreateRoleCommand({
        RoleName: wanted.name,
        Path: wanted.path,
        Description: wanted.description,
        AssumeRolePolicyDocument: wanted.assume_role_policy,
        MaxSessionDuration: wanted.max_session_duration,
        Tags: tagList(wanted.tags),
        ...(wanted.permissions_boundary === undefined
          ? {}
          : { PermissionsBoundary: wanted.permissions_boundary }),
      }),
    );
    return { id: wanted.name };
  },
  async read({ iam }, id) {
    const role = (await unlessMissing(MISSING, iam.send(new GetRoleCommand({ RoleName: id }))))?.Role;
    if (role === undefined) return undefined;
    return {
      facts: {
        description: role.Description ?? "",
        trust: documentFacts(role.AssumeRolePolicyDocument),
        maxSessionDuration: role.MaxSessionDuration,
        boundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
        tags: fromTagList(role.Tags),
      },
      computed: { id, arn: role.Arn, unique_id: role.RoleId },
    };
  },
  facts: (wanted) => ({
    description: wanted.description,
    trust: documentFacts(wanted.assume_role_policy),
    maxSessionDuration: wanted.max_session_duration,
    boundary: wanted.permissions_boundary ?? "",
    tags: wanted.tags,
  }),
  async update({ iam }, RoleName, wanted, before) {
    const { description: Description, max_session_duration: MaxSessionDuration } = wanted;
    await iam.send(new UpdateRoleCommand({ RoleName, Description, MaxSessionDuration }));
    await iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: wanted.assume_role_policy }),
    );
    const PermissionsBoundary = wanted.permissions_boundary;
    if (PermissionsBoundary !== undefined) {
      await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    } else if (before.permissions_boundary !== undefined) {
      await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    }
    const { removed } = tagChanges(before.tags, wanted.tags);
    if (removed.length > 0) await iam.send(new UntagRoleCommand({ RoleName, TagKeys: removed }));
    await iam.send(new TagRoleCommand({ RoleName, Tags: tagList(wanted.tags) }));
  },
  async remove({ iam }, RoleName) {
    await unlessMissing(MISSING, iam.send(new DeleteRoleCommand({ RoleName })));
    return undefined;
  },
});

const rolePolicySchema = z.strictObject({ name: z.string(), role: z.string(), policy: policyText });
type RolePolicy = z.output<typeof rolePolicySchema>;

export const iamRolePolicy = resourceType(rolePolicySchema, {
  replaceOn: ["name", "role"],
  async create({ iam }, wanted) {
    await putRolePolicy(iam, wanted);
    return { id: `${wanted.role}:${wanted.name}` };
  },
  async read({ iam }, id, { role, name }) {
    const request = new GetRolePolicyCommand({ RoleName: role, PolicyName: name });
    const found = await unlessMissing(MISSING, iam.send(request));
    return found && { facts: { policy: documentFacts(found.PolicyDocument) }, computed: { id } };
  },
  facts: ({ policy }) => ({ policy: documentFacts(policy) }),
  update: ({ iam }, _id, wanted) => putRolePolicy(iam, wanted),
  async remove({ iam }, _id, { role, name }) {
    await unlessMissing(MISSING, iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: name })));
    return undefined;
  },
});

async function putRolePolicy(iam: IAMClient, { role, name, policy }: RolePolicy): Promise<void> {
  await iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: name, PolicyDocument: policy }));
}

const attachmentSchema = z.strictObject({ role: z.string(), policy_arn: z.string() });

export const iamRolePolicyAttachment = resourceType(attachmentSchema, {
  replaceOn: ["role", "policy_arn"],
  async create({ iam }, { role, policy_arn }) {
    await iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn: policy_arn }));
    return { id: `${role}/${policy_arn}` };
  },
  async read({ iam }, id, { role, policy_arn }) {
    const request = new ListAttachedRolePoliciesCommand({ RoleName: role });
    const found = await unlessMissing(MISSING, iam.send(request));
    const attached = found?.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policy_arn);
    return attached === true ? { facts: {}, computed: { id } } : undefined;
  },
  facts: () => ({}),
  // Everything in it replaces it.
  update: () => Promise.resolve(),
  async remove({ iam }, _id, { role, policy_arn }) {
    const request = new DetachRolePolicyCommand({ RoleName: role, PolicyArn: policy_arn });
    await unlessMissing(MISSING, iam.send(request));
    return undefined;
  },
});
