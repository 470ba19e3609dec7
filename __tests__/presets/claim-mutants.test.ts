import { CLAIM_VARIANTS, etcdCaBackupClaims } from "../../presets/etcd-ca-backup/claims";
import { UNNOTICED } from "../../presets/etcd-ca-backup/claims/unnoticed";
import { breaksAnyClaim, claimsAffected, mutantsOf } from "../../tools/policy-check";
import { claimStack } from "../helpers/claim-stack";

/** Ids of mutants, and whether a claim notices them in any of the variants that have them. */
async function judgeMutants(): Promise<ReadonlyMap<string, boolean>> {
  const noticed = new Map<string, boolean>();
  for (const variant of Object.values(CLAIM_VARIANTS)) {
    const { policies, subject } = claimStack(variant);
    const claims = etcdCaBackupClaims(subject);
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

describe("claims of etcd-ca-backup", () => {
  let unnoticed: readonly string[] = [];
  let total = 0;
  beforeAll(async () => {
    const judged = await judgeMutants();
    total = judged.size;
    unnoticed = [...judged].filter(([, noticed]) => !noticed).map(([id]) => id);
  }, 180_000);
  const patterns = UNNOTICED.flatMap(({ mutants }) => mutants);

  it("are tried on a mutant for every statement, condition and list item", () => {
    expect(total).toBeGreaterThan(300);
  });

  it("notice every change to the policies but those explained", () => {
    expect(unnoticed.filter((id) => !patterns.some((pattern) => matches(pattern, id)))).toEqual([]);
  });

  it("notice no change that is explained away", () => {
    expect(patterns.filter((pattern) => !unnoticed.some((id) => matches(pattern, id)))).toEqual([]);
  });
});
