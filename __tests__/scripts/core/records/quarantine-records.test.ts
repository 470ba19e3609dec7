import { findBackup, listBackups } from "../../../../scripts/core/backup/list";
import {
  MAX_REASON_LENGTH,
  type QuarantineMark,
  quarantineOf,
  quarantineReason,
  quarantineRecords,
} from "../../../../scripts/core/records/quarantine-records";
import { recordKey } from "../../../../scripts/core/records/record-key";
import { OperatorError } from "../../../../scripts/errors";
import { sealstack } from "../../../helpers/processes/cli";
import { named } from "../../../helpers/stores/backups";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const { signal } = new AbortController();
const OLD = "step-ca/ca-20261122T014200Z.tar.gz.kms";
const NEW = "step-ca/ca-20261127T014200Z.tar.gz.kms";
const manifestOf = (id: string): string => id.replace(".tar.gz.kms", ".manifest.json");
const markKey = (id: string, at = "2026-11-28T09:00:00Z"): string =>
  recordKey("quarantine", id, new Date(at));
const MARK: QuarantineMark = {
  schemaVersion: 1,
  backup: NEW,
  reason: "made while the disk was full",
  at: "2026-11-28T09:00:00.000Z",
  host: "ca1",
  toolVersion: "0.1.0",
};

function storeWith(objects: Readonly<Record<string, unknown>>): MemoryStore {
  const store = new MemoryStore();
  for (const [key, value] of Object.entries(objects))
    store.objects.set(key, Buffer.from(typeof value === "string" ? value : JSON.stringify(value)));
  return store;
}

const backups = (...ids: string[]) =>
  Object.fromEntries(ids.flatMap((id) => [[id, "xyz"] as const, [manifestOf(id), "{}"] as const]));

const latest = (store: MemoryStore) => findBackup(store, "latest", { prefixes: ["step-ca/"] }, signal);

describe("a backup in quarantine", () => {
  it("has the newest of its marks, which tells why", async () => {
    const store = storeWith({
      [markKey(NEW, "2026-11-28T08:00:00Z")]: { ...MARK, reason: "an older one" },
      [markKey(NEW)]: MARK,
    });
    const mark = quarantineOf(named(NEW), await quarantineRecords(store, ["step-ca"]));
    if (mark === undefined) throw new Error("no mark");
    expect(await quarantineReason(store, mark, signal)).toBe("made while the disk was full");
    expect(quarantineOf(named(OLD), await quarantineRecords(store, ["step-ca"]))).toBeUndefined();
  });

  it("tells a reason of as many characters as there may be, whatever they take", async () => {
    const reason = "\u{1f512}".repeat(MAX_REASON_LENGTH);
    const store = storeWith({ [markKey(NEW)]: { ...MARK, reason } });
    const mark = quarantineOf(named(NEW), await quarantineRecords(store, ["step-ca"]));
    if (mark === undefined) throw new Error("no mark");
    expect(await quarantineReason(store, mark, signal)).toBe(reason);
  });

  it("is not the latest one, and is again when its marks are deleted", async () => {
    const store = storeWith({ ...backups(OLD, NEW), [markKey(NEW)]: MARK });
    const { backup, remarks } = await latest(store);
    expect([backup.id, remarks]).toEqual([OLD, [`${NEW} is newer, but is in quarantine`]]);
    store.objects.delete(markKey(NEW));
    expect((await latest(store)).backup.id).toBe(NEW);
  });

  it("can be had by its id", async () => {
    const store = storeWith({ ...backups(NEW), [markKey(NEW)]: MARK });
    expect((await findBackup(store, NEW, { prefixes: ["step-ca/"] }, signal)).backup.id).toBe(NEW);
  });

  it("fails 'latest' where there is no other", async () => {
    const store = storeWith({ ...backups(NEW), [markKey(NEW)]: MARK });
    await expect(latest(store)).rejects.toMatchObject({
      exit: "notFound",
      message: "no complete backup below s3://memory/step-ca/, and 1 in quarantine",
    });
    store.objects.set(OLD, Buffer.from("xyz"));
    await expect(latest(store)).rejects.toMatchObject({
      message: "no complete backup below s3://memory/step-ca/, and 1 without a manifest, and 1 in quarantine",
      hint: `verify one by its id: ${OLD}`,
    });
  });

  it.each([
    ["not JSON", "its mark does not say why"],
    [{ ...MARK, schemaVersion: 2 }, "its mark does not say why"],
    [{ ...MARK, reason: "x".repeat(MAX_REASON_LENGTH + 1) }, "its mark does not say why"],
    ["x".repeat(20_000), "its mark does not say why"],
  ])("is told without a reason where the mark is %.30j", async (content, reason) => {
    const store = storeWith({ ...backups(NEW), [markKey(NEW)]: content });
    const { quarantine } = await listBackups(store, { prefixes: ["step-ca/"] }, signal);
    const mark = quarantineOf(named(NEW), quarantine);
    if (mark === undefined) throw new Error("no mark");
    expect(await quarantineReason(store, mark, signal)).toBe(reason);
  });

  it("is told to who may list and not read", async () => {
    const store = storeWith({ ...backups(NEW), [markKey(NEW)]: MARK });
    store.before = (request) => {
      if (request === "get") throw new OperatorError("accessDenied", "denied");
    };
    const mark = quarantineOf(named(NEW), await quarantineRecords(store, ["step-ca/"]));
    if (mark === undefined) throw new Error("no mark");
    expect(await quarantineReason(store, mark, signal)).toBe("the reason may not be read");
  });

  it("is shown by 'list', with the reason in place of its state", async () => {
    const store = storeWith({ ...backups(OLD, NEW), [markKey(NEW)]: MARK });
    const run = (...more: string[]) =>
      sealstack(["list", "--bucket", "b", "--prefix", "step-ca/", ...more], {
        services: memoryServices(store),
        env: {},
        now: () => new Date("2026-11-28T10:00:00Z"),
      });
    expect((await run()).stdout.toString().split("\n").slice(0, 3)).toEqual([
      "ID                                      SIZE  AGE     STATE",
      `${NEW}  3 B   32 h    in quarantine: made while the disk was full`,
      `${OLD}  3 B   6 days  complete`,
    ]);
    expect(JSON.parse((await run("--json")).stdout.toString()).backups).toMatchObject([
      { id: NEW, quarantine: "made while the disk was full" },
      { id: OLD, freshAt: "2026-11-22T01:42:00.000Z" },
    ]);
  });
});
