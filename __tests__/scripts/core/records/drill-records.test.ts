import { listBackups } from "../../../../scripts/core/backup/list";
import { drillRecords, drillsOf, evidenceEnding } from "../../../../scripts/core/records/drill-records";
import { recordKey } from "../../../../scripts/core/records/record-key";
import { named } from "../../../helpers/stores/backups";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const { signal } = new AbortController();
const ID = "step-ca/ca-20261122T014200Z.tar.gz.kms";
const drill = (at: string, ending: string, id = ID): string => recordKey("drills", id, new Date(at), ending);

function storeWith(...keys: string[]): MemoryStore {
  const store = new MemoryStore();
  for (const key of keys) store.objects.set(key, Buffer.from("{}"));
  return store;
}

describe("records of drills", () => {
  it("tell the newest of those that passed and of those that failed", async () => {
    const store = storeWith(
      ID,
      drill("2026-11-25T10:00:00Z", evidenceEnding("passed")),
      drill("2026-11-24T10:00:00Z", evidenceEnding("passed")),
      drill("2026-11-26T10:00:00Z", evidenceEnding("failed")),
    );
    const times = { passed: new Date("2026-11-25T10:00:00Z"), failed: new Date("2026-11-26T10:00:00Z") };
    expect(drillsOf(named(ID), await drillRecords(store, ["step-ca"]))).toEqual(times);
    const { drills } = await listBackups(store, { prefixes: ["step-ca/"] }, signal);
    expect(drillsOf(named(ID), drills)).toEqual(times);
  });

  it("are the JSON of the evidence, below the prefix of the backup, about it and no other", async () => {
    const store = storeWith(
      drill("2026-11-25T10:00:00Z", ".passed.xml"),
      drill("2026-11-25T10:00:01Z", ".json"),
      drill("2026-11-25T10:00:02Z", ".passed.json.mac"),
      drill("2026-11-25T10:00:03Z", ".passed.json", ID.replace("step-ca/", "etcd/")),
      drill("2026-11-25T10:00:04Z", ".passed.json", ID.replace("ca-2026", "cb-2026")),
      recordKey("unchanged", ID, new Date("2026-11-25T10:00:05Z"), ".passed.json"),
    );
    expect(drillsOf(named(ID), await drillRecords(store, ["step-ca/", "etcd/"]))).toEqual({});
  });
});
