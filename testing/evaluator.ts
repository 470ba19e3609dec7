/** Claims are judged by an evaluator that the user brings: none is part of this package. */
import { TEST_ACCOUNT } from "../access/sources/invented";
import { parseArn } from "../modules/arn";
import type { Claim, ClaimContext, ClaimPrincipal, ClaimRequest } from "../presets/common/claims/claim";
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
}

export interface Answer {
  readonly allowed: boolean;
  /**
   * Sids of the statements that allow it, or that deny it.
   *
   * @default - not known; claims that name a statement then fail
   */
  readonly decidedBy?: readonly string[];
}

/** Says what AWS would. */
export type Evaluator = (question: Question) => Answer | Promise<Answer>;

let current: Evaluator | undefined;

/** Sets what judges requests from now on; `undefined` takes it away. Call it once, in the set-up of the tests. */
export function useEvaluator(evaluator: Evaluator | undefined): void {
  current = evaluator;
}

/** @throws {StackTestError} when no evaluator is set, or the stack cannot be judged in full */
export async function decide(policies: StackPolicies, request: ClaimRequest): Promise<Answer> {
  if (current === undefined)
    throw new StackTestError(
      "no evaluator is set: call useEvaluator(fn) first; docs/testing.md has one of ten lines",
    );
  if (policies.unread.length > 0)
    throw new StackTestError(
      `permissions of ${policies.unread.join(", ")} are not read, so that no answer would be sure`,
    );
  return current(questionOf(policies, request));
}

/** Every claim that does not hold, each as one paragraph. */
export async function brokenClaims(
  policies: StackPolicies,
  claims: readonly Claim[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const claim of claims) {
    const problem = claimProblem(claim, await decide(policies, claim));
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

/** What is wrong with an answer; `undefined` when the claim holds. */
export function claimProblem(claim: Claim, { allowed, decidedBy = [] }: Answer): string | undefined {
  const { says, expect, by, principal, action, resource } = claim;
  if (allowed === (expect === "allowed") && (by === undefined || decidedBy.includes(by))) return undefined;
  const who = Object.values(principal).join(" ");
  const got = `${allowed ? "allowed" : "denied"} by ${decidedBy.join(", ") || "no statement"}`;
  const wanted = by === undefined ? expect : `${expect} by '${by}'`;
  return `${says}\n  expected: ${wanted}\n  got: ${got}\n  ${who}: ${action} on ${resource}`;
}

/** The question that a request comes to. */
export function questionOf(policies: StackPolicies, request: ClaimRequest): Question {
  const { principal, action, resource, context = {} } = request;
  const who = callerOf(policies, principal);
  const account = parseArn(resource)?.account || TEST_ACCOUNT;
  const isTrust = action.startsWith("sts:");
  const bearer = action.startsWith("s3:") ? (resource.split("/")[0] ?? resource) : resource;
  const [policy] = policies.of(isTrust ? "trust" : "resource", bearer);
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
  };
}

function kmsContext(policies: StackPolicies, keyArn: string): ClaimContext {
  const aliases = policies
    .resources("aws_kms_alias")
    .filter(
      ({ attributes }) =>
        keyArn.endsWith(`/${attributes.target_key_id}`) || attributes.target_key_id === keyArn,
    )
    .map(({ attributes }) => String(attributes.name));
  return {
    "kms:CallerAccount": TEST_ACCOUNT,
    ...(aliases.length === 0 ? {} : { "kms:ResourceAliases": aliases }),
  };
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
