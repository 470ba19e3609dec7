import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { backup, planBackup } from "../../../../scripts/core/backup/backup";
import { parseManifest } from "../../../../scripts/core/backup/manifest";
import { filesSource } from "../../../../scripts/core/sources/files";
import { OperatorError } from "../../../../scripts/errors";
import { backUp, REQUEST, surroundings } from "../../../helpers/stores/backups";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const ID = "step-ca/ca-20261122T014200Z.tar.gz.kms";
const MANIFEST = "step-ca/ca-20261122T014200Z.manifest.json";

describe("backup", () => {
  const dir = useTempDir();
  let store: MemoryStore;
  beforeEach(() => {
    store = new MemoryStore();
    mkdirSync(join(dir(), "in"));
    writeFileSync(join(dir(), "in", "secret"), "the plaintext");
  });
  const source = (): string => join(dir(), "in");

  it("stores a payload, then a manifest that describes it", async () => {
    const puts: string[] = [];
    store.before = (request, key) => request === "put" && puts.push(key);
    const manifest = await backUp(source(), surroundings(store), { ...REQUEST, context: { site: "one" } });
    expect(puts).toEqual([ID, MANIFEST]);
    expect(parseManifest(store.object(MANIFEST).toString())).toEqual({ manifest });
    expect(manifest).toMatchObject({
      id: ID,
      source: "files",
      name: "ca",
      createdAt: "2026-11-22T01:42:00.000Z",
      ciphertextBytes: store.object(ID).length,
      files: 1,
      context: {
        "sealstack:purpose": "backup",
        "sealstack:backup": ID,
        "sealstack:source": "files",
        site: "one",
      },
    });
    expect(store.object(ID).includes("the plaintext")).toBe(false);
  });

  it("fails with a conflict, overwrites nothing, and says what is listed", async () => {
    const old = Buffer.from("old");
    store.objects.set(ID, old);
    const error = await backUp(source(), surroundings(store)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      exit: "conflict",
      message: expect.stringMatching(
        /^the backup .*\.kms may already exist: nothing was overwritten; s3:\/\/memory lists it with 3 bytes, sent were \d+$/,
      ),
      hint: expect.stringContaining(`sealstack verify ${ID}`),
    });
    expect([...store.objects]).toEqual([[ID, old]]);
  });

  it("fails with the source's error and stores nothing", async () => {
    const prepared = await filesSource(source());
    writeFileSync(join(source(), "secret"), "something else");
    await expect(backUp(prepared, surroundings(store))).rejects.toMatchObject({ exit: "source" });
    expect(store.objects.size).toBe(0);
  });

  it("fails when a name came meanwhile, and stores nothing", async () => {
    const prepared = await filesSource(source());
    writeFileSync(join(source(), "late"), "");
    await expect(backUp(prepared, surroundings(store))).rejects.toMatchObject({ exit: "source" });
    expect(store.objects.size).toBe(0);
  });

  it("fails with the store's error", async () => {
    store.before = () => {
      throw new OperatorError("unavailable", "the endpoint is down");
    };
    await expect(backUp(source(), surroundings(store))).rejects.toThrow("the endpoint is down");
  });

  it("fails when the manifest cannot be stored, and says what is there", async () => {
    store.before = (_, key) => {
      if (key === MANIFEST) throw new OperatorError("accessDenied", "denied");
    };
    await expect(backUp(source(), surroundings(store))).rejects.toMatchObject({
      exit: "accessDenied",
      message: `the backup ${ID} is stored, but its manifest is not: denied`,
      hint: expect.stringContaining("sealstack verify"),
    });
    expect([...store.objects.keys()]).toEqual([ID]);
  });

  it("fails when interrupted, and stores nothing", async () => {
    const abort = new AbortController();
    const endless = async function* (): AsyncGenerator<Buffer> {
      for (;;) {
        yield Buffer.alloc(65536);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const prepared = await filesSource(source());
    const members = [...prepared.members].map((member) => ({
      ...member,
      size: member.size * 1e12,
      open: endless,
    }));
    const deps = { ...surroundings(store), signal: abort.signal, onProgress: () => abort.abort() };
    await expect(backUp({ ...prepared, members }, deps)).rejects.toMatchObject({ name: "AbortError" });
    expect(store.objects.size).toBe(0);
  });

  it("can be tried again under the same plan", async () => {
    const deps = surroundings(store);
    const prepared = await filesSource(source());
    const plan = planBackup(REQUEST, deps);
    let denied = true;
    store.before = (request) => {
      if (request === "put" && denied) throw new OperatorError("accessDenied", "denied");
    };
    await expect(backup(prepared, plan, REQUEST, deps)).rejects.toMatchObject({ exit: "accessDenied" });
    denied = false;
    expect((await backup(prepared, plan, REQUEST, deps)).id).toBe(ID);
  });

  it("reports how much of the archive it has read", async () => {
    const seen: number[] = [];
    writeFileSync(join(source(), "big"), Buffer.alloc(1_000_000));
    const manifest = await backUp(source(), {
      ...surroundings(store),
      onProgress: (bytes) => seen.push(bytes),
    });
    expect(seen.at(-1)).toBe(manifest.plaintextBytes);
  });
});
