/** `sealstack prune` on a bucket in memory. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RecordKind } from "../../../../modules/backup-contract";
import { manifestKey } from "../../../../scripts/core/object-key";
import type { Ran } from "../../../helpers/processes/cli";
import { MemoryVersions } from "../../../helpers/stores/memory-versions";
import { addBackup, addRecord, dataOn, daysAgo, idOf, runOn } from "../../../helpers/stores/retention";
import { useTempDir } from "../../../helpers/temp-dir";

let bucket: MemoryVersions;
beforeEach(() => {
  bucket = new MemoryVersions();
});

const add = (days: number, series?: string): string => addBackup(bucket, days, series);
const record = (kind: RecordKind, id: string, ending?: string, at?: Date): string =>
  addRecord(bucket, kind, id, ending, at);
const prune = (...flags: string[]): Promise<Ran> => runOn(bucket, "prune", ...flags);
const pruneJson = (...flags: string[]) => dataOn(bucket, "prune", ...flags);

describe("prune", () => {
  it("hides what no rule keeps, the payload first, and the oldest first", async () => {
    const [newest, , old, oldest] = [0, 1, 2, 3].map((days) => add(days));
    const { deleted, series } = await pruneJson("--keep-last", "2");
    expect(deleted).toEqual([oldest, old]);
    expect(bucket.changes).toEqual(
      [oldest, old].flatMap((id = "") => [`delete ${id}`, `delete ${manifestKey(id)}`]),
    );
    expect(bucket.visible()).toContain(newest);
    expect(series).toMatchObject([{ prefix: "etcd/", name: "etcd", policy: "last 2" }]);
    expect(series[0].backups.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      "keep",
      "keep",
      "delete",
      "delete",
    ]);
  });

  it("looks at each series by itself", async () => {
    const kept = [add(0), add(1), add(5, "step-ca/ca"), add(6, "step-ca/ca"), add(7, "step-ca/other")];
    const gone = [add(8), add(9, "step-ca/ca")];
    const { deleted } = await pruneJson("--keep-last", "2");
    expect(deleted.sort()).toEqual([...gone].sort());
    for (const id of kept) expect(bucket.visible()).toContain(id);
  });

  it("changes nothing in a dry run, and says what it would do", async () => {
    const ids = [0, 1, 2].map((days) => add(days));
    const { status, stdout } = await prune("--keep-last", "1", "--dry-run");
    expect(status).toBe(0);
    expect(bucket.changes).toEqual([]);
    expect(stdout.toString().split("\n")).toEqual([
      "etcd/etcd: 1 kept, 2 to be deleted",
      "  policy: last 1",
      `  delete  ${ids[1]}  100 B  no rule keeps it`,
      `  delete  ${ids[2]}  100 B  no rule keeps it`,
      "nothing was changed: leave out --dry-run to do it",
      "",
    ]);
  });

  it("takes policies by series from a file", async () => {
    const { file } = policyFile(
      "keep: { last: 1 }\nseries:\n  - { prefix: step-ca, keep: { last: 2 } }\n  - { prefix: step-ca/, name: ca, keep: { yearly: 1 } }\n",
    );
    add(0);
    add(0, "step-ca/ca");
    add(0, "step-ca/other");
    const gone = [add(1), add(1, "step-ca/ca")];
    add(1, "step-ca/other");
    const { deleted } = await pruneJson("--policy", file);
    expect(deleted.sort()).toEqual(gone.sort());
  });

  it("takes the file that docs/retention.md shows", async () => {
    const [, text = ""] = /```yaml\n(.*?)```/s.exec(readFileSync("docs/retention.md", "utf8")) ?? [];
    const { file } = policyFile(text);
    add(0, "step-ca/step-ca");
    add(0, "etcd-default/etcd");
    const { timeZone, series } = await pruneJson("--policy", file);
    expect(timeZone).toBe("Europe/Berlin");
    expect(series.map(({ policy }: { policy: string }) => policy)).toEqual([
      "hourly 48, daily 30, within 48h",
      "monthly 24, yearly 10",
    ]);
  });

  it("leaves series alone that no policy is for, and says so of policies that fit nothing", async () => {
    const { file } = policyFile("series:\n  - { prefix: step-ca/, keep: { last: 1 } }\n");
    add(0);
    add(1);
    const { status, stderr, stdout } = await prune("--policy", file);
    expect(status).toBe(0);
    expect(bucket.changes).toEqual([]);
    expect(stderr).toContain("the policy for step-ca/ fits no backup that was looked for");
    expect(stdout.toString()).toContain("no policy is for its series");
  });
});

describe("what prune never deletes", () => {
  it("the newest backup that a drill proved", async () => {
    add(0);
    const drilled = add(5);
    const before = add(6);
    const failed = add(4);
    record("drills", drilled, ".passed.json");
    record("drills", before, ".passed.json");
    record("drills", failed, ".failed.json");
    const { deleted } = await pruneJson("--keep-last", "1");
    expect(deleted).toEqual([before, failed]);
  });

  it("what is in quarantine, which fills no place of a rule either", async () => {
    const bad = add(0);
    const good = add(1);
    const old = add(2);
    record("quarantine", bad);
    const { deleted } = await pruneJson("--keep-last", "1");
    expect(deleted).toEqual([old]);
    expect(bucket.visible()).toEqual(expect.arrayContaining([bad, good]));
  });

  it("anything of a series whose every backup is bad or incomplete", async () => {
    const bad = add(0);
    record("quarantine", bad);
    bucket.put(idOf(daysAgo(3)), daysAgo(3));
    add(0, "step-ca/ca");
    const { status, stderr } = await prune("--keep-last", "1");
    expect(status).toBe(0);
    expect(bucket.changes).toEqual([]);
    expect(stderr).toContain(
      "etcd/etcd has no backup that is complete and good to be seen: nothing of it is touched",
    );
  });

  it("what is under a legal hold, of its payload or its manifest", async () => {
    bucket.lock = { enabled: true };
    add(0);
    const [held, heldManifest, free] = [add(1), add(2), add(3)];
    bucket.setLock(held, { legalHold: true });
    bucket.setLock(manifestKey(heldManifest), { legalHold: true });
    const { deleted } = await pruneJson("--keep-last", "1");
    expect(deleted).toEqual([free]);
  });

  it("what was backed up without a change, for the days on which that was seen", async () => {
    add(0);
    const since = add(9);
    record("unchanged", since, ".json", daysAgo(1));
    const old = add(10);
    const { deleted } = await pruneJson("--keep-daily", "2");
    expect(deleted).toEqual([old]);
  });

  it("records, nor anything that is no backup", async () => {
    add(0);
    const old = add(5);
    const key = record("keys", old);
    bucket.put("etcd/notes.txt", daysAgo(900));
    await pruneJson("--keep-last", "1");
    expect(bucket.visible()).toEqual(expect.arrayContaining([key, "etcd/notes.txt"]));
  });

  it("a manifest that a backup of the same second needs", async () => {
    add(0);
    const at = daysAgo(3);
    const [zst, gz] = [idOf(at).replace(".gz", ".zst"), add(3)];
    bucket.put(zst, at);
    record("quarantine", gz); // both: marks are about a name and a time
    await pruneJson("--keep-last", "1");
    expect(bucket.visible()).toContain(manifestKey(gz));
  });

  it("a payload whose run may not be over, or whose manifest alone was deleted; but the rest of old failed runs", async () => {
    const running = idOf(daysAgo(0.1));
    bucket.put(running, daysAgo(0.1));
    add(1);
    const failed = idOf(daysAgo(3));
    bucket.put(failed, daysAgo(3));
    const half = add(4);
    await bucket.addDeleteMarker(manifestKey(half));
    bucket.changes.length = 0;
    const { deleted } = await pruneJson("--keep-last", "1");
    expect(deleted).toEqual([failed]);
    expect(bucket.changes).toEqual([`delete ${failed}`]);
  });
});

describe("prune after it was interrupted", () => {
  it.each([1, 2, 3, 4, 5])(
    "finishes what was hidden halfway: change %d is the last of the first run",
    async (last) => {
      const ids = [0, 1, 2, 3].map((days) => add(days));
      bucket.beforeChange = () => {
        if (bucket.changes.length === last) throw new Error("killed");
      };
      expect((await prune("--keep-last", "1")).status).toBe(1);
      const [visible, listed] = [bucket.visible(), await dataOn(bucket, "list")];
      // Nothing that is listed is half there: a backup is complete, or not listed.
      for (const { id, complete } of listed.backups) expect({ id, complete }).toEqual({ id, complete: true });
      expect(listed.orphans.length).toBe(visible.length % 2);
      bucket.beforeChange = () => {};
      const { finished } = await pruneJson("--keep-last", "1");
      expect(finished.length).toBe(visible.length % 2);
      expect(bucket.visible()).toEqual([manifestKey(ids[0] ?? ""), ids[0]].sort());
      expect(bucket.changes.length).toBe(6); // and not one delete marker twice
    },
  );

  it("finishes it, too, when lifecycle has removed the payload meanwhile", async () => {
    add(0);
    const stray = manifestKey(idOf(daysAgo(400)));
    bucket.put(stray, daysAgo(400));
    const { finished } = await pruneJson("--keep-last", "1");
    expect(finished).toEqual([stray]);
  });

  it("says how many were deleted when AWS fails", async () => {
    for (const days of [0, 1, 2, 3]) add(days);
    const { OperatorError } = await import("../../../../scripts/errors");
    bucket.beforeChange = () => {
      if (bucket.changes.length === 2)
        throw new OperatorError("accessDenied", "cannot delete it: AWS denied the request");
    };
    const { status, stderr } = await prune("--keep-last", "1");
    expect(status).toBe(8);
    expect(stderr).toContain("; 1 of 3 backups were deleted before that");
  });
});

const dir = useTempDir();

function policyFile(text: string): { file: string } {
  const file = join(dir(), "policy.yaml");
  writeFileSync(file, text);
  return { file };
}
