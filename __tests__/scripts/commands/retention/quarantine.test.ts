/** `sealstack quarantine` on a bucket in memory. */
import { MemoryVersions } from "../../../helpers/stores/memory-versions";
import { addBackup, dataOn, daysAgo, idOf, runOn } from "../../../helpers/stores/retention";

let bucket: MemoryVersions;
beforeEach(() => {
  bucket = new MemoryVersions();
});

const MARK = /^etcd\/\.sealstack\/quarantine\/etcd-20261127T120000Z\/20261128T120000Z\.json$/;

describe("quarantine", () => {
  it("puts a mark beside a backup, with its reason, and list tells it", async () => {
    const id = addBackup(bucket, 1);
    const { mark } = await dataOn(bucket, "quarantine", id, "--reason", "the key does not match");
    expect(mark).toMatch(MARK);
    expect(JSON.parse(bucket.object(mark).toString())).toMatchObject({
      schemaVersion: 1,
      backup: id,
      reason: "the key does not match",
      at: "2026-11-28T12:00:00.000Z",
    });
    expect((await runOn(bucket, "list")).stdout.toString()).toContain("the key does not match");
    expect(bucket.changes).toEqual([]);
  });

  it("is left by --release, which prune then sees", async () => {
    const bad = addBackup(bucket, 0);
    addBackup(bucket, 1);
    const { mark } = await dataOn(bucket, "quarantine", bad, "--reason", "x");
    expect((await dataOn(bucket, "prune", "--keep-last", "1")).deleted).toEqual([]);
    const { removed } = await dataOn(bucket, "quarantine", "--release", bad);
    expect(removed).toEqual([mark]);
    expect((await dataOn(bucket, "prune", "--keep-last", "1")).deleted).toEqual([idOf(daysAgo(1))]);
  });

  it("is left where there is no mark without a word of failure", async () => {
    const id = addBackup(bucket, 1);
    const { status, stdout } = await runOn(bucket, "quarantine", "--release", id);
    expect({ status, text: stdout.toString() }).toEqual({ status: 0, text: `not in quarantine: ${id}\n` });
  });

  it.each([
    ["neither a reason nor --release", [], 2, "--reason or --release must be given, and not both"],
    ["both", ["--reason", "x", "--release"], 2, "and not both"],
    ["an empty reason", ["--reason", ""], 2, "got nothing"],
    ["a blank reason", ["--reason", "  "], 2, "got nothing"],
    ["a reason of two lines", ["--reason", "a\nb"], 2, "got a character that cannot be shown"],
    ["a reason that acts on terminals", ["--reason", "\u001b[2J"], 2, "got a character that cannot be shown"],
    [
      "a reason that turns the direction",
      ["--reason", "a\u202eb"],
      2,
      "got a character that cannot be shown",
    ],
    ["a reason that is too long", ["--reason", "é".repeat(1001)], 2, "got 1001 characters"],
  ])("refuses %s", async (_, flags, status, says) => {
    const id = addBackup(bucket, 1);
    const ran = await runOn(bucket, "quarantine", id, ...flags);
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({
      status,
      stderr: expect.stringContaining(says),
    });
    expect(bucket.visible()).toHaveLength(2);
  });

  it("takes a reason of 1000 characters", async () => {
    const id = addBackup(bucket, 1);
    await dataOn(bucket, "quarantine", id, "--reason", "é".repeat(1000));
  });

  it("refuses what is no backup, or is not there", async () => {
    for (const [id, status] of [
      ["latest", 2],
      ["s3://b/x", 2],
      [idOf(daysAgo(7)), 10],
    ] as const)
      expect((await runOn(bucket, "quarantine", id, "--reason", "x")).status).toBe(status);
  });

  it("is not left where no versions are kept: the mark would be gone", async () => {
    const id = addBackup(bucket, 1);
    await dataOn(bucket, "quarantine", id, "--reason", "x");
    bucket.state = "Suspended";
    expect((await runOn(bucket, "quarantine", "--release", id)).status).toBe(21);
    expect(bucket.changes).toEqual([]);
  });
});
