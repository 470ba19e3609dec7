/** `sealstack undelete` on a bucket in memory. */
import { manifestKey } from "../../../../scripts/core/object-key";
import { OperatorError } from "../../../../scripts/errors";
import { MemoryVersions } from "../../../helpers/stores/memory-versions";
import { addBackup, addRecord, dataOn, daysAgo, idOf, runOn } from "../../../helpers/stores/retention";

let bucket: MemoryVersions;
beforeEach(() => {
  bucket = new MemoryVersions();
});

async function hide(...keys: string[]): Promise<void> {
  for (const key of keys) await bucket.addDeleteMarker(key);
  bucket.changes.length = 0;
}

describe("undelete", () => {
  it("brings a backup back, its manifest first, so that it is never listed as half of one", async () => {
    const id = addBackup(bucket, 1);
    await hide(id, manifestKey(id));
    const data = await dataOn(bucket, "undelete", id);
    expect(data.backups).toEqual([id]);
    expect(bucket.changes).toEqual([`undelete ${manifestKey(id)}`, `undelete ${id}`]);
    expect(bucket.visible()).toEqual([manifestKey(id), id].sort());
  });

  it("takes away every marker above the newest version, where there are several", async () => {
    const id = addBackup(bucket, 1);
    await hide(id, id, id, manifestKey(id));
    await dataOn(bucket, "undelete", id);
    expect(bucket.visible()).toEqual([manifestKey(id), id].sort());
  });

  it("undoes what prune did, all of it", async () => {
    for (const days of [0, 1, 2, 3]) addBackup(bucket, days);
    const before = bucket.visible();
    await dataOn(bucket, "prune", "--keep-last", "1");
    expect(bucket.visible()).toHaveLength(2);
    const { backups } = await dataOn(bucket, "undelete", "--deleted-since", "1h");
    expect(backups).toHaveLength(3);
    expect(bucket.visible()).toEqual(before);
  });

  it("brings back what was deleted since then, and nothing that was deleted before; records too", async () => {
    const [long, recent, other] = [
      addBackup(bucket, 9),
      addBackup(bucket, 3),
      addBackup(bucket, 3, "step-ca/ca"),
    ];
    const mark = addRecord(bucket, "quarantine", recent);
    bucket.clock = () => daysAgo(2);
    await hide(long, manifestKey(long));
    bucket.clock = () => daysAgo(0.1);
    await hide(recent, manifestKey(recent), other, mark);
    const dry = await dataOn(bucket, "undelete", "--deleted-since", "12h", "--dry-run");
    expect(bucket.changes).toEqual([]);
    const named = await dataOn(bucket, "undelete", "--deleted-since", "12h", "--name", "ca");
    expect(named.backups).toEqual([other]);
    expect(bucket.changes).toEqual([`undelete ${other}`]);
    const data = await dataOn(bucket, "undelete", "--deleted-since", "2026-11-28T00:00:00Z");
    expect(dry.backups).toEqual([recent, other]);
    expect(data.backups).toEqual([recent]);
    expect(bucket.visible()).toEqual(expect.arrayContaining([recent, manifestKey(recent), mark]));
    expect(bucket.visible()).not.toContain(long);
  });

  it("says so of what nothing hides, and changes nothing", async () => {
    const id = addBackup(bucket, 1);
    const { status, stdout } = await runOn(bucket, "undelete", id);
    expect({ status, text: stdout.toString() }).toEqual({ status: 0, text: `nothing hides ${id}\n` });
    expect(bucket.changes).toEqual([]);
  });

  it("never removes a version, whatever is asked of it", async () => {
    const id = addBackup(bucket, 1);
    const versionId = bucket.put(id, daysAgo(0.5)); // replaced
    await hide(id);
    await dataOn(bucket, "undelete", id);
    expect(bucket.versionsOf(id).map((version) => version.versionId)).toEqual([
      versionId,
      expect.any(String),
    ]);
  });

  it.each([
    ["no ids", [], 2, "ids of backups or --deleted-since must be given"],
    ["ids and a time", [idOf(daysAgo(1)), "--deleted-since", "1h"], 2, "and not both"],
    ["a name without a time", [idOf(daysAgo(1)), "--name", "ca"], 2, "--name goes with --deleted-since only"],
    ["a time that is none", ["--deleted-since", "yesterday"], 2, "It must be a day as YYYY-MM-DD"],
    ["what is no id", ["latest"], 2, "'latest' is not the id of a backup"],
    ["a backup that never was", [idOf(daysAgo(400))], 10, "has no version of the backup"],
  ])("refuses %s", async (_, argv, status, says) => {
    const ran = await runOn(bucket, "undelete", ...argv);
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({
      status,
      stderr: expect.stringContaining(says),
    });
  });

  it("refuses what lifecycle has removed, before it brings anything else back", async () => {
    const [id, gone] = [addBackup(bucket, 1), addBackup(bucket, 2)];
    await hide(id, gone);
    bucket.removeVersion(gone, bucket.versionsOf(gone)[1]?.versionId ?? "");
    const { status, stderr } = await runOn(bucket, "undelete", id, gone);
    expect(status).toBe(10);
    expect(stderr).toContain("its delete marker is all that is left");
    expect(bucket.changes).toEqual([]);
  });

  it("tells who may do it, and how many came back, where AWS denies it", async () => {
    const [one, two] = [addBackup(bucket, 1), addBackup(bucket, 2)];
    await hide(one, two);
    bucket.beforeChange = (_, key) => {
      if (key === two) throw new OperatorError("accessDenied", "cannot remove it: AWS denied the request");
    };
    const { status, stderr } = await runOn(bucket, "undelete", one, two);
    expect(status).toBe(8);
    expect(stderr).toContain("; 1 of 2 backups were brought back before that");
    expect(stderr).toContain("s3:DeleteObjectVersion");
  });
});
