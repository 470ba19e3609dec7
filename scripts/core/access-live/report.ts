import type { AccessChange } from "../../../access/compare/compare";
import type { LiveComparison } from "../../../access/live/live";
import type { AccessReport } from "../../../access/render/report";
import { reportOn } from "../../../access/report";
import type { RuleOptions } from "../../../access/rules/rule";

/** The account against the stack: who may do more there, who less, and what else is not the same. What was not read is told once, and no change. */
export function liveReport(comparisons: readonly LiveComparison[], options: RuleOptions): AccessReport {
  const report = reportOn(
    comparisons.map(({ live }) => live),
    comparisons.map(({ declared }) => declared),
    options,
  );
  const changes = (report.changes ?? []).filter(
    (change) => !comparisons.some((each) => isOpen(each, change)),
  );
  return { ...report, changes, drift: comparisons.map(({ drift }) => drift) };
}

/** Whether a change is none but in what was not read; whom a policy that was not read names is not known either. */
function isOpen(
  { live, unread }: LiveComparison,
  { kind, dependsOn, after, resource }: AccessChange,
): boolean {
  if (kind === "maybe") return dependsOn.some((what) => unread.has(what));
  const policy = live.resources.find(({ id }) => id === resource.id)?.policy;
  return after === "absent" && policy !== undefined && unread.has(`the policy '${policy.name}'`);
}
