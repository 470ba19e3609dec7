import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Member } from "../../../../../scripts/core/archive/member";
import { Extractor } from "../../../../../scripts/core/archive/reading/extract";
import { syncTree } from "../../../../../scripts/core/archive/reading/sync-tree";
import { cut } from "../../../../helpers/messages";
import { useTempDir } from "../../../../helpers/temp-dir";

const file = (path: string, over: Partial<Member> = {}): Member => ({
  type: "file",
  path,
  mode: 0o640,
  uid: 0,
  gid: 0,
  mtimeSeconds: 1_000_000_000,
  size: 1,
  ...over,
});
async function* body(): AsyncGenerator<readonly Buffer[]> {
  yield [Buffer.from("x")];
}

describe("extractor", () => {
  const dir = useTempDir();
  const into = (): string => join(dir(), "into");
  beforeEach(() => mkdirSync(into(), { mode: 0o700 }));

  it("gives every file its permissions and time, of many at once", async () => {
    const extractor = new Extractor(into());
    const names = Array.from({ length: 50 }, (_, index) => `file-${index}`);
    for (const name of names) await extractor.file(file(name), body());
    await extractor.finish();
    expect(readdirSync(into()).sort()).toEqual([...names].sort());
    for (const name of names) {
      const { mode, mtimeMs } = statSync(join(into(), name));
      expect([mode & 0o7777, mtimeMs]).toEqual([0o640, 1e12]);
      expect(readFileSync(join(into(), name), "utf8")).toBe("x");
    }
  });

  it("writes files of any length", async () => {
    const extractor = new Extractor(into());
    const lengths = [0, 1, 1024 ** 2, 1024 ** 2 + 1, 5 * 1024 ** 2];
    const contents = lengths.map((length) => randomBytes(length));
    for (const [index, bytes] of contents.entries())
      await extractor.file(
        file(`file-${index}`, { size: bytes.length }),
        Readable.from([cut(bytes, [3, 700_000])]),
      );
    await extractor.finish();
    for (const [index, bytes] of contents.entries())
      expect(readFileSync(join(into(), `file-${index}`)).equals(bytes)).toBe(true);
  });

  // No system has such an owner, so the last touch fails after the file was written.
  const impossible = { uid: 2 ** 40 };

  it("fails when the last touch of a file or directory fails", async () => {
    const extractor = new Extractor(into(), { preserveOwner: true });
    await expect(extractor.file(file("bad", impossible), body())).rejects.toMatchObject({
      exit: "target",
      message: expect.stringMatching(/^cannot write 'bad': /),
    });
    await extractor.directory(file("folder", { ...impossible, type: "directory" }));
    await expect(extractor.finish()).rejects.toMatchObject({ exit: "target" });
  });
});

describe("syncTree", () => {
  const dir = useTempDir();
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  it("syncs all there is, with the program of the system and without", async () => {
    mkdirSync(join(dir(), "folder"));
    for (const name of ["one", "folder/two"]) writeFileSync(join(dir(), name), name);
    symlinkSync("nowhere", join(dir(), "link"));
    await syncTree(dir());
    process.env.PATH = "/nowhere";
    await syncTree(dir());
    await expect(syncTree(join(dir(), "missing"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});
