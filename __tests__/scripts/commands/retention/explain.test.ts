/** `sealstack prune --explain` on a bucket in memory. */
import { manifestKey } from "../../../../scripts/core/object-key";
import { MemoryVersions } from "../../../helpers/stores/memory-versions";
import { addBackup, addRecord, dataOn, daysAgo, idOf, runOn } from "../../../helpers/stores/retention";

const RULE = { prefix: "", byTags: false, size: {}, newerNoncurrentVersions: 0, noncurrentDays: 30 } as const;

let bucket: MemoryVersions;
beforeEach(() => {
  bucket = new MemoryVersions();
  bucket.rules = [{ ...RULE, currentDays: 90 }];
  bucket.lock = { enabled: true };
});

describe("prune --explain", () => {
  it("has a line for every version: fate, lock, when it is hidden and gone, cost and reasons", async () => {
    const kept = addBackup(bucket, 1);
    bucket.put(idOf(daysAgo(2)), daysAgo(2), { size: 10 * 1024 ** 3, storageClass: "GLACIER_IR" });
    bucket.put(manifestKey(idOf(daysAgo(2))), daysAgo(2));
    bucket.setLock(kept, { legalHold: true, retention: { mode: "COMPLIANCE", until: daysAgo(-400) } });
    const { status, stdout } = await runOn(bucket, "prune", "--keep-last", "1", "--dry-run", "--explain");
    expect(status).toBe(0);
    const lines = stdout
      .toString()
      .split("\n")
      .map((line) => line.replace(/ {2,}/g, "  "));
    expect(lines).toEqual([
      "etcd/etcd: 1 kept, 1 to be deleted",
      "  policy: last 1",
      "  FATE  OBJECT  VERSION  SIZE  LOCKED  HIDDEN  GONE  USD/MONTH  WHY",
      "  keep  etcd/etcd-20261127T120000Z.tar.gz.kms  v1  100 B  legal hold, COMPLIANCE 2028-01-02  2027-02-26  never  <0.01  last 1, the newest of its series",
      "  keep  etcd/etcd-20261127T120000Z.manifest.json  v2  10 B  -  2027-02-26  2027-03-28  <0.01  last 1, the newest of its series",
      "  delete  etcd/etcd-20261126T120000Z.tar.gz.kms  v3  10 GiB GLACIER_IR  -  2026-11-28  2026-12-29  not counted  no rule keeps it",
      "  delete  etcd/etcd-20261126T120000Z.manifest.json  v4  0 B  -  2026-11-28  2026-12-29  0.00  no rule keeps it",
      "storage of 3 versions: <0.01 USD a month, by prices of 2026-11-28; 1 not counted: the table has no price of their storage class and region",
      "nothing was changed: leave out --dry-run to do it",
      "",
    ]);
  });

  it("shows no lock whose time is over, as locked until then", async () => {
    const id = addBackup(bucket, 1);
    bucket.setLock(id, { retention: { mode: "GOVERNANCE", until: daysAgo(0.01) } });
    const { stdout } = await runOn(bucket, "prune", "--keep-last", "1", "--explain");
    expect(stdout.toString()).toContain(id);
    expect(stdout.toString()).not.toContain("GOVERNANCE");
  });

  it("tells of versions that are hidden: since when, and by what", async () => {
    addBackup(bucket, 1);
    const deleted = addBackup(bucket, 5);
    bucket.clock = () => daysAgo(3);
    await bucket.addDeleteMarker(deleted);
    await bucket.addDeleteMarker(deleted);
    bucket.clock = () => daysAgo(0);
    const replaced = addBackup(bucket, 2);
    bucket.put(replaced, daysAgo(1));
    const { versions, finished } = await dataOn(bucket, "prune", "--keep-last", "2", "--explain");
    const of = (key: string) => versions.filter((version: { key: string }) => version.key === key);
    expect(of(deleted)).toMatchObject([
      {
        fate: "hidden",
        reasons: ["deleted 2026-11-25"],
        hidden: "2026-11-25T12:00:00.000Z",
        gone: "2026-12-26T00:00:00.000Z",
      },
    ]);
    expect(
      of(replaced).map(({ fate, reasons }: { fate: string; reasons: string[] }) => [fate, reasons[0]]),
    ).toEqual([
      ["keep", "last 2"],
      ["hidden", "replaced 2026-11-27"],
    ]);
    expect(of(manifestKey(deleted))).toMatchObject([
      { fate: "delete", reasons: ["its payload is deleted already"] },
    ]);
    expect(finished).toEqual([manifestKey(deleted)]);
  });

  it("says unknown where the role may not look, and not counted where no price is known", async () => {
    addBackup(bucket, 1);
    addRecord(bucket, "quarantine", addBackup(bucket, 0));
    bucket.rules = "unknown";
    bucket.lock = "unknown";
    bucket.mayReadLocks = false;
    bucket.region = undefined;
    const { versions } = await dataOn(bucket, "prune", "--keep-last", "1", "--explain");
    expect(versions[0]).toMatchObject({
      fate: "pass over",
      lock: "unknown",
      hidden: "unknown",
      gone: "unknown",
      usdPerMonth: null,
    });
  });

  it("asks no version for its lock in a bucket without object lock, and changes nothing in a dry run", async () => {
    bucket.lock = { enabled: false };
    addBackup(bucket, 1);
    addBackup(bucket, 2);
    const { versions } = await dataOn(bucket, "prune", "--keep-last", "1", "--explain", "--dry-run");
    expect(versions[0].lock).toBeNull();
    expect([bucket.asked, bucket.changes]).toEqual([[], []]);
  });
});
