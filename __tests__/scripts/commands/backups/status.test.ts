import { recordKey } from "../../../../scripts/core/records/record-key";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const NOW = new Date("2026-11-28T10:00:00Z");
const NEW = "etcd-default/etcd-20261128T014200Z.tar.gz.kms";
const OLD = "etcd-default/etcd-20261127T014200Z.tar.gz.kms";
const CA = "step-ca/ca-20261122T014200Z.tar.gz.kms";
const manifestOf = (id: string): string => id.replace(".tar.gz.kms", ".manifest.json");
const drill = (id: string, at: string, result: "passed" | "failed"): string =>
  recordKey("drills", id, new Date(at), `.${result}.json`);

describe("sealstack status", () => {
  let store: MemoryStore;
  const put = (...keys: string[]): void => {
    for (const key of keys) store.objects.set(key, Buffer.from("x"));
  };
  const run = (...argv: string[]) =>
    sealstack(["status", "--bucket", "b", ...argv], {
      services: memoryServices(store),
      env: {},
      now: () => NOW,
    });
  const problems = async (...argv: string[]) => {
    const { status, stdout } = await run("--json", ...argv);
    const { series } = JSON.parse(stdout.toString());
    return [status, ...series.flatMap(({ problems }: { problems: string[] }) => problems)];
  };
  beforeEach(() => {
    store = new MemoryStore();
    put(...[NEW, OLD].flatMap((id) => [id, manifestOf(id)]));
  });

  it("shows each series: last backup, completeness, drills, quarantine", async () => {
    put(CA, manifestOf(CA), recordKey("unchanged", NEW, new Date("2026-11-28T09:50:00Z")));
    put(drill(OLD, "2026-11-27T06:00:00Z", "passed"), drill(CA, "2026-11-23T06:00:00Z", "failed"));
    put("step-ca/ca-20261123T014200Z.tar.gz.kms", "step-ca/ca-20261121T014200Z.tar.gz.kms");
    put(recordKey("quarantine", "step-ca/ca-20261121T014200Z.tar.gz.kms", NOW));
    const { status, stdout, stderr } = await run();
    expect([status, stderr]).toEqual([20, ""]);
    expect(stdout.toString().split("\n")).toEqual([
      "etcd-default/etcd: ok",
      "  last backup  2026-11-28T01:42:00Z, 8 h old",
      "               nothing had changed 10 min ago",
      "  backups      2 complete",
      "  drills       passed 28 h ago: etcd-20261127T014200Z",
      "step-ca/ca: not ok",
      "  problem      the newest backup has no manifest",
      "               the last drill failed",
      "  last backup  2026-11-22T01:42:00Z, 6 days old",
      "  backups      1 complete, 1 without a manifest, 1 in quarantine",
      "  drills       failed 5 days ago: ca-20261122T014200Z",
      "               none has passed yet",
      "",
    ]);
  });

  it("is one object with --json", async () => {
    put(drill(OLD, "2026-11-27T06:00:00Z", "passed"), drill(NEW, "2026-11-28T06:00:00Z", "failed"));
    expect(JSON.parse((await run("--json")).stdout.toString())).toEqual({
      store: "s3://memory",
      prefixes: [""],
      at: "2026-11-28T10:00:00.000Z",
      series: [
        {
          prefix: "etcd-default/",
          name: "etcd",
          ok: false,
          problems: ["drillFailed"],
          lastBackup: {
            id: NEW,
            createdAt: "2026-11-28T01:42:00.000Z",
            freshAt: "2026-11-28T01:42:00.000Z",
            ageSeconds: 29_880,
            bytes: 1,
          },
          backups: { complete: 2, incomplete: 0, inQuarantine: 0 },
          lastDrill: {
            at: "2026-11-28T06:00:00.000Z",
            ageSeconds: 14_400,
            result: "failed",
            backup: "etcd-20261128T014200Z",
          },
          lastGoodDrill: {
            at: "2026-11-27T06:00:00.000Z",
            ageSeconds: 100_800,
            result: "passed",
            backup: "etcd-20261127T014200Z",
          },
        },
      ],
    });
  });

  it("is well without drills and thresholds, and not with them", async () => {
    expect(await problems()).toEqual([0]);
    expect(await problems("--max-age", "9h", "--max-drill-age", "7d")).toEqual([20, "neverDrilled"]);
    expect(await problems("--max-age", "8h")).toEqual([20, "tooOld"]);
    put(drill(OLD, "2026-11-27T09:59:00Z", "passed"));
    expect(await problems("--max-drill-age", "24h")).toEqual([20, "drillTooOld"]);
    expect(await problems("--max-drill-age", "25h")).toEqual([0]);
  });

  it("counts a run that found nothing changed as fresh, but not one of a wrong clock", async () => {
    put(recordKey("unchanged", NEW, new Date("2026-11-28T09:59:00Z")));
    expect(await problems("--max-age", "5m")).toEqual([0]);
    put(drill(NEW, "2027-01-01T00:00:00Z", "passed"));
    expect(await problems("--max-drill-age", "1d")).toEqual([20, "neverDrilled"]);
  });

  it("remembers the drill of a backup that is gone", async () => {
    put(drill("etcd-default/etcd-20261101T014200Z.tar.gz.kms", "2026-11-27T20:00:00Z", "passed"));
    put(drill("etcd-default/etcd-2-20261101T014200Z.tar.gz.kms", "2026-11-28T08:00:00Z", "failed"));
    expect(await problems("--max-drill-age", "1d")).toEqual([0]);
  });

  it("finds what is missing, from the future, or in quarantine as a whole", async () => {
    expect(await problems("--prefix", "step-ca")).toEqual([20, "noBackup"]);
    put("etcd-default/etcd-20261128T095000Z.tar.gz.kms");
    expect(await problems()).toEqual([20, "newestIncomplete"]);
    put(recordKey("quarantine", NEW, NOW), recordKey("quarantine", OLD, NOW));
    expect(await problems()).toEqual([20, "noGoodBackup"]);
    const future = "etcd-default/etcd-20270101T000000Z.tar.gz.kms";
    put(future, manifestOf(future));
    expect(await problems()).toEqual([20, "fromFuture"]);
  });

  it.each([
    ["--max-age", "1"],
    ["--max-age", "0h"],
    ["--max-age", "7w"],
    ["--max-drill-age", "x"],
    ["--name", "a b"],
  ])("refuses %s %s", async (...argv) => {
    const { status, stdout, stderr } = await run(...argv);
    expect([status, stdout.toString()]).toEqual([2, ""]);
    expect(stderr).toMatch(/^sealstack: error: /);
  });
});
