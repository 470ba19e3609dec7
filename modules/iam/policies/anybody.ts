/** Whether a statement lets in everybody. */
import { type Condition, conditionList, demandsKey, matchesAnything } from "./conditions";
import type { Finding } from "./finding";
import type { Statement } from "./policy-document";

/** Keys of which one, asked for by value, bounds who the principal `*` is. */
const BOUNDS_ANYBODY = /^(aws:Principal(OrgID|OrgPaths|Account|Arn)|kms:CallerAccount)$/i;

/** Conditions without which a statement does not apply. */
export function bounds({ conditions }: Pick<Statement, "conditions">): readonly Condition[] {
  return conditionList(conditions).filter(
    (condition) => demandsKey(condition) && !matchesAnything(condition),
  );
}

/** The principals of accounts that a statement names, `*` included. */
export function awsPrincipals({ principals }: Pick<Statement, "principals">): readonly string[] {
  return principals === "*" ? ["*"] : (principals?.aws ?? []);
}

/** Statements of a resource's policy that allow something to everybody, of every account. */
export function anybodyFindings(statements: readonly Statement[]): readonly Finding[] {
  return statements
    .filter(({ effect = "Allow" }) => effect === "Allow")
    .filter((statement) => awsPrincipals(statement).includes("*"))
    .filter((statement) => !bounds(statement).some(({ key }) => BOUNDS_ANYBODY.test(key)))
    .map(({ sid }) => ({
      sid,
      code: "anybody",
      problem:
        "principal '*' must be bounded by aws:PrincipalOrgID, aws:PrincipalOrgPaths, aws:PrincipalAccount or aws:PrincipalArn",
    }));
}
