/** Decisions and requests as text, for people who have to find the statement. */
import { type ConditionResult, type Decision, isUnknown, type StatementRef } from "../../access";
import type { ClaimPrincipal, ClaimRequest } from "../../presets/common/claims/claim";

export function describeRequest({ principal, action, resource, context = {} }: ClaimRequest): string {
  const keys = Object.entries(context).map(
    ([key, value]) => `\n    ${key} = ${value === null ? "(absent)" : JSON.stringify(value)}`,
  );
  return `${principalText(principal)}: ${action} on ${resource}${keys.join("")}`;
}

export function describeDecision({ effect, decidedBy, why, near }: Decision): string {
  const statements = decidedBy.map(refText).join(", ");
  if (decidedBy.length > 0) return `${effect} by ${statements}`;
  const misses = near
    .filter((miss) => effect === "unknown" || miss.effect === "Allow")
    .map(
      (miss) =>
        `\n    ${refText(miss)} does not apply: ${miss.conditions
          .filter(({ holds }) => holds !== true)
          .map(conditionText)
          .join(", ")}`,
    );
  return `${effect}: ${why}${misses.join("")}`;
}

function conditionText({ operator, key, got, holds }: ConditionResult): string {
  const value = got === undefined ? "absent" : isUnknown(got) ? "not known" : JSON.stringify(got);
  return `${operator} ${key} ${holds === false ? "does not hold" : "may not hold"}, it is ${value}`;
}

function refText({ sid, index, policy }: StatementRef): string {
  return `'${sid ?? index}' of ${policy}`;
}

function principalText(principal: ClaimPrincipal): string {
  const { kind, ...rest } = principal;
  return [kind, ...Object.values(rest)].join(" ");
}
