/** Whom a stack makes, names or leaves out. */
import { parseArn } from "../../modules/arn";
import type { NamedPolicy } from "../evaluate/policy";
import type { Principal } from "../evaluate/question";
import { unknownUntil } from "../evaluate/unknown";
import { withReferences } from "../sources/unknown-marks";
import type { StackResource, StackValues } from "../sources/values";
import type { ModelPolicy, ModelPrincipal } from "./model";
import { principalsNamed, statementsOf } from "./statements";

/** What AWS's own policy says. */
export const ADMINISTRATOR_ACCESS: NamedPolicy = {
  name: "AdministratorAccess",
  document: {
    Version: "2012-10-17",
    Statement: [{ Sid: "AdministratorAccess", Effect: "Allow", Action: "*", Resource: "*" }],
  },
};

/** Accounts that nothing here belongs to, unless it is an emulator's. */
const OTHER_ACCOUNTS = ["000000000000", "999999999999"] as const;

/** @returns whom it knows, and names that it cannot judge, one clause each */
export function peopleOf(
  stack: StackValues,
  policies: readonly ModelPolicy[],
  grantees: readonly string[],
): { readonly principals: readonly ModelPrincipal[]; readonly unread: readonly string[] } {
  const { account, partition } = stack;
  const own = stack.resources
    .filter(({ type, arn }) => /^aws_iam_(role|user)$/.test(type) && parseArn(arn) !== undefined)
    .map((resource) => ofStack(policies, resource));
  const found = new Map<string, ModelPrincipal>(own.map((each) => [each.id, each]));
  const unread = new Set<string>();
  const add = (each: ModelPrincipal | undefined) => {
    if (each !== undefined && !found.has(each.id)) found.set(each.id, each);
  };
  add(administrators(partition, account, "account"));
  add(root(account));
  for (const policy of policies)
    for (const [kind, name] of statementsOf(policy).flatMap(principalsNamed)) {
      const known = kind === "AWS" && parseArn(name)?.account === account;
      const someone = outsider(kind, name, partition, account);
      if (someone !== undefined) add(someone);
      else if (name !== "*" && !known)
        unread.add(`${policy.name} names ${kind} '${name}', whom nobody judges here`);
    }
  for (const name of grantees)
    add(outsider(parseArn(name) === undefined ? "Service" : "AWS", name, partition, account));
  add(administrators(partition, OTHER_ACCOUNTS.find((other) => other !== account) ?? "", "anybody"));
  add({
    id: "anonymous",
    name: "anybody, without signing",
    group: "anybody",
    principal: { kind: "anonymous" },
    identity: [],
  });
  return { principals: [...found.values()], unread: [...unread] };
}

function ofStack(
  policies: readonly ModelPolicy[],
  { type, arn, address, attributes }: StackResource,
): ModelPrincipal {
  const kind = type === "aws_iam_role" ? "role" : "user";
  const of = (wanted: ModelPolicy["kind"]) =>
    policies
      .filter((policy) => policy.kind === wanted && policy.attachedTo === arn)
      .map(({ name, document }) => ({ name, document }));
  const [boundary] = of("boundary");
  return {
    id: arn,
    name:
      typeof attributes.name === "string"
        ? withReferences(attributes.name)
        : arn.slice(arn.lastIndexOf("/") + 1),
    group: "stack",
    principal: { kind, arn },
    address,
    identity: of("identity"),
    ...(boundary === undefined ? {} : { boundary }),
  };
}

function administrators(partition: string, account: string, group: ModelPrincipal["group"]): ModelPrincipal {
  const names = {
    account: "administrators of this account",
    anybody: "administrators of any other account",
  } as Readonly<Partial<Record<ModelPrincipal["group"], string>>>;
  return {
    id: group === "account" ? "administrators" : `administrators of ${account}`,
    name: names[group] ?? `administrators of ${account}`,
    group,
    principal: { kind: "role", arn: `arn:${partition}:iam::${account}:role/administrators-of-the-account` },
    identity: [ADMINISTRATOR_ACCESS],
  };
}

function root(accountId: string): ModelPrincipal {
  return {
    id: "root",
    name: "root user of this account",
    group: "account",
    principal: { kind: "root", accountId },
    identity: [ADMINISTRATOR_ACCESS],
  };
}

/** Somebody whom a policy names and the stack does not make; `undefined` for accounts as a whole of this stack, and for what cannot be judged. */
function outsider(
  kind: string,
  name: string,
  partition: string,
  account: string,
): ModelPrincipal | undefined {
  if (kind === "Service")
    return { id: name, name, group: "service", principal: { kind: "service", name }, identity: [] };
  if (kind === "Federated") {
    const principal: Principal = name.includes(":saml-provider/")
      ? { kind: "saml", providerArn: name }
      : { kind: "webIdentity", provider: name };
    return { id: name, name: shortName(name), group: "outside", principal, identity: [] };
  }
  if (kind !== "AWS" || name === "*") return undefined;
  const arn = /^\d{12}$/.test(name) ? `arn:${partition}:iam::${name}:root` : name;
  const parsed = parseArn(arn);
  if (parsed === undefined || arn.includes("${") || arn.includes("*")) return undefined;
  const home = parsed.account === account;
  if (parsed.resource === "root")
    return home ? undefined : administrators(partition, parsed.account, "outside");
  const [role] = /^(role|user)\//.exec(parsed.resource)?.slice(1) ?? [];
  if (role === undefined || parsed.service !== "iam") return undefined;
  return {
    id: arn,
    name: home ? shortName(arn) : `${shortName(arn)} of ${parsed.account}`,
    group: home ? "account" : "outside",
    principal: { kind: role as "role" | "user", arn },
    // The stack does not make it, and so does not know what else it may do.
    identity: [{ name: `policies of ${shortName(arn)}`, document: unknownUntil(`the policies of ${arn}`) }],
  };
}

function shortName(arn: string): string {
  return parseArn(arn)?.resource.replace(/^(role|user|saml-provider|oidc-provider)\//, "") ?? arn;
}
