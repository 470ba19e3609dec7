/** `sealstack hold` and `sealstack lock extend` on a bucket in memory. */
import fc from "fast-check";
import { manifestKey } from "../../../../scripts/core/object-key";
import type { VersionLock } from "../../../../scripts/core/retention/ports";
import { MemoryVersions } from "../../../helpers/stores/memory-versions";
import { addBackup, addRecord, dataOn, daysAgo, idOf, runOn } from "../../../helpers/stores/retention";

let bucket: MemoryVersions;
beforeEach(() => {
  bucket = new MemoryVersions();
  bucket.lock = { enabled: true };
});

const lockOf = async (key: string): Promise<VersionLock> => {
  const [latest] = bucket.versionsOf(key);
  if (latest === undefined) throw new Error(`no ${key}`);
  return (await bucket.lockOf(latest)) as VersionLock;
};
const inDays = (days: number): Date => daysAgo(-days);

describe("hold", () => {
  it("sets and releases legal holds of payload and manifest, of every version, hidden ones too", async () => {
    const id = addBackup(bucket, 1);
    const first = bucket.versionsOf(id)[0]?.versionId ?? "";
    bucket.put(id, daysAgo(0.5));
    await bucket.addDeleteMarker(id);
    const { backups } = await dataOn(bucket, "hold", "set", id);
    expect(backups).toMatchObject([{ id, versions: 3 }]);
    expect(backups[0].changed).toHaveLength(3);
    expect(await bucket.lockOf({ key: id, versionId: first })).toMatchObject({ legalHold: true });
    expect(await lockOf(manifestKey(id))).toMatchObject({ legalHold: true });
    expect((await runOn(bucket, "hold", "set", id)).stdout.toString()).toBe(
      `held already: ${id}, all 3 versions of it\n`,
    );
    await dataOn(bucket, "hold", "release", id);
    expect(await bucket.lockOf({ key: id, versionId: first })).toMatchObject({ legalHold: false });
  });

  it("changes nothing in a dry run", async () => {
    const id = addBackup(bucket, 1);
    const { stdout } = await runOn(bucket, "hold", "set", id, "--dry-run");
    expect(stdout.toString()).toBe(`would be held: ${id}, 2 of 2 versions of it\n`);
    expect(bucket.changes).toEqual([]);
  });

  it.each([
    ["no ids", [], 2, "backups"],
    ["what is no id", ["etcd/x"], 2, "'etcd/x' is not the id of a backup"],
    [
      "a backup that is not there, before any other is held",
      [idOf(daysAgo(1)), idOf(daysAgo(2))],
      10,
      "has no version",
    ],
  ])("refuses %s", async (_, ids, status, says) => {
    addBackup(bucket, 1);
    const ran = await runOn(bucket, "hold", "set", ...ids);
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({
      status,
      stderr: expect.stringContaining(says),
    });
    expect(bucket.changes).toEqual([]);
  });

  it("refuses a bucket without object lock", async () => {
    bucket.lock = { enabled: false };
    const id = addBackup(bucket, 1);
    for (const words of [
      ["hold", "set"],
      ["hold", "release"],
      ["lock", "extend", "--days", "3"],
    ])
      expect(await runOn(bucket, ...words, id)).toMatchObject({ status: 14 });
  });
});

describe("lock extend", () => {
  it("never makes a lock end sooner, and keeps its mode", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.option(
          fc.record({
            mode: fc.constantFrom("GOVERNANCE", "COMPLIANCE"),
            days: fc.integer({ min: -50, max: 400 }),
          }),
        ),
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom("GOVERNANCE", "COMPLIANCE"),
        async (before, days, mode) => {
          bucket = new MemoryVersions();
          bucket.lock = { enabled: true };
          const id = addBackup(bucket, 1);
          if (before !== null)
            bucket.setLock(id, {
              retention: { mode: before.mode as "GOVERNANCE", until: inDays(before.days) },
            });
          await dataOn(bucket, "lock", "extend", id, "--days", String(days), "--mode", mode);
          expect((await lockOf(id)).retention).toEqual({
            mode: before?.mode ?? mode,
            until: inDays(Math.max(days, before?.days ?? days)),
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it("takes the mode of the bucket where a version has no lock", async () => {
    bucket.lock = { enabled: true, defaultMode: "COMPLIANCE" };
    const id = addBackup(bucket, 1);
    await dataOn(bucket, "lock", "extend", id, "--until", "2027-01-31");
    expect(await lockOf(id)).toMatchObject({
      retention: { mode: "COMPLIANCE", until: new Date("2027-01-31T00:00:00Z") },
    });
    expect(await lockOf(manifestKey(id))).toMatchObject({ retention: { mode: "COMPLIANCE" } });
  });

  it("locks what a policy keeps, and nothing that it does not, or that is in quarantine", async () => {
    const [bad, kept, gone] = [addBackup(bucket, 0), addBackup(bucket, 1), addBackup(bucket, 2)];
    addRecord(bucket, "quarantine", bad);
    const flags = ["--kept", "--keep-last", "1", "--days", "35", "--mode", "GOVERNANCE"];
    const dry = await dataOn(bucket, "lock", "extend", ...flags, "--dry-run");
    expect(bucket.changes).toEqual([]);
    const { backups } = await dataOn(bucket, "lock", "extend", ...flags);
    expect([dry.backups, backups].map((all) => all.map(({ id }: { id: string }) => id))).toEqual([
      [kept],
      [kept],
    ]);
    expect((await lockOf(gone)).retention).toBeUndefined();
    expect(bucket.visible()).toContain(gone);
  });

  it.each([
    ["no time", ["ID"], 2, "--until or --days must be given, and not both"],
    ["two times", ["ID", "--days", "3", "--until", "2027-01-31"], 2, "and not both"],
    ["no backups", ["--days", "3"], 2, "ids of backups or --kept must be given"],
    ["ids and --kept", ["ID", "--kept", "--days", "3"], 2, "and not both"],
    [
      "ids and a policy",
      ["ID", "--keep-last", "3", "--days", "3"],
      2,
      "a policy and --name go with --kept only",
    ],
    ["--kept without a policy", ["--kept", "--days", "3"], 2, "no policy is given"],
    ["a time that is over", ["ID", "--until", "2026-11-28"], 2, "the lock must end in the future"],
    ["a day that is none", ["ID", "--until", "2027-02-30"], 2, "It must be a day as YYYY-MM-DD"],
    ["a time without a zone", ["ID", "--until", "2027-02-20T10:00:00"], 2, "It must be a day"],
    ["no days", ["ID", "--days", "0"], 2, "--days must be a whole number from 1 to 36500, got '0'"],
    ["fewer than none", ["ID", "--days", "-3"], 2, "got '-3'"],
    ["more than a hundred years", ["ID", "--days", "36501"], 2, "got '36501'"],
    ["the same of a date", ["ID", "--until", "2199-01-01"], 2, "within 36500 days"],
    ["a mode that is none", ["ID", "--days", "3", "--mode", "FOREVER"], 2, "FOREVER"],
    ["no mode where none is known", ["ID", "--days", "3"], 2, "give --mode GOVERNANCE or --mode COMPLIANCE"],
  ])("refuses %s", async (_, words, status, says) => {
    const id = addBackup(bucket, 1);
    const argv = words.map((word) => (word === "ID" ? id : word));
    const ran = await runOn(bucket, "lock", "extend", ...argv);
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({
      status,
      stderr: expect.stringContaining(says),
    });
    expect(bucket.changes).toEqual([]);
  });

  it("refuses where a lock may not be read", async () => {
    bucket.mayReadLocks = false;
    expect(await runOn(bucket, "lock", "extend", addBackup(bucket, 1), "--days", "3")).toMatchObject({
      status: 8,
    });
  });
});
