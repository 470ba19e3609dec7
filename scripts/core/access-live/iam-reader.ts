/** Roles and users of an account, and every policy that they have. */
import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from "@aws-sdk/client-iam";
import type { Fact, InlineText, LiveHolder } from "../../../access/live/facts";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { pages } from "../../clients/replies/pages";
import { iamClient } from "../../clients/services/iam";
import { type ClientSettings, requestOptions } from "../../clients/settings/settings";
import { fact, present } from "./fact";
import type { AccountReader } from "./ports";

const MISSING = ["NoSuchEntity", "NoSuchEntityException"];

/** As the lists of IAM come. */
interface Page {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** What holders of one kind are asked with. */
interface Calls {
  names(
    name: string,
    Marker: string | undefined,
  ): Promise<Page & { readonly PolicyNames?: string[] | undefined }>;
  text(name: string, policy: string): Promise<{ readonly PolicyDocument?: string | undefined }>;
  attached(
    name: string,
    Marker: string | undefined,
  ): Promise<Page & { readonly AttachedPolicies?: { PolicyArn?: string | undefined }[] | undefined }>;
}

export function iamReader(settings: ClientSettings): Pick<AccountReader, "role" | "user" | "policy"> {
  const iam = iamClient(settings);
  const options = requestOptions(settings);
  const { roles, users, groups } = callsOf(iam, options);
  return {
    role: (RoleName) =>
      holder(
        `role ${RoleName}`,
        async () => (await iam.send(new GetRoleCommand({ RoleName }), options)).Role,
        async () => policiesOf(roles, RoleName, `role ${RoleName}`),
      ),
    user: (UserName) =>
      holder(
        `user ${UserName}`,
        async () => (await iam.send(new GetUserCommand({ UserName }), options)).User,
        async () => {
          const own = await policiesOf(users, UserName, `user ${UserName}`);
          const names = await fact(
            () =>
              listed(
                (Marker) => iam.send(new ListGroupsForUserCommand({ UserName, Marker }), options),
                ({ Groups = [] }) => Groups.flatMap((each) => each.GroupName ?? []),
              ),
            told(`the groups of user ${UserName}`),
          );
          const found = present(names);
          if (!("read" in found)) return { inline: joined([own.inline, found]), attached: own.attached };
          const all = await Promise.all(
            found.read.map((group) => policiesOf(groups, group, `group ${group}`, group)),
          );
          return {
            inline: joined([own.inline, ...all.map(({ inline }) => inline)]),
            attached: joined([own.attached, ...all.map(({ attached }) => attached)]),
          };
        },
      ),
    policy: (PolicyArn) =>
      fact(
        async () => {
          const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }), options);
          const VersionId = Policy?.DefaultVersionId;
          if (VersionId === undefined)
            throw new BadReplyError("IAM answered without the version of a policy");
          const version = new GetPolicyVersionCommand({ PolicyArn, VersionId });
          return decoded((await iam.send(version, options)).PolicyVersion?.Document);
        },
        told(`policy ${PolicyArn}`),
        MISSING,
      ),
  };
}

type Holdings = Pick<LiveHolder, "inline" | "attached">;

async function holder(
  what: string,
  describe: () => Promise<Described | undefined>,
  policies: () => Promise<Holdings>,
): Promise<Fact<LiveHolder | undefined>> {
  const described = await fact(
    async () => {
      const { Arn, AssumeRolePolicyDocument: trust, PermissionsBoundary } = (await describe()) ?? {};
      if (Arn === undefined) throw new BadReplyError("IAM answered without an ARN");
      const boundary = PermissionsBoundary?.PermissionsBoundaryArn;
      return {
        arn: Arn,
        ...(trust === undefined ? {} : { trust: decoded(trust) }),
        ...(boundary === undefined ? {} : { boundary }),
      };
    },
    told(what),
    MISSING,
  );
  if (!("read" in described) || described.read === undefined) return described as { read: undefined };
  return { read: { ...described.read, ...(await policies()) } };
}

interface Described {
  readonly Arn?: string | undefined;
  readonly AssumeRolePolicyDocument?: string | undefined;
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: string | undefined } | undefined;
}

async function policiesOf(calls: Calls, name: string, what: string, group?: string): Promise<Holdings> {
  const names = await fact(
    () =>
      listed(
        (Marker) => calls.names(name, Marker),
        ({ PolicyNames = [] }) => PolicyNames,
      ),
    told(`the inline policies of ${what}`),
  );
  const attached = await fact(
    () =>
      listed(
        (Marker) => calls.attached(name, Marker),
        ({ AttachedPolicies = [] }) => AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []),
      ),
    told(`the attached policies of ${what}`),
  );
  const found = present(names);
  if (!("read" in found)) return { inline: found, attached: present(attached) };
  const inline: InlineText[] = [];
  for (const each of found.read) {
    const text = await fact(
      async () => decoded((await calls.text(name, each)).PolicyDocument),
      told(`policy ${each} of ${what}`),
    );
    inline.push({ name: each, ...(group === undefined ? {} : { group }), text: present(text) });
  }
  return { inline: { read: inline }, attached: present(attached) };
}

/** Not read where a part is not. */
function joined<T>(parts: readonly Fact<readonly T[]>[]): Fact<readonly T[]> {
  const unread = parts.find((part) => !("read" in part));
  if (unread !== undefined) return unread;
  return { read: [...new Set(parts.flatMap((part) => ("read" in part ? part.read : [])))] };
}

async function listed<P extends Page, T>(
  ask: (Marker: string | undefined) => Promise<P>,
  items: (page: P) => readonly T[],
): Promise<readonly T[]> {
  const found: T[] = [];
  const all = pages(ask, (page) => ({
    more: page.IsTruncated ?? false,
    token: page.IsTruncated === true ? page.Marker : undefined,
    count: items(page).length,
  }));
  for await (const page of all) found.push(...items(page));
  return found;
}

const told = (what: string) => (error: unknown) => toOperatorError(error, { action: `read ${what}` });

/** IAM sends documents percent-encoded. Source: IAM API Reference, GetRolePolicy. */
function decoded(text: string | undefined): string {
  if (typeof text !== "string") throw new BadReplyError("IAM answered without a policy");
  if (text.trimStart().startsWith("{")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BadReplyError("IAM answered with a policy that is not percent-encoded");
  }
}

function callsOf(iam: IAMClient, options: ReturnType<typeof requestOptions>) {
  const roles: Calls = {
    names: (RoleName, Marker) => iam.send(new ListRolePoliciesCommand({ RoleName, Marker }), options),
    text: (RoleName, PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }), options),
    attached: (RoleName, Marker) =>
      iam.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }), options),
  };
  const users: Calls = {
    names: (UserName, Marker) => iam.send(new ListUserPoliciesCommand({ UserName, Marker }), options),
    text: (UserName, PolicyName) => iam.send(new GetUserPolicyCommand({ UserName, PolicyName }), options),
    attached: (UserName, Marker) =>
      iam.send(new ListAttachedUserPoliciesCommand({ UserName, Marker }), options),
  };
  const groups: Calls = {
    names: (GroupName, Marker) => iam.send(new ListGroupPoliciesCommand({ GroupName, Marker }), options),
    text: (GroupName, PolicyName) => iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName }), options),
    attached: (GroupName, Marker) =>
      iam.send(new ListAttachedGroupPoliciesCommand({ GroupName, Marker }), options),
  };
  return { roles, users, groups };
}
