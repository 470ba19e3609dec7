/** The answer, from what everything comes to. */
import type { Allowance, Verdicts } from "./combine";
import type { Decision, StatementRef } from "./decision";
import { all, not, type Ternary } from "./logic";
import type { Request } from "./request/request";

export interface Denial {
  readonly denies: Ternary;
  readonly refs: readonly StatementRef[];
  readonly dependsOn: readonly string[];
}

export function explain(
  request: Request,
  verdicts: Verdicts,
  allowance: Allowance,
  denial: Denial,
): Decision {
  const effect = all([allowance.allows, not(denial.denies)]);
  const listed = ownVerdicts(request, verdicts);
  const near = [...listed, ...verdicts.scp, ...verdicts.rcp].flatMap((verdict) => verdict.near);
  const common = { near: [...near, ...verdicts.granted.near] };
  if (denial.denies === true)
    return {
      ...common,
      effect: "denied",
      decidedBy: denial.refs,
      why: `${refsText(denial.refs)} ${denial.refs.length === 1 ? "denies" : "deny"} it`,
      dependsOn: [],
    };
  if (effect === false)
    return { ...common, effect: "denied", decidedBy: [], why: allowance.missing, dependsOn: [] };
  const allowing = [...listed.flatMap((verdict) => verdict.allowing), ...verdicts.granted.allowing];
  if (effect === true) {
    const why =
      allowing.length === 0
        ? "the root user may"
        : `${refsText(allowing)} ${allowing.length === 1 ? "allows" : "allow"} it`;
    return { ...common, effect: "allowed", decidedBy: allowing, why, dependsOn: [] };
  }
  const dependsOn = unique([
    ...(allowance.allows === "unknown"
      ? [
          ...[...listed, ...verdicts.scp].flatMap((verdict) => verdict.allowsDependsOn),
          ...verdicts.granted.dependsOn,
          ...allowance.open,
        ]
      : []),
    ...(denial.denies === "unknown" ? denial.dependsOn : []),
  ]);
  return {
    ...common,
    effect: "unknown",
    decidedBy: [],
    why: `it depends on ${dependsOn.join(", ")}`,
    dependsOn,
  };
}

/** Those whose statements have a say for this principal. */
function ownVerdicts({ account }: Request, { identity, boundary, session, resource }: Verdicts) {
  const own = account === undefined ? [resource] : [identity, resource, boundary, session];
  return own.filter((verdict) => verdict !== undefined);
}

function refsText(refs: readonly StatementRef[]): string {
  return refs.map(({ sid, index, policy }) => `'${sid ?? index}' of ${policy}`).join(", ");
}

function unique(list: readonly string[]): readonly string[] {
  return [...new Set(list)];
}
