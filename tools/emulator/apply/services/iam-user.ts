/** IAM: users and their inline policies. */
import {
  CreateUserCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  TagUserCommand,
  UntagUserCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { policyText, tags } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { fromTagList, tagChanges, tagList, unlessMissing } from "../sdk";
import { documentFacts, MISSING } from "./iam-common";

const userSchema = z.strictObject({
  name: z.string(),
  path: z.string().default("/"),
  permissions_boundary: z.string().optional(),
  force_destroy: z.boolean().default(false),
  tags,
});

export const iamUser = resourceType(userSchema, {
  replaceOn: ["name", "path"],
  async create({ iam }, { name, path, permissions_boundary, tags: wantedTags }) {
    const boundary = permissions_boundary === undefined ? {} : { PermissionsBoundary: permissions_boundary };
    await iam.send(
      new CreateUserCommand({ UserName: name, Path: path, Tags: tagList(wantedTags), ...boundary }),
    );
    return { id: name };
  },
  async read({ iam }, id) {
    const user = (await unlessMissing(MISSING, iam.send(new GetUserCommand({ UserName: id }))))?.User;
    if (user === undefined) return undefined;
    return {
      facts: {
        boundary: user.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
        tags: fromTagList(user.Tags),
      },
      computed: { id, arn: user.Arn, unique_id: user.UserId },
    };
  },
  facts: ({ permissions_boundary, tags: wantedTags }) => ({
    boundary: permissions_boundary ?? "",
    tags: wantedTags,
  }),
  async update({ iam }, UserName, wanted, before) {
    const PermissionsBoundary = wanted.permissions_boundary;
    if (PermissionsBoundary !== undefined) {
      await iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary }));
    } else if (before.permissions_boundary !== undefined) {
      await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName }));
    }
    const { removed } = tagChanges(before.tags, wanted.tags);
    if (removed.length > 0) await iam.send(new UntagUserCommand({ UserName, TagKeys: removed }));
    await iam.send(new TagUserCommand({ UserName, Tags: tagList(wanted.tags) }));
  },
  async remove({ iam }, UserName) {
    await unlessMissing(MISSING, iam.send(new DeleteUserCommand({ UserName })));
    return undefined;
  },
});

const userPolicySchema = z.strictObject({ name: z.string(), user: z.string(), policy: policyText });
type UserPolicy = z.output<typeof userPolicySchema>;

export const iamUserPolicy = resourceType(userPolicySchema, {
  replaceOn: ["name", "user"],
  async create({ iam }, wanted) {
    await putUserPolicy(iam, wanted);
    return { id: `${wanted.user}:${wanted.name}` };
  },
  async read({ iam }, id, { user, name }) {
    const request = new GetUserPolicyCommand({ UserName: user, PolicyName: name });
    const found = await unlessMissing(MISSING, iam.send(request));
    return found && { facts: { policy: documentFacts(found.PolicyDocument) }, computed: { id } };
  },
  facts: ({ policy }) => ({ policy: documentFacts(policy) }),
  update: ({ iam }, _id, wanted) => putUserPolicy(iam, wanted),
  async remove({ iam }, _id, { user, name }) {
    await unlessMissing(MISSING, iam.send(new DeleteUserPolicyCommand({ UserName: user, PolicyName: name })));
    return undefined;
  },
});

async function putUserPolicy(iam: IAMClient, { user, name, policy }: UserPolicy): Promise<void> {
  await iam.send(new PutUserPolicyCommand({ UserName: user, PolicyName: name, PolicyDocument: policy }));
}
