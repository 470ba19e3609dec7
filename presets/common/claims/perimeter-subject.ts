/** A data perimeter, as the claims of a preset see it: who belongs to it, and what their requests carry. */
import type { PerimeterConfig } from "../config/perimeter-schema";
import type { Claim, ClaimContext, ClaimPrincipal } from "./claim";

/** A stack, as far as its perimeter is concerned. */
export interface PerimeterSubject {
  readonly config: { readonly perimeter?: PerimeterConfig | undefined };
  readonly accountId: string;
  readonly region: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
  /** ARNs of every key of the stack. */
  readonly keys: readonly string[];
  /** ARNs of every bucket of the stack. */
  readonly buckets?: readonly string[];
  /** Accounts that the stack lets in, and that are in the organization. */
  readonly memberAccounts?: readonly string[];
  /** ARNs of roles that call from AWS's own network, because only services assume them. */
  readonly serviceRoles?: readonly string[];
}

/** Through an endpoint that nobody knows. */
export const ELSEWHERE = { "aws:SourceVpce": "vpce-00000000", "aws:SourceVpc": "vpc-00000000" } as const;

/** What a request through an endpoint of the perimeter carries. Where both are configured, the VPC is another one: either is enough. */
export function network({ vpcEndpointIds, vpcIds }: PerimeterConfig): ClaimContext | undefined {
  if (vpcEndpointIds !== undefined) return { ...ELSEWHERE, "aws:SourceVpce": vpcEndpointIds[0] ?? "" };
  return fromVpc({ vpcIds });
}

export function fromVpc({ vpcIds }: PerimeterConfig): ClaimContext | undefined {
  return vpcIds === undefined ? undefined : { ...ELSEWHERE, "aws:SourceVpc": vpcIds[0] ?? "" };
}

/** A request of somebody who belongs to the organization, from wherever. */
export function asMember(
  subject: PerimeterSubject,
  { organizationIds }: PerimeterConfig,
  claim: Claim,
): Claim {
  const [organization = ""] = organizationIds ?? [];
  if (organizationIds === undefined || !isMember(subject, claim.principal)) return claim;
  return { ...claim, context: { "aws:PrincipalOrgID": organization, ...claim.context } };
}

/** The same from a network of the perimeter. Services, and roles that only they assume, are in no network of ours. */
export function inside(subject: PerimeterSubject, perimeter: PerimeterConfig, claim: Claim): Claim {
  const member = asMember(subject, perimeter, claim);
  if (claim.principal.kind === "service" || callsFromAws(subject, claim)) return member;
  return { ...member, context: { ...network(perimeter), ...member.context } };
}

export function isOurs({ accountId }: PerimeterSubject, principal: ClaimPrincipal): boolean {
  if (principal.kind === "root") return principal.accountId === accountId;
  return "arn" in principal && principal.arn.includes(`::${accountId}:`);
}

export function isMember(subject: PerimeterSubject, principal: ClaimPrincipal): boolean {
  const accounts = [subject.accountId, ...(subject.memberAccounts ?? [])];
  return accounts.some((accountId) => isOurs({ ...subject, accountId }, principal));
}

function isServiceRole({ serviceRoles = [] }: PerimeterSubject, principal: ClaimPrincipal): boolean {
  return "arn" in principal && serviceRoles.includes(principal.arn);
}

export function callsFromAws(subject: PerimeterSubject, { principal, context = {} }: Claim): boolean {
  return isServiceRole(subject, principal) || typeof context["kms:ViaService"] === "string";
}
