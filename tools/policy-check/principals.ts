/** Who makes a request, as the evaluator and the condition keys see it. */
import { parseArn } from "../../modules/arn";
import type { ClaimContext, ClaimPrincipal } from "../../presets/common/claims/claim";
import { serviceName } from "./encryption-context";
import {
  type AttachedPolicy,
  PolicyCheckError,
  type PolicyDocument,
  type PolicySet,
  policiesOf,
} from "./policy-set";

export interface Caller {
  /** ARN of a user, session, root user or SAML provider, or the name of a service; absent for an anonymous caller. */
  readonly principal?: string;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly boundaries: readonly NamedPolicy[];
  /** Condition keys about the principal. */
  readonly context: ClaimContext;
}

export interface NamedPolicy {
  readonly name: string;
  readonly policy: PolicyDocument;
}

/** What AWS's own `AdministratorAccess` says. */
const ADMINISTRATOR_ACCESS: NamedPolicy = {
  name: "AdministratorAccess",
  policy: {
    Version: "2012-10-17",
    Statement: [{ Sid: "AdministratorAccess", Effect: "Allow", Action: ["*"], Resource: ["*"] }],
  },
};

/** @throws {@link PolicyCheckError} when the principal should be in the stack and is not. */
export function callerOf(set: PolicySet, principal: ClaimPrincipal): Caller {
  switch (principal.kind) {
    case "role":
      return { ...ofStack(set, principal.arn), ...session(principal.arn) };
    case "user":
      return { ...ofStack(set, principal.arn), ...user(principal.arn) };
    case "admin":
      // Whatever is attached to a role, its boundary holds.
      return { ...ADMIN, boundaries: boundariesOf(set, principal.arn), ...outsider(principal.arn) };
    case "powerless":
      return { ...NOBODY, ...outsider(principal.arn) };
    case "root": {
      const arn = `arn:${set.partition}:iam::${principal.accountId}:root`;
      return { ...ADMIN, principal: arn, context: aboutIdentity(arn, "Account") };
    }
    case "service":
      return {
        ...NOBODY,
        principal: serviceName(principal.name),
        context: { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": principal.name },
      };
    case "saml":
      return {
        ...NOBODY,
        principal: principal.providerArn,
        context: { "aws:FederatedProvider": principal.providerArn },
      };
    case "anonymous":
      return { ...NOBODY, context: { "aws:PrincipalType": "Anonymous" } };
  }
}

const ADMIN = { identityPolicies: [ADMINISTRATOR_ACCESS], boundaries: [] };
const NOBODY = { identityPolicies: [], boundaries: [] };

function ofStack(set: PolicySet, arn: string): Pick<Caller, "identityPolicies" | "boundaries"> {
  if (!set.identities.includes(arn)) throw new PolicyCheckError(`'${arn}' is not in the stack`);
  return {
    identityPolicies: policiesOf(set, "identity", arn).map(named),
    boundaries: boundariesOf(set, arn),
  };
}

function boundariesOf(set: PolicySet, arn: string): readonly NamedPolicy[] {
  return policiesOf(set, "boundary", arn).map(named);
}

function named({ address, document }: AttachedPolicy): NamedPolicy {
  return { name: address, policy: document };
}

/** Somebody whom the stack did not make. */
function outsider(arn: string): Pick<Caller, "principal" | "context"> {
  return parseArn(arn)?.resource.startsWith("role/") === true ? session(arn) : user(arn);
}

/** A session of a role. It carries no `aws:MultiFactorAuth…` key, however the role was assumed. */
function session(roleArn: string): Pick<Caller, "principal" | "context"> {
  const { partition, account, name } = partsOf(roleArn);
  return {
    principal: `arn:${partition}:sts::${account}:assumed-role/${name}/session`,
    context: aboutIdentity(roleArn, "AssumedRole"),
  };
}

/** A user with his long-term access key: without `aws:MultiFactorAuth…` keys, unless the request brings them. */
function user(arn: string): Pick<Caller, "principal" | "context"> {
  return { principal: arn, context: { ...aboutIdentity(arn, "User"), "aws:username": partsOf(arn).name } };
}

function aboutIdentity(arn: string, type: string): ClaimContext {
  return {
    "aws:PrincipalArn": arn,
    "aws:PrincipalAccount": partsOf(arn).account,
    "aws:PrincipalType": type,
    "aws:PrincipalIsAWSService": "false",
  };
}

function partsOf(arn: string) {
  const { partition, account, resource } = parseArn(arn) ?? fail(`'${arn}' is not an ARN`);
  return { partition, account, name: resource.split("/").at(-1) ?? resource };
}

function fail(problem: string): never {
  throw new PolicyCheckError(problem);
}
