/** Statements over several policies, the same way every time. */
import { shown } from "../../show-value";
import type { Statement } from "./policy-document";
import { policySize } from "./policy-size";

/** How long each policy may be. */
export interface SplitLimits {
  /** Characters of one policy. */
  readonly size: number;
  /** Characters that each token counts, at least those of its longest value. */
  readonly tokenLength: number;
}

export interface SplitPolicies {
  /** At least one statement each, in the order given. */
  readonly parts: readonly (readonly Statement[])[];
  readonly problems: readonly string[];
}

/**
 * Fills policy after policy in the order of the statements: a statement added at the end moves none of the others. One that alone is too long is
 * divided by its resources, which means the same for Allow and Deny.
 */
export function splitPolicies(statements: readonly Statement[], limits: SplitLimits): SplitPolicies {
  const parts: Statement[][] = [];
  const problems: string[] = [];
  for (const statement of statements.flatMap((whole) => divide(whole, limits))) {
    if (policySize([statement], limits.tokenLength) > limits.size)
      problems.push(
        `statement ${shown(statement.sid)} must not exceed ${limits.size} characters by itself: give it fewer actions or conditions`,
      );
    const last = parts.at(-1);
    if (last !== undefined && policySize([...last, statement], limits.tokenLength) <= limits.size)
      last.push(statement);
    else parts.push([statement]);
  }
  return { parts, problems };
}

/** A statement as several, each with some of the resources, that fit. */
function divide(statement: Statement, { size, tokenLength }: SplitLimits): readonly Statement[] {
  const { resources, sid } = statement;
  if (resources === undefined || policySize([statement], tokenLength) <= size) return [statement];
  const groups: string[][] = [];
  // As long as the last one of the divided statements, whose number has the most digits.
  const longestSid = `${sid}Part${resources.length}`;
  for (const resource of resources) {
    const last = groups.at(-1);
    const longer = { ...statement, sid: longestSid, resources: [...(last ?? []), resource] };
    if (last !== undefined && policySize([longer], tokenLength) <= size) last.push(resource);
    else groups.push([resource]);
  }
  if (groups.length === 1) return [statement];
  return groups.map((group, index) => ({ ...statement, sid: `${sid}Part${index + 1}`, resources: group }));
}
