/** What a trust policy lets in that it should not. */
import { type Condition, conditionList, demandsKey, matchesAnything } from "../conditions";
import type { Finding, FindingCode } from "../finding";
import type { Statement } from "../policy-document";
import { isAccountRoot } from "./accounts";
import { GITHUB_ISSUER } from "./oidc";
import { ROLES_ANYWHERE_PRINCIPAL } from "./workloads";

/** Keys of which one, asked for by value, bounds who the principal `*` is. */
const BOUNDS_ANYBODY = /^aws:Principal(OrgID|OrgPaths|Account|Arn)$/i;

/** Keys that Roles Anywhere makes from the certificate. */
const CERTIFICATE_TAG = /^aws:PrincipalTag\/x509(Subject|SAN|Issuer)\//i;

/** Everything found in the statements of a trust policy that allow. */
export function trustFindings(statements: readonly Statement[]): readonly Finding[] {
  return statements
    .filter(({ effect = "Allow" }) => effect === "Allow")
    .flatMap((statement) => [
      ...accountFindings(statement),
      ...webIdentityFindings(statement),
      ...certificateFindings(statement),
    ]);
}

function found(sid: string, code: FindingCode, problem: string): Finding {
  return { sid, code, problem };
}

/** Conditions without which the statement does not apply. */
function bounds({ conditions }: Statement): readonly Condition[] {
  return conditionList(conditions).filter(
    (condition) => demandsKey(condition) && !matchesAnything(condition),
  );
}

function accountFindings(statement: Statement): Finding[] {
  const { sid, principals } = statement;
  const aws = principals === "*" ? ["*"] : (principals?.aws ?? []);
  const conditions = bounds(statement);
  const findings: Finding[] = [];
  if (aws.includes("*") && !conditions.some(({ key }) => BOUNDS_ANYBODY.test(key)))
    findings.push(
      found(
        sid,
        "anybody",
        "principal '*' must be bounded by aws:PrincipalOrgID, aws:PrincipalOrgPaths, aws:PrincipalAccount or aws:PrincipalArn",
      ),
    );
  const roots = aws.filter(isAccountRoot);
  if (roots.length > 0 && conditions.length === 0)
    findings.push(
      found(
        sid,
        "whole-account",
        `an account must be bounded by a condition, such as MFA, got ${roots.length} without`,
      ),
    );
  return findings;
}

function webIdentityFindings(statement: Statement): Finding[] {
  const { sid, actions = [] } = statement;
  if (!actions.some((action) => action.toLowerCase() === "sts:assumerolewithwebidentity")) return [];
  const conditions = bounds(statement);
  const findings: Finding[] = [];
  const subjects = conditions.filter(({ key }) => key.endsWith(":sub"));
  if (subjects.length === 0)
    findings.push(
      found(sid, "any-subject", "the provider's ':sub' must be bounded, got no condition that needs it"),
    );
  if (!conditions.some(({ key, base }) => key.endsWith(":aud") && base === "StringEquals"))
    findings.push(
      found(
        sid,
        "any-audience",
        "the provider's ':aud' must be bounded by StringEquals, got no such condition",
      ),
    );
  const wide = subjects
    .filter(({ base }) => base.endsWith("Like"))
    .flatMap(({ key, values }) => values.filter((value) => !staysInside(key, value)));
  if (wide.length > 0)
    findings.push(
      found(
        sid,
        "wide-subject",
        `a wildcard in 'sub' must stand behind the repository or the namespace, got '${wide.join("', '")}'`,
      ),
    );
  return findings;
}

/** Whether the wildcards of a `sub` stay inside of one repository or namespace. Of an unknown issuer, nothing is known of its form. */
function staysInside(key: string, value: string): boolean {
  if (!/[*?]/.test(value)) return true;
  if (value.startsWith("system:serviceaccount:")) return /^system:serviceaccount:[^:*?]+:/.test(value);
  const github = key.startsWith(GITHUB_ISSUER) || key.includes("/_services/token:");
  return github && /^repo:[^/:*?]+\/[^/:*?]+:./.test(value);
}

function certificateFindings(statement: Statement): Finding[] {
  const { sid, principals } = statement;
  if (principals === "*" || !principals?.service?.includes(ROLES_ANYWHERE_PRINCIPAL)) return [];
  const keys = bounds(statement).map(({ key }) => key);
  const findings: Finding[] = [];
  if (!keys.some((key) => key.toLowerCase() === "aws:sourcearn"))
    findings.push(found(sid, "any-trust-anchor", "the trust anchor must be bounded by aws:SourceArn"));
  if (!keys.some((key) => CERTIFICATE_TAG.test(key)))
    findings.push(
      found(sid, "any-certificate", "the certificate must be bounded by an aws:PrincipalTag/x509… condition"),
    );
  return findings;
}
