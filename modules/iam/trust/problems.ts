/** What AWS would refuse, or never match, in the conditions of a trust policy. Unlike a finding, it cannot be meant. */
import { rangeText } from "../../config-error";
import { shown } from "../../show-value";
import { isToken } from "../../tokens";
import { MFA_AGE_SECONDS } from "../limits";
import { type Condition, conditionList } from "../policies/conditions";
import type { Statement } from "../policies/policy-document";
import { GITHUB_ISSUER, isGithubSubject } from "./oidc";

/** How the values of a condition key must look. Tokens pass. */
interface ValueRule {
  readonly key: RegExp;
  readonly wanted: string;
  readonly good: (value: string) => boolean;
}

const RULES: readonly ValueRule[] = [
  {
    // Source: STS API Reference, AssumeRole, `ExternalId`.
    key: /^sts:ExternalId$/i,
    wanted: "2 to 1224 letters, digits and +=,.@:/-_",
    good: (value) => /^[\w+=,.@:/-]{2,1224}$/.test(value),
  },
  {
    // Source: Organizations API Reference, Organization, `Id`.
    key: /^aws:PrincipalOrgID$/i,
    wanted: "an organization id such as o-a1b2c3d4e5",
    good: (value) => /^o-[a-z0-9]{10,32}$/.test(value),
  },
  {
    key: /^aws:PrincipalOrgPaths$/i,
    wanted: "a path that begins with one organization's id, such as o-a1b2c3d4e5/r-ab12/*",
    good: (value) => /^o-[a-z0-9]{10,32}\//.test(value),
  },
  {
    key: /^aws:MultiFactorAuthAge$/i,
    wanted: `${rangeText(MFA_AGE_SECONDS)} seconds`,
    good: (value) =>
      Number.isInteger(Number(value)) &&
      Number(value) >= MFA_AGE_SECONDS.min &&
      Number(value) <= MFA_AGE_SECONDS.max,
  },
  {
    key: /^aws:SourceAccount$/i,
    wanted: "an account id of twelve digits",
    good: (value) => /^\d{12}$/.test(value),
  },
];

/** One sentence for each value that cannot be right. */
export function trustProblems(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap((statement) => [
    ...conditionList(statement.conditions).flatMap((condition) => valueProblems(statement.sid, condition)),
    ...repositoryProblems(statement),
    ...githubProblems(statement),
  ]);
}

function valueProblems(sid: string, { key, values }: Condition): string[] {
  const rule = RULES.find((candidate) => candidate.key.test(key));
  if (rule === undefined) return [];
  return values
    .filter((value) => !isToken(value) && !rule.good(value))
    .map((value) => `statement ${shown(sid)}: ${key} must be ${rule.wanted}, got ${shown(value)}`);
}

/** A `sub` of GitHub is made of claims, each with its name: one without is that of no run. */
function githubProblems({ sid, conditions }: Statement): string[] {
  return conditionList(conditions)
    .filter(
      ({ key }) =>
        key.endsWith(":sub") && (key.startsWith(GITHUB_ISSUER) || key.includes("/_services/token:")),
    )
    .flatMap(({ values }) => values)
    .filter((value) => !isToken(value) && !isGithubSubject(value))
    .map(
      (value) =>
        `statement ${shown(sid)}: sub must be like 'repo:<owner>/<name>:ref:refs/heads/main', got ${shown(value)}`,
    );
}

/** A `sub` that names no repository, or no service account, never matches. */
function repositoryProblems({ sid, conditions }: Statement): string[] {
  const subjects = conditionList(conditions).filter(({ key }) => key.endsWith(":sub"));
  return subjects.flatMap(({ values }) =>
    values
      .filter((value) => !isToken(value))
      .filter(
        (value) =>
          (/^repo:/.test(value) && !/^repo:([^/:]+\/[^/:]+|.*[*?].*):?/.test(value)) ||
          (/^system:serviceaccount:/.test(value) &&
            !/^system:serviceaccount:([^:]+:[^:]+$|.*[*?])/.test(value)),
      )
      .map(
        (value) =>
          `statement ${shown(sid)}: sub must name owner/repository or namespace/service-account, got ${shown(value)}`,
      ),
  );
}
