import { findBackup, listBackups } from "../../../../scripts/core/backup/list";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const { signal } = new AbortController();
const payload = (day: number, name = "ca"): string => `step-ca/${name}-202611${day}T014200Z.tar.gz.kms`;
const manifest = (day: number, name = "ca"): string => `step-ca/${name}-202611${day}T014200Z.manifest.json`;

function storeWith(...keys: string[]): MemoryStore {
  const store = new MemoryStore();
  for (const key of keys) store.objects.set(key, Buffer.from("xyz"));
  return store;
}

describe("listBackups", () => {
  it("shows the newest first, and what is incomplete", async () => {
    const store = storeWith(
      payload(10),
      manifest(10),
      payload(12),
      payload(11, "zz"),
      manifest(11, "zz"),
      manifest(13),
    );
    const { backups, orphans } = await listBackups(store, { prefixes: ["step-ca"] }, signal);
    expect(backups.map(({ id, bytes, complete }) => [id, bytes, complete])).toEqual([
      [payload(12), 3, false],
      [payload(11, "zz"), 3, true],
      [payload(10), 3, true],
    ]);
    expect(orphans).toEqual([manifest(13)]);
  });

  it("keeps to the prefix and the name, and leaves other objects alone", async () => {
    const store = storeWith(
      payload(10),
      payload(11, "zz"),
      "step-ca/notes.txt",
      "other/ca-20261110T014200Z.tar.gz.kms",
    );
    const ids = async (prefix: string, name?: string): Promise<string[]> =>
      (await listBackups(store, { prefixes: [prefix], name }, signal)).backups.map(({ id }) => id);
    expect(await ids("step-ca/")).toEqual([payload(11, "zz"), payload(10)]);
    expect(await ids("step-ca/", "ca")).toEqual([payload(10)]);
    expect(await ids("step")).toEqual([]);
    expect(await ids("")).toHaveLength(3);
  });
});

describe("latest", () => {
  const latest = (store: MemoryStore, name?: string) =>
    findBackup(store, "latest", { prefixes: ["step-ca/"], name }, signal);

  it("is the newest complete backup, with a remark on newer ones that are not", async () => {
    const store = storeWith(payload(10), manifest(10), payload(12), payload(11), manifest(11));
    const { backup, remarks } = await latest(store);
    expect(backup.id).toBe(payload(11));
    expect(remarks).toEqual([`${payload(12)} is newer, but has no manifest`]);
  });

  it("fails where it could mean different things", async () => {
    const store = storeWith(payload(10), manifest(10), payload(11, "zz"), manifest(11, "zz"));
    await expect(latest(store)).rejects.toMatchObject({
      exit: "usage",
      message: "'latest' could be one of 2 series: step-ca/zz, step-ca/ca",
    });
    expect((await latest(store, "ca")).backup.id).toBe(payload(10));
  });

  it("fails where there is nothing", async () => {
    await expect(latest(storeWith())).rejects.toMatchObject({
      exit: "notFound",
      message: "no complete backup below s3://memory/step-ca/",
    });
  });

  it("fails where nothing is complete, and names what could be verified", async () => {
    await expect(latest(storeWith(payload(10)))).rejects.toMatchObject({
      exit: "notFound",
      message: "no complete backup below s3://memory/step-ca/, and 1 without a manifest",
      hint: `verify one by its id: ${payload(10)}`,
    });
  });
});

describe("an id", () => {
  it("is taken as it is, without a look at the bucket", async () => {
    const store = storeWith();
    store.before = () => {
      throw new Error("looked");
    };
    expect((await findBackup(store, payload(10), { prefixes: [""] }, signal)).backup.name).toBe("ca");
  });

  it.each(["newest", "step-ca/", manifest(10), "../x"])("fails when it is %p", async (id) => {
    await expect(findBackup(storeWith(), id, { prefixes: [""] }, signal)).rejects.toMatchObject({
      exit: "usage",
    });
  });
});
