/** Whether anybody can still change a key policy. If nobody can, only AWS Support gets the key back. */
import { parseArn } from "../../arn";
import type { Conditions, Principals, Statement } from "../../iam/policies/policy-document";
import { formProblems } from "../../iam/policies/statement-shape";
import { matchesPattern } from "../patterns";

/** Who has it can let himself, and everybody else, in. */
const PUT_KEY_POLICY = "kms:PutKeyPolicy";

/**
 * Condition keys that a person can meet who calls KMS directly. Others, such as `kms:ViaService`, are never there in a call of
 * `kms:PutKeyPolicy`, or cannot be judged, so a statement that needs them does not count.
 */
const ABOUT_THE_CALLER =
  /^(aws:(Principal|MultiFactorAuth|SourceIp$|SourceVpc|SecureTransport|RequestedRegion|username$|userid$|FederatedProvider)|kms:CallerAccount)/i;

/**
 * Says what is wrong when no reachable principal keeps `kms:PutKeyPolicy`. Reachable are accounts, roles, users and sessions, not services.
 * Whether a role named by its ARN exists, and whether a condition on the caller can be met, cannot be known here.
 *
 * @param accountId the key's account: nobody else can call `kms:PutKeyPolicy`, whatever the policy says
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key
 */
export function lockoutProblem(statements: readonly Statement[], accountId?: string): string | undefined {
  const [form] = formProblems(statements);
  return form ?? lockoutOfSound(statements, accountId);
}

/** {@link lockoutProblem} of statements whose form was looked at. */
export function lockoutOfSound(statements: readonly Statement[], accountId?: string): string | undefined {
  const allowed = statements
    .filter(({ effect }) => effect !== "Deny")
    .filter(coversPut)
    .filter(reachable);
  const holders = allowed
    .flatMap(({ principals }) => awsPrincipals(principals))
    .filter((arn) => inAccount(arn, accountId));
  const denies = statements.filter(({ effect }) => effect === "Deny").filter(coversPut);
  if (holders.some((holder) => !denies.some((deny) => denied(deny, holder)))) return undefined;
  return `no reachable principal keeps ${PUT_KEY_POLICY}, so nobody could ever change the key policy again: name administrators, or acknowledgeLockoutRisk`;
}

function coversPut({ actions, notActions }: Statement): boolean {
  if (notActions !== undefined) return !notActions.some(matchesPut);
  return (actions ?? []).some(matchesPut);
}

/** Nearly every action is a plain name, of which nothing but the letters' case has to be looked at. */
function matchesPut(pattern: string): boolean {
  return /[*?]/.test(pattern)
    ? matchesPattern(pattern.toLowerCase(), PUT_KEY_POLICY.toLowerCase())
    : pattern.length === PUT_KEY_POLICY.length && pattern.toLowerCase() === PUT_KEY_POLICY.toLowerCase();
}

function reachable({ conditions = {} }: Statement): boolean {
  return Object.values(conditions).every((values) =>
    Object.keys(values).every((key) => ABOUT_THE_CALLER.test(key)),
  );
}

function awsPrincipals(principals: Principals | undefined): readonly string[] {
  if (principals === "*") return ["*"];
  return principals?.aws ?? [];
}

/** A token may be any account. */
function inAccount(principal: string, accountId: string | undefined): boolean {
  const account = /^\d{12}$/.test(principal) ? principal : parseArn(principal)?.account;
  if (accountId === undefined || account === undefined || !/^\d{12}$/.test(accountId)) return true;
  return account === accountId;
}

/** Whether a deny leaves nothing of an allow. One with a condition leaves somebody, unless it is about his name, or spares only others. */
function denied({ principals, conditions }: Statement, holder: string): boolean {
  const named = awsPrincipals(principals);
  const aimed = named.includes("*") || named.includes(holder);
  if (!aimed) return false;
  const about = namesIn(conditions, "");
  if (about !== undefined) return about.some((pattern) => matchesPattern(pattern, holder));
  const spared = namesIn(conditions, "Not");
  if (spared === undefined) return conditions === undefined || Object.keys(conditions).length === 0;
  // The account itself stands for each of its identities, those that are spared among them.
  const isAccount = holder === "*" || /(:root|^\d{12})$/.test(holder);
  return !isAccount && !spared.some((pattern) => matchesPattern(pattern, holder));
}

/** The names that "deny to", or with `Not` "deny to everybody but", is about; `undefined` when that is not the shape. */
function namesIn(conditions: Conditions = {}, negation: "" | "Not"): readonly string[] | undefined {
  const operators = Object.entries(conditions);
  const [operator, values] = operators[0] ?? ["", {}];
  const keys = Object.keys(values);
  if (
    operators.length !== 1 ||
    keys.length !== 1 ||
    !new RegExp(`^(Arn|String)${negation}(Equals|Like)(IfExists)?$`).test(operator)
  )
    return undefined;
  if (keys[0]?.toLowerCase() !== "aws:principalarn") return undefined;
  return Object.values(values).flat().map(String);
}
