/** Holds claim tables against mutants of the policies that they are about. */
import type { Unnoticed } from "../../../presets/common/claims/claim";
import { breaksAnyClaim, claimsAffected, type Mutant, mutantsOf } from "../../../tools/policy-check";
import type { Variant } from "../claim-tables/judged-stack";

/**
 * Ids of mutants, and whether a claim notices them in any of the variants that have them.
 * @param about leaves out mutants that a table is not about.
 */
export async function judgeMutants(
  variants: readonly (() => Variant)[],
  about: (mutant: Mutant) => boolean = () => true,
): Promise<ReadonlyMap<string, boolean>> {
  const noticed = new Map<string, boolean>();
  for (const build of variants) {
    const { policies, claims } = build();
    for (const mutant of mutantsOf(policies)) {
      if (noticed.get(mutant.id) === true || !about(mutant)) continue;
      noticed.set(mutant.id, await breaksAnyClaim(mutant.policies, claimsAffected(mutant, claims)));
    }
  }
  return noticed;
}

/** What a list of explanations and the mutants do not agree on. */
export function disagreements(judged: ReadonlyMap<string, boolean>, list: readonly Unnoticed[]) {
  const patterns = list.flatMap(({ mutants }) => mutants);
  const unnoticed = [...judged].filter(([, noticed]) => !noticed).map(([id]) => id);
  return {
    unexplained: unnoticed.filter((id) => !patterns.some((pattern) => matches(pattern, id))),
    useless: patterns.filter((pattern) => !unnoticed.some((id) => matches(pattern, id))),
  };
}

function matches(pattern: string, id: string): boolean {
  return pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}
