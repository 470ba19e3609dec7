import { breaksAnyClaim, claimsAffected, mutantsOf } from "../../tools/policy-check";
import { CLAIM_TABLES, type Variant } from "../helpers/claim-stack";

/** Ids of mutants, and whether a claim notices them in any of the variants that have them. */
async function judgeMutants(variants: readonly (() => Variant)[]): Promise<ReadonlyMap<string, boolean>> {
  const noticed = new Map<string, boolean>();
  for (const build of variants) {
    const { policies, claims } = build();
    for (const mutant of mutantsOf(policies)) {
      if (noticed.get(mutant.id) === true) continue;
      noticed.set(mutant.id, await breaksAnyClaim(mutant.policies, claimsAffected(mutant, claims)));
    }
  }
  return noticed;
}

function matches(pattern: string, id: string): boolean {
  return pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

describe.each([
  { preset: "etcd-ca-backup", atLeast: 300 },
  { preset: "kubernetes-kms", atLeast: 150 },
])("claims of $preset", ({ preset, atLeast }) => {
  const table = CLAIM_TABLES[preset];
  let unnoticed: readonly string[] = [];
  let total = 0;
  beforeAll(async () => {
    const judged = await judgeMutants(Object.values(table?.variants ?? {}));
    total = judged.size;
    unnoticed = [...judged].filter(([, noticed]) => !noticed).map(([id]) => id);
  }, 180_000);
  const patterns = table?.unnoticed.flatMap(({ mutants }) => mutants) ?? [];

  it("are tried on a mutant for every statement, condition and list item", () => {
    expect(total).toBeGreaterThan(atLeast);
  });

  it("notice every change to the policies but those explained", () => {
    expect(unnoticed.filter((id) => !patterns.some((pattern) => matches(pattern, id)))).toEqual([]);
  });

  it("notice no change that is explained away", () => {
    expect(patterns.filter((pattern) => !unnoticed.some((id) => matches(pattern, id)))).toEqual([]);
  });
});
