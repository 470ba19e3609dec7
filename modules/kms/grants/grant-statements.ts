/** Small decisions behind the grant methods of keys. */
import { formatArn, parseArn } from "../../arn";
import type { Statement } from "../../iam/policies/policy-document";
import { type AwsEnvironment, accountRootArn } from "../../iam/policies/principals";
import { isToken } from "../../tokens";
import { aliasProblem } from "../aliases/alias-name";
import { matchesPattern } from "../patterns";
import type { AudienceName } from "../policy/audiences";

/** Stands in where no condition needs a region. */
export const IN_NO_REGION: AwsEnvironment = { partition: "", dnsSuffix: "", accountId: "", region: "" };

/** ARN of the account's root: from where the key is, else from the key policy itself, where that names one account only. */
export function rootArnOf(
  env: AwsEnvironment | undefined,
  policy: readonly Statement[] | undefined,
): string | undefined {
  if (env !== undefined) return accountRootArn(env);
  const principals = (policy ?? []).flatMap(awsPrincipals);
  const accounts = new Set(principals.map((arn) => parseArn(arn)?.account).filter((account) => account));
  return accounts.size > 1 ? undefined : principals.find((arn) => arn.endsWith(":root"));
}

/** Whether the key policy leaves these statements to policies of the account's identities, whatever the request is. */
export function delegates(
  rootArn: string | undefined,
  policy: readonly Statement[] | undefined,
  wanted: readonly Statement[],
): boolean {
  const patterns = (policy ?? [])
    .filter(({ effect, conditions = {} }) => effect !== "Deny" && Object.keys(conditions).length === 0)
    .filter((statement) => rootArn !== undefined && awsPrincipals(statement).includes(rootArn))
    .flatMap(({ actions = [] }) => actions);
  const actions = wanted.flatMap((statement) => statement.actions ?? []);
  return actions.every((action) => patterns.some((pattern) => matchesPattern(pattern, action)));
}

/**
 * Only while the key carries the alias. The condition key is multi-valued: a plain `StringEquals` never matches it.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
 */
export function aliasCondition(statement: Statement, alias: string): Statement {
  return {
    ...statement,
    sid: `${statement.sid}ByAlias`,
    conditions: { ...statement.conditions, "ForAnyValue:StringEquals": { "kms:ResourceAliases": [alias] } },
  };
}

/** To use what an alias made before it moved, these need the key that it stood for. */
const NEEDS_OLD_KEYS: readonly AudienceName[] = [
  "users",
  "decryptOnly",
  "verifiers",
  "macUsers",
  "macVerifiers",
  "keyAgreement",
];

/** What is wrong with binding a grant to an alias. */
export function aliasGrantProblems(what: string, alias: string, audience: AudienceName): readonly string[] {
  const name = isToken(alias) ? undefined : aliasProblem(alias);
  return [
    ...(name === undefined ? [] : [`${what}: ${name}`]),
    ...(NEEDS_OLD_KEYS.includes(audience)
      ? [
          `${what} must not be bound to ${alias}: when the alias moves, what the old key made could no longer be used`,
        ]
      : []),
  ];
}

/** Every key of account and region. */
export function keyArnPattern({ partition, region, accountId }: AwsEnvironment): string {
  return formatArn({ partition, service: "kms", region, account: accountId, resource: "key/*" });
}

function awsPrincipals({ principals }: Statement): readonly string[] {
  return typeof principals === "object" ? (principals.aws ?? []) : [];
}
