/**
 * Statements of a key policy, by audience, as plain data. In a key policy the resource is always `*`: this key.
 *
 * A statement that names a principal allows it without any policy of its own, so every condition that shall hold has to
 * stand here, not only in the policy of the role.
 */
import { ConfigError } from "../../config-error";
import { environmentWith } from "../../iam/policies/environment";
import type { Conditions, Statement } from "../../iam/policies/policy-document";
import { type AwsEnvironment, accountRootArn } from "../../iam/policies/principals";
import { conditions as conditionMap } from "../../iam/policies/statement-shape";
import {
  type Check,
  either,
  flag,
  freeMap,
  having,
  list,
  number,
  object,
  optional,
  text,
  reason as whyFull,
} from "../../shape";
import { isToken } from "../../tokens";
import { assertArguments } from "../../validate";
import { KEY_MANAGEMENT_ACTIONS } from "../actions";
import { DELETION_WINDOW_IN_DAYS } from "../limits";

/** A key policy has no other resource than its key. */
export const THIS_KEY = ["*"];

const ROOT_ARGUMENTS = {
  env: environmentWith("partition", "accountId"),
  options: object<{ readonly full?: boolean; readonly reason?: string }>({
    full: optional(flag),
    reason: optional(whyFull),
  }),
};

const DELETION_WINDOW_ARGUMENTS = { days: number };

/**
 * Lets policies of the account's identities manage the key, and keeps it manageable when the named principals are gone.
 *
 * Without `full`, no IAM policy of the account, `AdministratorAccess` included, allows to use the key or to create a grant: only the
 * statements below do. It still allows `kms:PutKeyPolicy`: who may change the policy can let himself in.
 *
 * @throws {@link ConfigError} when `full` has no reason
 */
export function rootStatement(
  env: Pick<AwsEnvironment, "partition" | "accountId">,
  options: { readonly full?: boolean; readonly reason?: string } = {},
): Statement {
  assertArguments("rootStatement", { env, options }, ROOT_ARGUMENTS);
  const { full = false, reason } = options;
  if (full && reason === undefined)
    throw new ConfigError("rootStatement", ["full needs a reason beside it, got none"]);
  return {
    sid: "Root",
    principals: { aws: [accountRootArn(env)] },
    actions: full ? ["kms:*"] : KEY_MANAGEMENT_ACTIONS,
    resources: THIS_KEY,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Lets principals manage the key, not use it. */
export function administratorStatement(administrators: readonly string[]): Statement {
  assertArguments("administratorStatement", { administrators }, { administrators: list(text) });
  return {
    sid: "Administrator",
    principals: { aws: administrators },
    actions: KEY_MANAGEMENT_ACTIONS,
    resources: THIS_KEY,
  };
}

/**
 * Refuses to delete the key sooner than in `days`, to everybody: what stands in the Terraform resource binds Terraform only. None for the shortest
 * time that KMS has. Whoever may change the key policy can take it away, and is seen doing so.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-schedule-key-deletion-pending-window-in-days
 */
export function deletionWindowStatements(days: number): readonly Statement[] {
  assertArguments("deletionWindowStatements", { days }, DELETION_WINDOW_ARGUMENTS);
  if (days <= DELETION_WINDOW_IN_DAYS.min && !isToken(days)) return [];
  return [
    {
      sid: "DenyEarlierDeletion",
      effect: "Deny",
      principals: "*",
      actions: ["kms:ScheduleKeyDeletion"],
      resources: THIS_KEY,
      // A request that names no time has the longest, and no such key.
      conditions: { NumericLessThan: { "kms:ScheduleKeyDeletionPendingWindowInDays": days } },
    },
  ];
}

/**
 * Lets policies of the named identities allow a use of the key: both the policy and this statement must agree. For conditions that KMS
 * knows in policies of identities only, such as `kms:ResourceAliases`: to name the identity as principal would allow the use without them.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
 */
export function delegatedStatement(
  env: Pick<AwsEnvironment, "partition" | "accountId">,
  identities: readonly string[],
  use: Pick<Statement, "sid" | "actions" | "conditions">,
): Statement {
  assertArguments(
    "delegatedStatement",
    { env, identities, use },
    {
      env: environmentWith("partition", "accountId"),
      identities: list(text),
      use: having<typeof use>({
        sid: text,
        actions: optional(list(text)),
        conditions: optional(conditionMap),
      }),
    },
  );
  const { sid, actions, conditions = {} } = use;
  return delegatedBy(accountRootArn(env), identities, {
    sid,
    ...(actions === undefined ? {} : { actions }),
    conditions,
  });
}

/** {@link delegatedStatement} for an account whose root's ARN is at hand. */
export function delegatedBy(
  rootArn: string,
  identities: readonly string[],
  { sid, actions, conditions = {} }: Pick<Statement, "sid" | "actions" | "conditions">,
): Statement {
  return {
    sid,
    principals: { aws: [rootArn] },
    ...(actions === undefined ? {} : { actions }),
    resources: THIS_KEY,
    conditions: { ...conditions, ArnEquals: { ...conditions.ArnEquals, "aws:PrincipalArn": identities } },
  };
}

/** Names of the encryption context, each with one value or several. */
export const contextMap: Check = freeMap(either(Array.isArray, list(text), text));

/** Conditions on the encryption context: for each name the values, or patterns, of which one must match. */
export function contextCondition(
  values: Readonly<Record<string, string | readonly string[]>>,
): Conditions[string] {
  assertArguments("contextCondition", { values }, { values: contextMap });
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
  );
}
