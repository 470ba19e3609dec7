/** Reading and joining the conditions of a statement. */
import { ConfigError } from "../../config-error";
import type { Conditions, ConditionValues } from "./policy-document";

/** One key under one operator. */
export interface Condition {
  /** As written, such as `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  /** `ForAllValues` or `ForAnyValue`, for keys with several values. */
  readonly set: string | undefined;
  /** Without set prefix and `IfExists`. */
  readonly base: string;
  /** Whether it holds where the request has no such key. */
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

/** Operators that hold only where the request has the key, unless they end in `IfExists`. Source: IAM User Guide, "Condition operators". */
const POSITIVE =
  /^(StringEquals|StringEqualsIgnoreCase|StringLike|Arn(Equals|Like)|Bool|BinaryEquals|IpAddress|(Numeric|Date)(Equals|(Less|Greater)Than(Equals)?))$/;

/** Every condition of a statement, one by one. */
export function conditionList(conditions: Conditions = {}): readonly Condition[] {
  return Object.entries(conditions).flatMap(([operator, values]) => {
    const [, set, name = ""] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/i.exec(operator) ?? [];
    const ifExists = /IfExists$/i.test(name);
    const base = name.replace(/IfExists$/i, "");
    return Object.entries(values).map(([key, value]) => ({
      operator,
      set,
      base,
      ifExists,
      key,
      values: Array.isArray(value) ? value.map(String) : [String(value)],
    }));
  });
}

/** Whether the statement does not apply to a request without the key. `ForAllValues` holds for a key that is not there. */
export function demandsKey({ set, base, ifExists }: Condition): boolean {
  return POSITIVE.test(base) && !ifExists && set?.toLowerCase() !== "forallvalues";
}

/** Whether some value matches everything. */
export function matchesAnything({ base, values }: Condition): boolean {
  return /Like$/.test(base) && values.some((value) => /^\*+$/.test(value));
}

/**
 * Both, each of which must hold.
 *
 * @throws {@link ConfigError} when both judge the same key by the same operator: one would silently replace the other.
 */
export function bothConditions(name: string, one: Conditions, other: Conditions): Conditions {
  const joined: Record<string, ConditionValues> = { ...one };
  const problems: string[] = [];
  for (const [operator, values] of Object.entries(other)) {
    for (const key of Object.keys(values))
      if (joined[operator]?.[key] !== undefined) problems.push(`${operator} on ${key} is given twice`);
    joined[operator] = { ...joined[operator], ...values };
  }
  if (problems.length > 0) throw new ConfigError(name, problems);
  return joined;
}
