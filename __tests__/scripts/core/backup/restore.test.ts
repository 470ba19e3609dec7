import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { CONTEXT_KEY } from "../../../../modules/backup-contract";
import { formatManifest, parseManifest } from "../../../../scripts/core/backup/manifest";
import { restore } from "../../../../scripts/core/backup/restore";
import { verify } from "../../../../scripts/core/backup/verify";
import { passphraseCipher } from "../../../../scripts/core/crypto/passphrase/passphrase-cipher";
import type { MessageCipher } from "../../../../scripts/core/ports";
import { filesSource } from "../../../../scripts/core/sources/files";
import { OperatorError } from "../../../../scripts/errors";
import { rawCipher } from "../../../helpers/kms/raw-cipher";
import { forged, INFO, packed } from "../../../helpers/stores/archive";
import { backUp, named, surroundings } from "../../../helpers/stores/backups";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const ID = "step-ca/ca-20261122T014200Z.tar.gz.kms";
const MANIFEST = "step-ca/ca-20261122T014200Z.manifest.json";
const OTHER_ID = "step-ca/ca-20261123T014200Z.tar.gz.kms";

describe.each([
  ["a stream", false],
  ["threads", true],
])("restore and verify, by %s", (_, inParcels) => {
  const dir = useTempDir();
  let store: MemoryStore;
  const target = (): string => join(dir(), "target");
  const restored = (id = ID, cipher: MessageCipher = rawCipher(), context = {}) =>
    restore(named(id), { target: target(), context }, surroundings(store, cipher));
  const verified = (id = ID, cipher: MessageCipher = rawCipher(), context = {}) =>
    verify(named(id), context, surroundings(store, cipher));

  beforeEach(async () => {
    store = new MemoryStore();
    store.inParcels = inParcels;
    mkdirSync(join(dir(), "in"));
    writeFileSync(join(dir(), "in", "file"), "x".repeat(300_000));
    writeFileSync(join(dir(), "in", "other"), "y");
    await backUp(join(dir(), "in"), surroundings(store));
  });

  /** Neither the target, nor a trace of the attempt. */
  const nothingLeft = (): void => expect(readdirSync(dir())).toEqual(["in"]);

  async function bothFail(problem: object, ...args: Parameters<typeof restored>): Promise<void> {
    await expect(verified(...args)).rejects.toMatchObject(problem);
    await expect(restored(...args)).rejects.toMatchObject(problem);
    nothingLeft();
  }

  it("give back what was backed up", async () => {
    expect(await verified()).toMatchObject({ manifest: true, content: { files: 2, bytes: 300_001 } });
    nothingLeft();
    expect((await restored()).remarks).toEqual([]);
    expect(readdirSync(target())).toEqual(["file", "other"]);
    expect(readFileSync(join(target(), "file"), "utf8")).toBe("x".repeat(300_000));
  });

  it("restore to an empty directory", async () => {
    mkdirSync(target());
    await restored();
    expect(readdirSync(target())).toEqual(["file", "other"]);
    expect(readdirSync(dir()).sort()).toEqual(["in", "target"]);
  });

  it.each([
    ["a new directory", () => {}],
    ["an empty directory", () => mkdirSync(target(), { mode: 0o777 })],
  ])("give back the time before 1970 and the sticky bit of the directory itself, to %s", async (_, make) => {
    const time = new Date("1950-05-05");
    chmodSync(join(dir(), "in"), 0o1777);
    utimesSync(join(dir(), "in"), time, time);
    store.objects.clear();
    await backUp(join(dir(), "in"), surroundings(store));
    make();
    await restored();
    const { mode, mtime } = statSync(target());
    expect([(mode & 0o7777).toString(8), mtime]).toEqual(["1777", time]);
  });

  describe("of a target in use", () => {
    it.each([
      [
        "a directory with something in it",
        () => {
          mkdirSync(target());
          writeFileSync(join(target(), "f"), "");
        },
      ],
      ["a file", () => writeFileSync(target(), "")],
      [
        "a link to an empty directory",
        () => {
          mkdirSync(join(dir(), "d"));
          symlinkSync("d", target());
        },
      ],
      ["a link to nowhere", () => symlinkSync("/nowhere", target())],
    ])("fails before anything is fetched: %s", async (_, make) => {
      make();
      const before = readdirSync(dir());
      store.before = () => {
        throw new Error("fetched");
      };
      await expect(restored()).rejects.toMatchObject({
        exit: "target",
        message: expect.stringContaining(target()),
      });
      expect(readdirSync(dir())).toEqual(before);
    });

    it("fails below a directory that is not there", async () => {
      const place = join(dir(), "no", "where");
      const attempt = restore(named(ID), { target: place, context: {} }, surroundings(store));
      await expect(attempt).rejects.toMatchObject({
        exit: "target",
        message: expect.stringContaining("ENOENT"),
      });
    });
  });

  it("fail when the payload is missing", async () => {
    store.objects.delete(ID);
    await bothFail({ exit: "notFound" });
  });

  it.each([0, 1, 100, 1000, -1])("fail when the payload is cut at %d", async (at) => {
    store.objects.set(ID, store.object(ID).subarray(0, at));
    await bothFail({ exit: "notAuthentic" });
  });

  it("fail with bytes behind the payload", async () => {
    store.objects.set(ID, Buffer.concat([store.object(ID), Buffer.from("x")]));
    await bothFail({ exit: "notAuthentic" });
  });

  it.each([0, 5, 300, 600, -5])("fail when a bit of byte %d is flipped", async (at) => {
    const bytes = Buffer.from(store.object(ID));
    const index = at < 0 ? bytes.length + at : at;
    bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
    store.objects.set(ID, bytes);
    await expect(verified()).rejects.toMatchObject({
      exit: expect.stringMatching(/^(notAuthentic|context)$/),
    });
    await expect(restored()).rejects.toMatchObject({
      exit: expect.stringMatching(/^(notAuthentic|context)$/),
    });
    nothingLeft();
  });

  it("fail with another key", () => bothFail({ exit: "notAuthentic" }, ID, rawCipher(8)));

  it("fail with a context that the backup does not have", () =>
    bothFail({ exit: "context" }, ID, rawCipher(), { site: "two" }));

  it("fail when the payload is stored under another id", async () => {
    store.objects.set(OTHER_ID, store.object(ID));
    await bothFail({ exit: "context" }, OTHER_ID);
  });

  it("fail when a cipher of the other kind is given", async () => {
    await bothFail({ exit: "usage", hint: expect.stringContaining("--key") }, ID, passphraseCipher("x"));
    const age = ID.replace(".kms", ".age");
    await bothFail({ exit: "usage", hint: expect.stringContaining("--passphrase-file") }, age);
  });

  it("work with a passphrase; a payload under another id fails there too", async () => {
    const cipher = passphraseCipher("correct horse battery staple", 10);
    const later = { ...surroundings(store, cipher), now: () => new Date("2026-11-22T02:00:00Z") };
    const { id } = await backUp(join(dir(), "in"), later);
    expect(id).toBe("step-ca/ca-20261122T020000Z.tar.gz.age");
    expect(await verified(id, cipher)).toMatchObject({ manifest: true, content: { files: 2 } });
    const other = OTHER_ID.replace(".kms", ".age");
    store.objects.set(other, store.object(id));
    const problem = { exit: "notAuthentic", message: `the object ${other} holds another backup: '${id}'` };
    await expect(restored(other, cipher)).rejects.toMatchObject(problem);
    nothingLeft();
  }, 60_000);

  describe("of what only the holder of a key could have made", () => {
    const seal = async (plaintext: Buffer, id = ID): Promise<void> => {
      const { stream } = rawCipher().seal({ [CONTEXT_KEY.purpose]: "backup", [CONTEXT_KEY.backup]: id });
      store.objects.set(id, await buffer(Readable.from([plaintext]).pipe(stream)));
    };

    it("fail when it is no archive", async () => {
      await seal(Buffer.from("no archive"));
      await bothFail({ exit: "notAuthentic", message: "the decrypted data is not a complete tar archive" });
    });

    it("go by what the data is, whatever the object is called", async () => {
      const tar = await packed(join(dir(), "in"));
      await seal(tar);
      expect((await restored()).content.files).toBe(2);
      await seal(Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]));
      store.objects.delete(MANIFEST);
      expect((await verified()).content.files).toBe(2);
    });

    it("fail when the gzip file is cut", async () => {
      await seal(gzipSync(await packed(join(dir(), "in"))).subarray(0, -4));
      await bothFail({ exit: "notAuthentic", message: "the decrypted data is not a complete gzip file" });
    });

    it("fail with bytes behind the gzip file", async () => {
      const whole = gzipSync(await packed(join(dir(), "in")));
      await seal(whole);
      expect((await restored()).content.files).toBe(2);
      rmSync(target(), { recursive: true });
      await seal(Buffer.concat([whole, Buffer.from("trailing")]));
      await bothFail({ exit: "notAuthentic", message: "the decrypted data is not a complete gzip file" });
    });

    it("fail when the description names another backup", async () => {
      await seal(gzipSync(await packed(join(dir(), "in"))), OTHER_ID);
      await bothFail({ message: `the object ${OTHER_ID} holds another backup: '${INFO.id}'` }, OTHER_ID);
    });

    it("fail when an archive leads out, and nothing is written", async () => {
      await seal(gzipSync(await forged([{ name: "../owned", body: Buffer.from("x") }])), INFO.id);
      await bothFail({ message: expect.stringContaining("contains '..'") }, INFO.id);
    });
  });

  describe("of a manifest", () => {
    const change = (over: object): void => {
      const read = parseManifest(store.object(MANIFEST).toString());
      if ("problem" in read) throw new Error(read.problem);
      store.objects.set(MANIFEST, formatManifest({ ...read.manifest, ...over }));
    };

    it("that is missing: verify and restore go on, and say so", async () => {
      store.objects.delete(MANIFEST);
      expect((await verified()).manifest).toBe(false);
      expect((await restored()).remarks).toEqual(["it has no manifest"]);
    });

    it.each([
      ["accessDenied", "access denied"],
      ["key", "the key is disabled"],
      ["unavailable", "the endpoint cannot be reached"],
    ] as const)(
      "that cannot be read (%s): verify fails before it downloads, restore has succeeded and says so",
      async (exit, why) => {
        const gets: string[] = [];
        store.before = (request, key) => {
          if (request === "get") gets.push(key);
          if (request === "get" && key === MANIFEST)
            throw new OperatorError(exit, `cannot read s3://memory/${MANIFEST}: ${why}`, {
              hint: "do something",
            });
        };
        expect((await restored()).remarks).toEqual([
          `its manifest cannot be compared: cannot read s3://memory/${MANIFEST}: ${why}`,
        ]);
        gets.length = 0;
        await expect(verified()).rejects.toMatchObject({ exit });
        expect(gets).toEqual([MANIFEST]);
      },
    );

    it("that fails by a defect: restore does not hide it", async () => {
      store.before = (request, key) => {
        if (request === "get" && key === MANIFEST) throw new TypeError("a defect");
      };
      await expect(restored()).rejects.toThrow("a defect");
    });

    it.each([
      ["another size", { ciphertextBytes: 5 }],
      ["another id", { id: OTHER_ID }],
      ["another number of files", { files: 9 }],
      ["another source", { source: "etcd" }],
    ])("with %s: verify fails, restore trusts the payload and says so", async (_, over) => {
      change(over);
      const field = Object.keys(over)[0] ?? "";
      await expect(verified()).rejects.toMatchObject({
        exit: "notAuthentic",
        message: expect.stringContaining(`the manifest says ${field}`),
      });
      expect((await restored()).remarks).toEqual([expect.stringContaining(`the manifest says ${field}`)]);
    });

    it("with another digest: verify fails, restore does not make one", async () => {
      change({ ciphertextSha256: "0".repeat(64) });
      await expect(verified()).rejects.toMatchObject({
        exit: "notAuthentic",
        message: expect.stringContaining("the manifest says ciphertextSha256"),
      });
      expect((await restored()).remarks).toEqual([]);
    });

    it("with another key or context: nothing is done with them", async () => {
      change({ keyArns: ["arn:evil"], context: { evil: "yes" } });
      expect((await verified()).header.context).not.toHaveProperty("evil");
    });

    it.each([
      ["not JSON", "{"],
      ["empty", ""],
      ["null", "null"],
      ["an array", "[]"],
      ["of another version", '{"schemaVersion":2}'],
      ["deep", `${"[".repeat(20_000)}${"]".repeat(20_000)}`],
      ["huge", `"${"x".repeat(100_000)}"`],
      ["with a prototype", '{"__proto__":{"schemaVersion":1}}'],
    ])("that is hostile (%s): verify fails, restore goes on", async (_, text) => {
      store.objects.set(MANIFEST, Buffer.from(text));
      await expect(verified()).rejects.toMatchObject({
        exit: "notAuthentic",
        message: expect.stringContaining("the manifest is"),
      });
      expect((await restored()).remarks).toEqual([expect.stringContaining("the manifest is")]);
    });
  });

  it("fail when the snapshot of an etcd does not match its own digest, though the backup is authentic", async () => {
    writeFileSync(join(dir(), "in", "snapshot.db"), Buffer.alloc(4096 + 32));
    const files = await filesSource(join(dir(), "in"));
    const later = { ...surroundings(store), now: () => new Date("2026-11-22T02:00:00Z") };
    const { id } = await backUp({ ...files, source: "etcd" }, later);
    await bothFail(
      { exit: "notAuthentic", message: "the etcd snapshot does not match the SHA-256 at its own end" },
      id,
    );
  });

  it("leave nothing when interrupted", async () => {
    const abort = new AbortController();
    const deps = { ...surroundings(store), signal: abort.signal, onProgress: () => abort.abort() };
    await expect(restore(named(ID), { target: target(), context: {} }, deps)).rejects.toMatchObject({
      name: "AbortError",
    });
    nothingLeft();
  });
});
