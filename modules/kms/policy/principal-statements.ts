/** Principals of a key policy: what KMS accepts, and what it does not but can be said otherwise. */
import { parseArn } from "../../arn";
import type { Statement } from "../../iam/policies/policy-document";
import { accountRootOf } from "../../iam/policies/principals";
import { shown } from "../../show-value";
import { isToken } from "../../tokens";

/** An ARN as KMS takes it for a principal, or one that ends in `*`. */
const PRINCIPAL = /^(root|(role|user|assumed-role|federated-user)\/[\w+=,.@/-]+\*?)$/;

/** What is wrong with the ARN of a principal. KMS says only that "one or more" are invalid, and that at deployment. */
export function principalProblem(what: string, principal: string): string | undefined {
  if (isToken(principal) && principal.endsWith("*") && accountRootOf(principal) === undefined)
    return `${what} must show their account where they end in '*', as arn:aws:iam::<account>:role/<name>* does, got ${shown(principal)}`;
  if (isToken(principal) || /^\d{12}$/.test(principal)) return undefined;
  if (principal === "*") return `${what} must not be everybody; got '*'`;
  const arn = parseArn(principal);
  const known =
    (arn?.service === "iam" || arn?.service === "sts") && PRINCIPAL.test(arn.resource) && arn.account !== "";
  return known
    ? undefined
    : `${what} must be ARNs of accounts, roles, users or sessions, got ${shown(principal)}`;
}

/**
 * One statement for principals named exactly; and one for patterns, because a key policy takes none: the account is the principal there, and
 * the pattern a condition on `aws:PrincipalArn`, as for the roles of IAM Identity Center, whose suffix changes. The second needs a policy of
 * the identity as well.
 */
export function statementsFor(principals: readonly string[], statement: Statement): readonly Statement[] {
  const patterns = principals.filter((principal) => principal.endsWith("*"));
  const exact = principals.filter((principal) => !principal.endsWith("*"));
  const statements: Statement[] = [];
  if (exact.length > 0) statements.push({ ...statement, principals: { aws: exact } });
  if (patterns.length > 0)
    statements.push({
      ...statement,
      sid: `${statement.sid}Patterns`,
      principals: { aws: [...new Set(patterns.map(accountRootOf).filter((root) => root !== undefined))] },
      conditions: {
        ...statement.conditions,
        ArnLike: { ...statement.conditions?.ArnLike, "aws:PrincipalArn": patterns },
      },
    });
  return statements;
}
