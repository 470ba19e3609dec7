import { listBackups } from "../../../../scripts/core/backup/list";
import { recordKey } from "../../../../scripts/core/records/record-key";
import { freshAt, unchangedRecords } from "../../../../scripts/core/records/unchanged-records";
import { named } from "../../../helpers/stores/backups";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const NOW = new Date("2026-11-28T10:00:00Z");
const OLDER = "step-ca/ca-20261122T014200Z.tar.gz.kms";
const NEWER = "step-ca/ca-20261127T014200Z.tar.gz.kms";

function storeWith(...keys: string[]): MemoryStore {
  const store = new MemoryStore();
  for (const key of keys) store.objects.set(key, Buffer.from("{}"));
  return store;
}

const mark = (id: string, at: string): string => recordKey("unchanged", id, new Date(at));

describe("marks of runs that found nothing changed", () => {
  it("make their backup as fresh as the newest of them", async () => {
    const store = storeWith(mark(NEWER, "2026-11-28T09:40:00Z"), mark(NEWER, "2026-11-28T09:50:00Z"));
    const records = await unchangedRecords(store, ["step-ca/"]);
    expect(freshAt(named(NEWER), records, NOW)).toEqual(new Date("2026-11-28T09:50:00Z"));
    expect(freshAt(named(OLDER), records, NOW)).toEqual(new Date("2026-11-22T01:42:00Z"));
  });

  it("count for the prefix that they stand below, and for no other", async () => {
    const records = await unchangedRecords(storeWith(mark(NEWER, "2026-11-28T09:50:00Z")), [
      "step-ca",
      "etcd/",
    ]);
    const namesake = named(NEWER.replace("step-ca/", "etcd/"));
    expect(freshAt(namesake, records, NOW)).toEqual(namesake.createdAt);
  });

  it.each([
    ["of the future", "2026-11-28T10:05:01Z", "2026-11-27T01:42:00Z"],
    ["of a clock that is a little ahead", "2026-11-28T10:04:59Z", "2026-11-28T10:04:59Z"],
    ["from before the backup", "2026-11-27T01:41:59Z", "2026-11-27T01:42:00Z"],
  ])("%s do no harm", async (_, at, fresh) => {
    const records = await unchangedRecords(storeWith(mark(NEWER, at)), ["step-ca/"]);
    expect(freshAt(named(NEWER), records, NOW)).toEqual(new Date(fresh));
  });

  it.each([
    "step-ca/.sealstack/quarantine/ca-20261127T014200Z/20261128T095000Z.json",
    "step-ca/.sealstack/unchanged/ca-20261127T014200Z/latest.json",
    "step-ca/.sealstack/unchanged/ca-20261127T014200Z",
  ])("are nothing else: %s", async (key) => {
    const { unchanged } = await listBackups(
      storeWith(key),
      { prefixes: ["step-ca/"] },
      new AbortController().signal,
    );
    expect(unchanged.size).toBe(0);
  });

  it("bring back no backup that is gone: there is none to be fresh", async () => {
    const listing = await listBackups(
      storeWith(OLDER, mark(NEWER, "2026-11-28T09:50:00Z")),
      { prefixes: ["step-ca/"] },
      new AbortController().signal,
    );
    expect(listing.backups.map((backup) => freshAt(backup, listing.unchanged, NOW))).toEqual([
      new Date("2026-11-22T01:42:00Z"),
    ]);
  });
});
