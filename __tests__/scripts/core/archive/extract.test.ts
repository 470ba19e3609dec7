import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Extractor } from "../../../../scripts/core/archive/extract";
import type { Member } from "../../../../scripts/core/archive/member";
import { useTempDir } from "../../../helpers/temp-dir";

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
async function* body(): AsyncGenerator<Buffer> {
  yield Buffer.from("x");
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

  // No system has such an owner, so the last touch fails after the file was written.
  const impossible = { uid: 2 ** 40 };
  const failure = { exit: "target", message: expect.stringMatching(/^cannot write 'bad': /) };

  it("fails when the last touch of a file fails, though others follow", async () => {
    const extractor = new Extractor(into(), { preserveOwner: true });
    const all = async (): Promise<void> => {
      await extractor.file(file("bad", impossible), body());
      for (let index = 0; index < 20; index++) await extractor.file(file(`good-${index}`), body());
    };
    await expect(all()).rejects.toMatchObject(failure);
    await extractor.abandon();
  });

  it("fails at the end when the last file is the one", async () => {
    const extractor = new Extractor(into(), { preserveOwner: true });
    await extractor.file(file("bad", impossible), body());
    await expect(extractor.finish()).rejects.toMatchObject(failure);
  });
});
