/** Decisions and requests as text, for people who have to find the statement. */
import type { ClaimPrincipal, ClaimRequest } from "../../presets/common/claims/claim";
import type { Deciding, Decision } from "./evaluate";

export function describeRequest({ principal, action, resource, context = {} }: ClaimRequest): string {
  const keys = Object.entries(context).map(
    ([key, value]) => `\n    ${key} = ${value === null ? "(absent)" : JSON.stringify(value)}`,
  );
  return `${principalText(principal)}: ${action} on ${resource}${keys.join("")}`;
}

export function describeDecision({ allowed, decidedBy, nearMisses }: Decision): string {
  const statements = decidedBy.map(decidingText).join(", ");
  if (allowed) return `allowed by ${statements}`;
  if (decidedBy.length > 0) return `denied by ${statements}`;
  const misses = nearMisses.map(
    (miss) => `\n    ${decidingText(miss)} does not apply: ${miss.conditions.join(", ")} does not hold`,
  );
  return `denied: no statement allows it${misses.join("")}`;
}

function decidingText({ sid, policy }: Deciding): string {
  return `'${sid}' of ${policy}`;
}

function principalText(principal: ClaimPrincipal): string {
  const { kind, ...rest } = principal;
  return [kind, ...Object.values(rest)].join(" ");
}
