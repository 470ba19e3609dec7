import type { PresetName } from "../../presets";
import { CLAIM_TABLES } from "../helpers/claim-tables";
import { disagreements, judgeMutants } from "../helpers/judging/claim-mutants";

/** So that mutants cannot go away unseen. Every preset has a row. */
const AT_LEAST: Readonly<Record<PresetName, number>> = {
  "application-key": 100,
  "etcd-ca-backup": 300,
  fleet: 100,
  "imported-key": 100,
  "key-audit": 100,
  "kubernetes-kms": 150,
  "multi-region-vault": 400,
  "public-encryption": 80,
  "s3-replication": 250,
  "s3-replication-destination": 150,
  signing: 100,
  "snapshot-sharing": 200,
  "state-key": 150,
  "vault-account": 250,
  "vault-source": 40,
};

describe.each(Object.keys(AT_LEAST) as PresetName[])("claims of %s", (preset) => {
  const table = CLAIM_TABLES[preset];
  let judged: ReadonlyMap<string, boolean>;
  beforeAll(async () => {
    judged = await judgeMutants(Object.values(table.variants));
  }, 360_000);

  it("are tried on a mutant for every statement, condition and list item", () => {
    expect(judged.size).toBeGreaterThan(AT_LEAST[preset]);
  });

  it("notice every change to the policies but those explained, and nothing that is explained away", () => {
    expect(disagreements(judged, table.unnoticed)).toEqual({ unexplained: [], useless: [] });
  });
});
