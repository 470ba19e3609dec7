/** What docs/drills.md shows is what the tool prints of the evidence that stands there. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reportDrills } from "../../scripts/commands/drill/report";
import { type Evidence, evidence } from "../../scripts/core/drill/evidence/evidence";
import { recordKey } from "../../scripts/core/records/record-key";
import { REPO_ROOT } from "../../tools/paths";
import { sealstack } from "../helpers/processes/cli";
import { memoryServices } from "../helpers/stores/memory-services";
import { MemoryStore } from "../helpers/stores/memory-store";

const TEXT = readFileSync(join(REPO_ROOT, "docs/drills.md"), "utf8");

/** The text of the blocks, by what they begin with. */
function block(beginning: string): string {
  const blocks = [...TEXT.matchAll(/^```[a-z]*\n(.*?)^```$/gms)].map(([, text = ""]) => text);
  const found = blocks.filter((text) => text.startsWith(beginning));
  if (found.length !== 1) throw new Error(`${found.length} blocks begin with ${beginning}`);
  return found[0] ?? "";
}

describe("docs/drills.md", () => {
  const record = JSON.parse(block("{")) as Evidence;

  it("shows evidence with every key that there is, and no other", () => {
    expect(evidence.parse(record)).toEqual(record);
    const shape = evidence.shape;
    expect(Object.keys(record)).toEqual(Object.keys(shape));
    expect(Object.keys(record.backup)).toEqual(Object.keys(shape.backup.shape));
    expect(Object.keys(record.choice).sort()).toEqual(Object.keys(shape.choice.shape).sort());
    expect(Object.keys(record.by)).toEqual(Object.keys(shape.by.shape));
  });

  it("shows what a drill prints of it, on 100 columns", () => {
    const key = recordKey("drills", record.backup.id, new Date(record.finishedAt), ".passed.json");
    expect(TEXT).toContain(`\n${key}\n`);
    const { lines } = reportDrills([{ id: record.backup.id, record, key }], record.backup.store);
    expect(`${[...lines].join("\n")}\n`).toBe(block("drill passed"));
  });

  it("shows what status prints, on 80 columns", async () => {
    const store = new MemoryStore();
    const put = (...keys: string[]): void => {
      for (const key of keys) store.objects.set(key, Buffer.from("x"));
    };
    const backup = (stem: string): void => put(`${stem}.tar.gz.kms`, `${stem}.manifest.json`);
    for (let day = 1; day <= 28; day++)
      backup(`etcd-default/etcd-202611${String(day).padStart(2, "0")}T014200Z`);
    backup("step-ca/step-ca-20261126T014200Z");
    put(
      "step-ca/step-ca-20261125T014200Z.tar.gz.kms",
      "etcd-default/.sealstack/unchanged/etcd-20261128T014200Z/20261128T105000Z.json",
      "etcd-default/.sealstack/drills/etcd-20261128T014200Z/20261128T100004Z.passed.json",
      "etcd-default/.sealstack/quarantine/etcd-20261103T014200Z/20261110T100000Z.json",
      "step-ca/.sealstack/drills/step-ca-20261126T014200Z/20261127T100000Z.failed.json",
      "step-ca/.sealstack/drills/step-ca-20261118T014200Z/20261120T100000Z.passed.json",
    );
    const { status, stdout } = await sealstack(
      ["status", "--bucket", "b", "--max-age", "26h", "--max-drill-age", "8d"],
      {
        services: memoryServices(store),
        env: {},
        now: () => new Date("2026-11-28T11:00:00Z"),
      },
    );
    expect([status, stdout.toString()]).toEqual([20, block("etcd-default/etcd: ")]);
    expect(
      stdout
        .toString()
        .split("\n")
        .filter((line) => line.length > 80),
    ).toEqual([]);
  });
});
