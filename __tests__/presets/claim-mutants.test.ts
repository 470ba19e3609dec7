import { disagreements, judgeMutants } from "../helpers/claim-mutants";
import { CLAIM_TABLES } from "../helpers/claim-stack";

describe.each([
  { preset: "etcd-ca-backup", atLeast: 300 },
  { preset: "kubernetes-kms", atLeast: 150 },
])("claims of $preset", ({ preset, atLeast }) => {
  const table = CLAIM_TABLES[preset];
  let judged: ReadonlyMap<string, boolean>;
  beforeAll(async () => {
    judged = await judgeMutants(Object.values(table?.variants ?? {}));
  }, 180_000);

  it("are tried on a mutant for every statement, condition and list item", () => {
    expect(judged.size).toBeGreaterThan(atLeast);
  });

  it("notice every change to the policies but those explained, and nothing that is explained away", () => {
    expect(disagreements(judged, table?.unnoticed ?? [])).toEqual({ unexplained: [], useless: [] });
  });
});
