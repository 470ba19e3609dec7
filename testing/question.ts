/** All that decides a request, from the policies of a stack. */

import type { Grant } from "../access";
import { TEST_ACCOUNT } from "../access/sources/invented";
import { parseArn } from "../modules/arn";
import type { ClaimContext, ClaimPrincipal, ClaimRequest } from "../presets/common/claims/claim";
import { type AttachedPolicy, type PolicyDocument, StackTestError } from "./policy";
import type { StackPolicies } from "./stack-policies";

/** All that decides a request. */
export interface Question {
  /** ARN of a user, of a role's session or of a root user, or the name of a service; absent for an anonymous request. */
  readonly principal?: string;
  readonly action: string;
  readonly resource: string;
  /** Account that owns the resource. */
  readonly resourceAccount: string;
  /** Condition keys of the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly identityPolicies: readonly { readonly name: string; readonly policy: PolicyDocument }[];
  readonly boundaries: readonly { readonly name: string; readonly policy: PolicyDocument }[];
  /** Of the key, bucket and the like; for `sts:AssumeRole…`, the role's trust policy. */
  readonly resourcePolicy?: PolicyDocument;
  /** Grants on the key, which allow beside its policy. @default none */
  readonly grants?: readonly Grant[];
}

/** The question that a request comes to. */
export function questionOf(policies: StackPolicies, request: ClaimRequest): Question {
  const { principal, action, resource, context = {} } = request;
  const who = callerOf(policies, principal);
  const account = parseArn(resource)?.account || TEST_ACCOUNT;
  const isTrust = action.startsWith("sts:");
  const bearer = action.startsWith("s3:") ? (resource.split("/")[0] ?? resource) : resource;
  const [policy] = policies.of(isTrust ? "trust" : "resource", bearer);
  const grants = policies.grants.filter(({ key }) => key === resource).map(({ key: _, ...grant }) => grant);
  const full: ClaimContext = {
    ...who.context,
    "aws:SecureTransport": "true",
    "aws:RequestedRegion": policies.region,
    "aws:ResourceAccount": account,
    ...(action.startsWith("kms:") ? kmsContext(policies, resource) : {}),
    ...context,
  };
  return {
    ...(who.arn === undefined ? {} : { principal: who.arn }),
    action,
    resource,
    resourceAccount: account,
    context: Object.fromEntries(
      Object.entries(full).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    ),
    identityPolicies: who.identity,
    boundaries: who.boundaries,
    ...(policy === undefined ? {} : { resourcePolicy: policy.document }),
    ...(grants.length === 0 ? {} : { grants }),
  };
}

function kmsContext(policies: StackPolicies, keyArn: string): ClaimContext {
  const aliases = aliasesOf(policies, keyArn);
  return {
    "kms:CallerAccount": TEST_ACCOUNT,
    ...(aliases.length === 0 ? {} : { "kms:ResourceAliases": aliases }),
  };
}

export function aliasesOf(policies: StackPolicies, keyArn: string): readonly string[] {
  return policies
    .resources("aws_kms_alias")
    .filter(
      ({ attributes }) =>
        keyArn.endsWith(`/${attributes.target_key_id}`) || attributes.target_key_id === keyArn,
    )
    .map(({ attributes }) => String(attributes.name));
}

const EVERYTHING = {
  name: "AdministratorAccess",
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow" as const, Action: "*", Resource: "*" }] },
};

function callerOf(policies: StackPolicies, principal: ClaimPrincipal) {
  const named = (list: readonly AttachedPolicy[]) =>
    list.map(({ address, document }) => ({ name: address, policy: document }));
  const nobody = { identity: [], boundaries: [] };
  switch (principal.kind) {
    case "role":
    case "user": {
      const { kind, arn } = principal;
      if (!policies.resources(`aws_iam_${kind}`).some((each) => each.arn === arn))
        throw new StackTestError(
          `${kind} '${arn}' is not in the stack; there are: ${
            policies
              .resources(`aws_iam_${kind}`)
              .map((each) => each.arn)
              .join(", ") || "none"
          }`,
        );
      return {
        ...about(arn),
        identity: named(policies.of("identity", arn)),
        boundaries: named(policies.of("boundary", arn)),
      };
    }
    case "admin":
      return {
        ...about(principal.arn),
        identity: [EVERYTHING],
        boundaries: named(policies.of("boundary", principal.arn)),
      };
    case "powerless":
      return { ...about(principal.arn), ...nobody };
    case "root":
      return { ...about(`arn:aws:iam::${principal.accountId}:root`), identity: [EVERYTHING], boundaries: [] };
    case "service":
      return {
        arn: principal.name,
        context: { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": principal.name },
        ...nobody,
      };
    case "saml":
      return {
        arn: principal.providerArn,
        context: { "aws:FederatedProvider": principal.providerArn },
        ...nobody,
      };
    case "anonymous":
      return { arn: undefined, context: { "aws:PrincipalType": "Anonymous" }, ...nobody };
    default:
      throw new StackTestError("principal of a claim has no kind that there is");
  }
}

/** A role acts by a session; condition keys name the role. */
function about(arn: string): { readonly arn: string; readonly context: ClaimContext } {
  const { partition, account, resource } = parseArn(arn) ?? fail(arn);
  const name = resource.split("/").at(-1) ?? resource;
  const isRole = resource.startsWith("role/");
  const type = isRole ? "AssumedRole" : resource === "root" ? "Account" : "User";
  return {
    arn: isRole ? `arn:${partition}:sts::${account}:assumed-role/${name}/session` : arn,
    context: {
      "aws:PrincipalArn": arn,
      "aws:PrincipalAccount": account,
      "aws:PrincipalType": type,
      "aws:PrincipalIsAWSService": "false",
    },
  };
}

function fail(arn: string): never {
  throw new StackTestError(`'${arn}' is not an ARN`);
}
