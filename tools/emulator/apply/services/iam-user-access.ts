/** IAM: what lets a user in (access key, console login), and what it belongs to (managed policies, groups). */
import { randomBytes } from "node:crypto";
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DetachUserPolicyCommand,
  GetLoginProfileCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  RemoveUserFromGroupCommand,
  type StatusType,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { resourceType } from "../resource-type";
import { present, unlessMissing } from "../sdk";
import { MISSING } from "./iam-common";

/**
 * Where a PGP key is given, the provider (not AWS) encrypts the secret and forgets it. Here it is forgotten too, so that nothing secret reaches the state;
 * what stands in its place says so.
 */
const NOT_ENCRYPTED_HERE =
  "made by the emulator's apply, which does not encrypt for PGP keys: the secret is lost";

const accessKeySchema = z.strictObject({
  user: z.string(),
  status: z.string().default("Active"),
  pgp_key: z.string().optional(),
});

/** The secret is told once, at creation; from then on only the state file has it. */
export const iamAccessKey = resourceType(accessKeySchema, {
  replaceOn: ["user", "pgp_key"],
  async create({ iam }, { user, status, pgp_key }) {
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: user }));
    const id = present(AccessKey?.AccessKeyId, "access key id");
    if (status !== "Active") await setStatus(iam, user, id, status);
    const computed =
      pgp_key === undefined
        ? { secret: AccessKey?.SecretAccessKey }
        : { encrypted_secret: NOT_ENCRYPTED_HERE };
    return { id, computed };
  },
  async read({ iam }, id, { user }) {
    const found = await unlessMissing(MISSING, iam.send(new ListAccessKeysCommand({ UserName: user })));
    const key = found?.AccessKeyMetadata?.find(({ AccessKeyId }) => AccessKeyId === id);
    return key && { facts: { status: key.Status }, computed: { id } };
  },
  facts: ({ status }) => ({ status }),
  update: ({ iam }, id, { user, status }) => setStatus(iam, user, id, status),
  async remove({ iam }, id, { user }) {
    await unlessMissing(MISSING, iam.send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: id })));
    return undefined;
  },
});

async function setStatus(
  iam: IAMClient,
  UserName: string,
  AccessKeyId: string,
  status: string,
): Promise<void> {
  await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: status as StatusType }));
}

const loginSchema = z.strictObject({
  user: z.string(),
  password_length: z.number().default(20),
  password_reset_required: z.boolean().default(false),
  pgp_key: z.string().optional(),
});

export const iamLoginProfile = resourceType(loginSchema, {
  replaceOn: ["user", "password_length", "password_reset_required", "pgp_key"],
  async create({ iam }, { user, password_length, password_reset_required, pgp_key }) {
    const Password = randomBytes(password_length).toString("base64url").slice(0, password_length);
    await iam.send(
      new CreateLoginProfileCommand({
        UserName: user,
        Password,
        PasswordResetRequired: password_reset_required,
      }),
    );
    const computed =
      pgp_key === undefined ? { password: Password } : { encrypted_password: NOT_ENCRYPTED_HERE };
    return { id: user, computed };
  },
  async read({ iam }, id) {
    const found = await unlessMissing(MISSING, iam.send(new GetLoginProfileCommand({ UserName: id })));
    return found && { facts: { user: found.LoginProfile?.UserName }, computed: { id } };
  },
  facts: ({ user }) => ({ user }),
  // Everything in it replaces it.
  update: () => Promise.resolve(),
  async remove({ iam }, UserName) {
    await unlessMissing(MISSING, iam.send(new DeleteLoginProfileCommand({ UserName })));
    return undefined;
  },
});

const attachmentSchema = z.strictObject({ user: z.string(), policy_arn: z.string() });

export const iamUserPolicyAttachment = resourceType(attachmentSchema, {
  replaceOn: ["user", "policy_arn"],
  async create({ iam }, { user, policy_arn }) {
    await iam.send(new AttachUserPolicyCommand({ UserName: user, PolicyArn: policy_arn }));
    return { id: `${user}/${policy_arn}` };
  },
  async read({ iam }, id, { user, policy_arn }) {
    const request = new ListAttachedUserPoliciesCommand({ UserName: user });
    const found = await unlessMissing(MISSING, iam.send(request));
    const attached = found?.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policy_arn);
    return attached === true ? { facts: {}, computed: { id } } : undefined;
  },
  facts: () => ({}),
  // Everything in it replaces it.
  update: () => Promise.resolve(),
  async remove({ iam }, _id, { user, policy_arn }) {
    const request = new DetachUserPolicyCommand({ UserName: user, PolicyArn: policy_arn });
    await unlessMissing(MISSING, iam.send(request));
    return undefined;
  },
});

const membershipSchema = z.strictObject({ user: z.string(), groups: z.array(z.string()) });

/** Groups that it does not name are left alone. */
export const iamUserGroupMembership = resourceType(membershipSchema, {
  replaceOn: ["user"],
  async create({ iam }, { user, groups }) {
    await setGroups(iam, user, groups, []);
    return { id: user };
  },
  async read({ iam }, id, { user, groups }) {
    const request = new ListGroupsForUserCommand({ UserName: user });
    const found = await unlessMissing(MISSING, iam.send(request));
    const names = found?.Groups?.map(({ GroupName = "" }) => GroupName);
    return names && { facts: { groups: groups.filter((name) => names.includes(name)) }, computed: { id } };
  },
  facts: ({ groups }) => ({ groups }),
  update: ({ iam }, _id, { user, groups }, before) => setGroups(iam, user, groups, before.groups),
  async remove({ iam }, _id, { user, groups }) {
    await unlessMissing(MISSING, setGroups(iam, user, [], groups));
    return undefined;
  },
});

async function setGroups(
  iam: IAMClient,
  UserName: string,
  wanted: readonly string[],
  before: readonly string[],
): Promise<void> {
  for (const GroupName of wanted) await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
  for (const GroupName of before.filter((name) => !wanted.includes(name)))
    await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
}
