/**
 * Who a Deny is about. AWS turns the ARN of a role or user in `Principal` into its unique id when the policy is saved: one that is deleted and made anew
 * under the same name is somebody else, whom the Deny does not cover. `aws:PrincipalArn` is compared by name, whenever a request comes.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
import { list, text, word } from "../../shape";
import { shownList } from "../../show-value";
import { assertArguments } from "../../validate";
import type { Finding } from "./finding";
import type { Conditions, Statement } from "./policy-document";

const ACCOUNT = /^(?:\d{12}|arn:([^:]*):iam::([^:]*):root)$/;
const SESSION = /^arn:([^:]*):sts::([^:]*):assumed-role\/([^/]+)\//;

/**
 * Beside the principal `*`: the roles and users with these ARNs; of an account, everybody in it; of a session, its role.
 *
 * @param operator `ArnNotEquals` for everybody but them
 */
export function principalArnCondition(
  arns: readonly string[],
  operator: "ArnEquals" | "ArnNotEquals" = "ArnEquals",
): Conditions {
  assertArguments(
    "principalArnCondition",
    { arns, operator },
    { arns: list(text), operator: word(["ArnEquals", "ArnNotEquals"]) },
  );
  return { [operator]: { "aws:PrincipalArn": arns.flatMap(patternsOf) } };
}

function patternsOf(arn: string): readonly string[] {
  const account = ACCOUNT.exec(arn);
  if (account !== null) {
    const [, partition = "*", id = arn] = account;
    return [`arn:${partition}:iam::${id}:*`, `arn:${partition}:sts::${id}:*`];
  }
  const session = SESSION.exec(arn);
  if (session === null) return [arn];
  const [, partition, id, name] = session;
  return [`arn:${partition}:iam::${id}:role/${name}`, `arn:${partition}:iam::${id}:role/*/${name}`];
}

/** Statements that deny something to roles or users by their principal element. Accounts and services have no other name. */
export function denyPrincipalFindings(statements: readonly Statement[]): readonly Finding[] {
  return statements.flatMap(({ sid, effect, principals }) => {
    if (effect !== "Deny" || principals === undefined || principals === "*") return [];
    const named = (principals.aws ?? []).filter((arn) => arn !== "*" && !ACCOUNT.test(arn));
    if (named.length === 0) return [];
    return [
      {
        sid,
        code: "deny-by-principal",
        problem: `denies to ${shownList(named)} by unique id, and no longer once made anew: write principals "*" and ArnEquals on aws:PrincipalArn`,
      },
    ];
  });
}
