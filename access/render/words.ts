/** Access in words, for people. */
import type { ConditionResult, StatementRef } from "../evaluate/decision";
import type { ContextValue, RequestContext } from "../evaluate/question";
import { isUnknown } from "../evaluate/unknown";

export function statementText({
  policy,
  sid,
  index,
}: Pick<StatementRef, "policy" | "sid" | "index">): string {
  return `${sid === undefined || sid === "" ? `statement ${index + 1}` : sid} of ${policy}`;
}

/** Each statement once. */
export function throughText(statements: readonly StatementRef[]): string {
  return [...new Set(statements.map(statementText))].join(", ");
}

export function conditionText({
  operator,
  key,
  wanted,
}: Pick<ConditionResult, "operator" | "key" | "wanted">): string {
  return `${operator} ${key}: ${wanted.join(", ")}`;
}

/** What makes a request special, key by key. */
export function requestText(context: RequestContext): string {
  const parts = Object.entries(context).map(([key, value]) => `${key} = ${valueText(value)}`);
  return parts.length === 0 ? "a plain request" : `a request with ${parts.join(", ")}`;
}

function valueText(value: ContextValue): string {
  if (value === null) return "(absent)";
  if (isUnknown(value)) return "(unknown)";
  return [value].flat().join(" and ");
}

/** `1 key`, `2 keys` */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
