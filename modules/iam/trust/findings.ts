/** What a trust policy lets in that it should not. */
import { shownList } from "../../show-value";
import { anybodyFindings, awsPrincipals, bounds } from "../policies/anybody";
import type { Finding, FindingCode } from "../policies/finding";
import type { Statement } from "../policies/policy-document";
import { isAccountRoot } from "./accounts";
import { GITHUB_ISSUER } from "./oidc";
import { ROLES_ANYWHERE_PRINCIPAL } from "./workloads";

/** Keys that Roles Anywhere makes from the certificate. */
const CERTIFICATE_TAG = /^aws:PrincipalTag\/x509(Subject|SAN|Issuer)\//i;

/** Everything found in the statements of a trust policy that allow. */
export function trustFindings(statements: readonly Statement[]): readonly Finding[] {
  return statements
    .filter(({ effect = "Allow" }) => effect === "Allow")
    .flatMap((statement) => [
      ...anybodyFindings([statement]),
      ...accountFindings(statement),
      ...webIdentityFindings(statement),
      ...certificateFindings(statement),
    ]);
}

function found(sid: string, code: FindingCode, problem: string): Finding {
  return { sid, code, problem };
}

function accountFindings(statement: Statement): Finding[] {
  const roots = awsPrincipals(statement).filter(isAccountRoot);
  if (roots.length === 0 || bounds(statement).length > 0) return [];
  return [
    found(
      statement.sid,
      "whole-account",
      `an account must be bounded by a condition, such as MFA, got ${roots.length} without`,
    ),
  ];
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
        `a wildcard in 'sub' must stand behind the repository or the namespace, got ${shownList(wide)}`,
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
