/**
 * What all policies together allow, before anything is denied.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
import type { Verdict } from "./judge-policies";
import { all, any, type Ternary } from "./logic";
import type { Request } from "./request/request";
import type { Refusal } from "./services/bucket-settings";
import type { Granted } from "./services/grants";
import { isAboutKey, isAboutRole, takesUnsigned, worksAcrossAccounts } from "./services/traits";

/** What each kind of policy says; absent where none is attached. */
export interface Verdicts {
  readonly identity: Verdict;
  readonly boundary: Verdict | undefined;
  readonly session: Verdict | undefined;
  /** Of the resource, or of the role that is to be assumed. */
  readonly resource: Verdict | undefined;
  readonly scp: readonly Verdict[];
  readonly rcp: readonly Verdict[];
  readonly granted: Granted;
  readonly refusals: readonly Refusal[];
}

/** Whether it is allowed, and why not. */
export interface Allowance {
  readonly allows: Ternary;
  /** Why it is not allowed, in one clause; of what is missing first. */
  readonly missing: string;
  /** Questions that AWS's documentation leaves open, and that count. */
  readonly open: readonly string[];
}

export function allowedBy(request: Request, verdicts: Verdicts): Allowance {
  const { principal, account, resourceAccount } = request;
  if (account === undefined) return withoutAccount(request, verdicts);
  if (principal.kind === "root" && isAboutRole(request.action))
    return no("the root user cannot assume a role");
  const scp = all(verdicts.scp.map(({ allows }) => allows));
  const own = resourceAccount === account ? sameAccount(request, verdicts) : otherAccount(request, verdicts);
  if (scp === true || own.allows === false) return own;
  return {
    ...own,
    allows: all([scp, own.allows]),
    missing: "no service control policy of some level allows it",
  };
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html for the root user */
function no(missing: string): Allowance {
  return { allows: false, missing, open: [] };
}

/** Services, federated callers and those without a signature: only the resource's policy can let them in. */
function withoutAccount({ principal, service, action }: Request, { resource, granted }: Verdicts): Allowance {
  if (principal.kind === "anonymous" && !takesUnsigned(service))
    return no(`${service} takes no request without a signature`);
  const wanted = { saml: "sts:AssumeRoleWithSAML", webIdentity: "sts:AssumeRoleWithWebIdentity" };
  if (principal.kind === "saml" || principal.kind === "webIdentity") {
    const others = Object.values(wanted).filter((name) => name !== wanted[principal.kind]);
    if (!isAboutRole(action) || action === "sts:AssumeRole" || others.includes(action))
      return no(`somebody without credentials of AWS calls ${wanted[principal.kind]} first`);
  } else if (Object.values(wanted).includes(action))
    return no(`${action} is for those whom a provider vouches for`);
  const allows = any([resource?.allowsBy("direct") ?? false, granted.allows]);
  return { allows, missing: `no statement of ${policyText(action)} allows it`, open: [] };
}

function policyText(action: string): string {
  return isAboutRole(action) ? "the trust policy" : "the resource's policy";
}

/** What the principal's own policies allow: within its boundary, and within what was passed when the session was made. */
function ownPolicies({ principal }: Request, { identity, boundary, session }: Verdicts): Ternary {
  // The root user needs none. A federated user has no permission that was not passed to the session.
  if (principal.kind === "root") return true;
  const passed = session?.allows ?? principal.kind !== "federatedUser";
  return all([identity.allows, boundary?.allows ?? true, passed]);
}

function sameAccount(request: Request, verdicts: Verdicts): Allowance {
  const { resource, boundary, session, granted } = verdicts;
  const { principal, action, service } = request;
  if (isFederatedCall(action)) return no(`${action} is for those whom a provider vouches for`);
  const byPolicies = ownPolicies(request, verdicts);
  const mustBeNamed = isAboutKey(service, request.resource) || isAboutRole(action);
  const direct = resource?.allowsBy("direct") ?? false;
  const limits = all([boundary?.allows ?? true, session?.allows ?? true]);
  const bounded = all([resource?.allowsBy("bounded") ?? false, limits]);
  const delegated = mustBeNamed ? any([resource?.allowsBy("account") ?? false, direct, bounded]) : true;
  const grants = grantAllowance(granted.allows, limits, principal.kind === "root");
  const named =
    principal.kind === "root" && mustBeNamed ? direct : any([direct, bounded, all([byPolicies, delegated])]);
  return {
    allows: any([named, grants]),
    missing: missingHere(request, verdicts, byPolicies, delegated),
    open: named === true ? [] : openQuestions(granted.allows, grants),
  };
}

function isFederatedCall(action: string): boolean {
  return action === "sts:AssumeRoleWithSAML" || action === "sts:AssumeRoleWithWebIdentity";
}

function otherAccount(request: Request, verdicts: Verdicts): Allowance {
  const { action, service } = request;
  if (isFederatedCall(action)) return no(`${action} is for those whom a provider vouches for`);
  if (service === "kms" && (!worksAcrossAccounts(action) || !isAboutKey(service, request.resource)))
    return no(`${action} does not work across accounts`);
  const { resource, granted } = verdicts;
  const own = ownPolicies(request, verdicts);
  const policies = all([resource?.allows ?? false, own]);
  const grants = grantAllowance(granted.allows, own, false);
  const lacks = own === true || (own === "unknown" && resource?.allows !== true);
  return {
    allows: any([policies, grants]),
    missing: lacks
      ? `no statement of ${policyText(action)} allows it to the other account`
      : "no policy of the principal's own account allows it",
    open: policies === true ? [] : openQuestions(granted.allows, grants),
  };
}

/**
 * A grant allows by itself in the account of its key. Whether it does for somebody of another account without a policy there, or against a permissions
 * boundary or session policy that does not allow it, AWS leaves open.
 */
function grantAllowance(granted: Ternary, own: Ternary, isRoot: boolean): Ternary {
  if (granted === false || isRoot) return granted;
  return own === true ? granted : "unknown";
}

function openQuestions(granted: Ternary, grants: Ternary): readonly string[] {
  return granted === true && grants === "unknown"
    ? ["whether a grant allows what no policy of the principal's own account, its boundary or session does"]
    : [];
}

function missingHere(
  { action, service, resource }: Request,
  { identity, boundary, session }: Verdicts,
  own: Ternary,
  delegated: Ternary,
): string {
  if (isAboutKey(service, resource) && delegated !== true)
    return "no statement of the key policy allows it, or leaves it to the account";
  if (isAboutRole(action) && delegated !== true) return "no statement of the trust policy allows it";
  if (identity.allows !== true) return "no statement allows it";
  if (boundary !== undefined && boundary.allows !== true) return "the permissions boundary does not allow it";
  if (session !== undefined && session.allows !== true) return "the session policy does not allow it";
  return own === true ? "no statement allows it" : "no statement of the principal's policies allows it";
}
