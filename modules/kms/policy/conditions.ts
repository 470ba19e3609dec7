/** Conditions on the use of a key, as plain data. */
import type { Conditions, Statement } from "../../iam/policies/policy-document";
import { type AwsEnvironment, viaService } from "../../iam/policies/principals";
import { shown } from "../../show-value";
import { isToken } from "../../tokens";
import { boundConditions, type GrantBounds } from "./grant-bounds";
import { contextCondition } from "./key-policy";

/** What narrows a use. All of it must hold. */
export interface UseConditions extends GrantBounds {
  /**
   * Services of AWS, such as `s3`: only what one of them asks for on behalf of the principal.
   *
   * @default - directly and through any service
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
   */
  readonly viaServices?: readonly string[];
  /**
   * Names of the encryption context with their values, of which one must match; `*` and `?` are wildcards. Only for symmetric encryption.
   *
   * @default - any encryption context, and none
   */
  readonly encryptionContext?: Readonly<Record<string, string | readonly string[]>>;
  /** @default - no other conditions */
  readonly conditions?: Conditions;
}

/** Actions whose requests carry an encryption context. Source: Service Authorization Reference, KMS, `kms:EncryptionContext:${…}`. */
export const CONTEXT_ACTIONS: readonly string[] = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/**
 * A statement under conditions. A condition on the encryption context would deny what has none, such as `kms:DescribeKey`: that becomes a statement of its own,
 * whose sid ends in `Describe`, under the other conditions.
 */
export function conditioned(
  env: Pick<AwsEnvironment, "region">,
  statement: Statement,
  use: UseConditions,
): readonly Statement[] {
  const { actions = [], conditions: own, ...rest } = statement;
  const always = merged(own, viaCondition(env, use.viaServices), use.conditions);
  if (use.encryptionContext === undefined) return [{ ...rest, actions, ...present(always) }];
  const withContext = actions.filter((action) => CONTEXT_ACTIONS.includes(action));
  const without = actions.filter((action) => !CONTEXT_ACTIONS.includes(action));
  const statements: Statement[] = [];
  if (withContext.length > 0)
    statements.push({
      ...rest,
      actions: withContext,
      ...present(merged(always, contextConditions(use.encryptionContext))),
    });
  if (without.length > 0)
    statements.push({ ...rest, sid: `${rest.sid}Describe`, actions: without, ...present(always) });
  return statements;
}

function viaCondition(
  env: Pick<AwsEnvironment, "region">,
  services: readonly string[] | undefined,
): Conditions {
  if (services === undefined) return {};
  return {
    StringEquals: { "kms:ViaService": services.map((service) => viaService(service, env)) },
  };
}

function contextConditions(context: NonNullable<UseConditions["encryptionContext"]>): Conditions {
  const isPattern = ([, value]: [string, string | readonly string[]]) =>
    [value].flat().some((text) => /[*?]/.test(text));
  const entries = Object.entries(context);
  const exact = contextCondition(Object.fromEntries(entries.filter((entry) => !isPattern(entry))));
  const patterns = contextCondition(Object.fromEntries(entries.filter(isPattern)));
  return {
    ...(Object.keys(exact).length === 0 ? {} : { StringEquals: exact }),
    ...(Object.keys(patterns).length === 0 ? {} : { StringLike: patterns }),
  };
}

/** All conditions together. Where two name the same key under the same operator, the first stands: see {@link conditionProblems}. */
export function merged(...parts: readonly (Conditions | undefined)[]): Conditions {
  const joined: Record<string, Conditions[string]> = {};
  for (const part of parts)
    for (const [operator, values] of Object.entries(part ?? {}))
      joined[operator] = { ...values, ...joined[operator] };
  return joined;
}

function present(conditions: Conditions): { conditions?: Conditions } {
  return Object.keys(conditions).length === 0 ? {} : { conditions };
}

/** What is wrong with the conditions of a use, given those that its statement has anyway. */
export function conditionProblems(what: string, use: UseConditions, own: Conditions = {}): readonly string[] {
  const problems: string[] = [];
  if (use.viaServices?.length === 0) problems.push(`viaServices of ${what} must name a service`);
  for (const service of use.viaServices ?? [])
    if (!/^[a-z0-9-]+$/.test(service) && !isToken(service))
      problems.push(`viaServices of ${what} must be names such as s3, got ${shown(service)}`);
  if (use.encryptionContext !== undefined && Object.keys(use.encryptionContext).length === 0)
    problems.push(`encryptionContext of ${what} must name a pair`);
  const taken = merged(
    own,
    use.viaServices === undefined ? {} : { StringEquals: { "kms:ViaService": "" } },
    use.encryptionContext === undefined ? {} : contextConditions(use.encryptionContext),
    use.grantOperations === undefined ? {} : boundConditions(use),
  );
  for (const [operator, values] of Object.entries(use.conditions ?? {}))
    for (const key of Object.keys(values))
      if (taken[operator]?.[key] !== undefined)
        problems.push(`conditions of ${what} must not replace ${operator} on ${key}, which is there already`);
  return problems;
}
