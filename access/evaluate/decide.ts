/**
 * Whether AWS would allow a request.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
import { allowedBy, type Verdicts } from "./combine";
import type { Decision } from "./decision";
import { explain } from "./explain";
import { judgePolicies } from "./judge-policies";
import { any } from "./logic";
import type { NamedPolicy, PolicyKind } from "./policy";
import type { Question } from "./question";
import { requestOf } from "./request/request";
import { bucketRefusals } from "./services/bucket-settings";
import { judgeGrants } from "./services/grants";
import { heedsRcps, isAboutKey, isAboutRole, isOfOwnersRoot, needsNoPermission } from "./services/traits";
import { unknownUntil } from "./unknown";

/**
 * Says what AWS would, and what it depends on where that cannot be said.
 *
 * @throws {AccessError} for an action that AWS does not have, a resource that it does not take, and a policy that is none
 */
export function decide(question: Question): Decision {
  const request = requestOf(question);
  const { policies, grants = [] } = question;
  if (needsNoPermission(request.action))
    return {
      effect: "allowed",
      decidedBy: [],
      why: `${request.action} needs no permission`,
      dependsOn: [],
      near: [],
    };
  const hasOwn = ["user", "role", "federatedUser"].includes(request.principal.kind);
  const own = hasOwn ? policies : {};
  const judge = (kind: PolicyKind, list: readonly NamedPolicy[]) => judgePolicies(kind, list, request);
  const optional = (kind: PolicyKind, policy: NamedPolicy | undefined) =>
    policy === undefined ? undefined : judge(kind, [policy]);
  const isRole = isAboutRole(request.action);
  // Each key and each role has one: who gives none does not know it.
  const trust = policies.trust ?? notGiven("trust policy");
  const keyPolicy = isAboutKey(request.service, request.resource) ? notGiven("key policy") : undefined;
  const restricted = isRestricted(question);
  const verdicts: Verdicts = {
    identity: judge("identity", own.identity ?? []),
    boundary: optional("boundary", own.boundary),
    session: own.session === undefined ? undefined : judge("session", own.session),
    resource: isRole ? judge("trust", [trust]) : optional("resource", policies.resource ?? keyPolicy),
    scp: restricted ? (policies.scp ?? []).map((level) => judge("scp", level)) : [],
    rcp:
      restricted && heedsRcps(request.service, request.action)
        ? (policies.rcp ?? []).map((level) => judge("rcp", level))
        : [],
    granted: judgeGrants(isAboutKey(request.service, request.resource) ? grants : [], request),
    refusals: bucketRefusals(question, request),
  };
  return explain(request, verdicts, allowedBy(request, verdicts), denials(request, verdicts));
}

function notGiven(name: string): NamedPolicy {
  return { name, document: unknownUntil("not given") };
}

/**
 * Organizations do not restrict roles that are linked to services; SCPs are the principal's, so that one without an account has none.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
function isRestricted({ principal }: Question): boolean {
  return !(principal.kind === "role" && principal.arn.includes(":role/aws-service-role/"));
}

function denials(request: ReturnType<typeof requestOf>, verdicts: Verdicts) {
  const { principal, account, resourceAccount, action } = request;
  const { identity, boundary, session, resource, scp, rcp } = verdicts;
  const isOwnersRoot = principal.kind === "root" && account === resourceAccount && isOfOwnersRoot(action);
  const hasAccount = account !== undefined;
  const denying = [
    ...(hasAccount ? [identity, boundary, session, ...scp] : []),
    ...(isOwnersRoot ? [] : [resource]),
    ...rcp,
  ].filter((verdict) => verdict !== undefined);
  return {
    denies: any([...denying.map(({ denies }) => denies), ...verdicts.refusals.map(({ holds }) => holds)]),
    refs: [
      ...denying.flatMap((verdict) => verdict.denying),
      ...verdicts.refusals.flatMap(({ holds, ref }) => (holds === true ? [ref] : [])),
    ],
    dependsOn: [
      ...denying.flatMap(({ deniesDependsOn }) => deniesDependsOn),
      ...verdicts.refusals.flatMap(({ holds, dependsOn }) => (holds === "unknown" ? dependsOn : [])),
    ],
  };
}
