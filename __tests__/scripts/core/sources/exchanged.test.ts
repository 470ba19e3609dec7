/** The owner of what is backed up puts links in the place of what was looked at: nothing of the victim's gets into a backup. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { writeArchive } from "../../../../scripts/core/archive/writing/write";
import { filesSource } from "../../../../scripts/core/sources/files";
import { INFO } from "../../../helpers/stores/archive";
import { around } from "../../../helpers/stores/between-calls";
import { useTempDir } from "../../../helpers/temp-dir";

const SECRET = "the victim's secret";

describe("a source that is exchanged while it is backed up", () => {
  afterEach(() => jest.restoreAllMocks());
  const temp = useTempDir();
  const at = (...path: readonly string[]): string => join(realpathSync(temp()), ...path);
  beforeEach(() => {
    for (const name of ["his", "his/sub", "his/sub/deep", "victim", "victim/deep"]) mkdirSync(at(name));
    for (const folder of ["his/sub", "his/sub/deep"]) writeFileSync(at(folder, "shadow"), "harmless");
    for (const folder of ["victim", "victim/deep"]) writeFileSync(at(folder, "shadow"), SECRET);
  });

  const toLink = (name = "his/sub", to = "victim"): void => {
    renameSync(at(name), at("was"));
    symlinkSync(at(to), at(name));
  };
  const back = (name = "his/sub"): void => {
    rmSync(at(name));
    renameSync(at("was"), at(name));
  };
  const archived = async (between: () => void = () => {}): Promise<string> => {
    const source = await filesSource(at("his"));
    between();
    const archive = await buffer(Readable.from(writeArchive(INFO, source.members)));
    await source.assertUnchanged();
    return archive.toString("latin1");
  };
  const refused = {
    exit: "source",
    message: expect.stringMatching(/changed while it was read|cannot be read|cannot read/),
  };

  it("is archived when it is left alone", async () => {
    const archive = await archived();
    expect([archive.match(/harmless/g)?.length, archive.includes(SECRET)]).toEqual([2, false]);
  });

  it.each([
    ["lstatSync", /\/sub$/, "his/sub", "victim"],
    ["lstatSync", /\/deep$/, "his/sub/deep", "victim/deep"],
  ] as const)("fails when a directory is a link after %s has seen it (%s)", async (call, path, name, to) => {
    const ran = around("after", call, path, () => toLink(name, to));
    await expect(archived()).rejects.toMatchObject(refused);
    expect(ran()).toBe(true);
  });

  it.each([
    ["after", "openSync", /\/sub$/],
    ["before", "lstatSync", /\/shadow$/],
    ["after", "lstatSync", /\/shadow$/],
    ["before", "lstatSync", /\/deep$/],
  ] as const)("never holds the victim's, %s %s (%s)", async (when, call, path) => {
    const ran = around(when, call, path, () => toLink());
    await expect(archived()).rejects.toMatchObject(refused); // it is a link when it is read
    expect(ran()).toBe(true);
  });

  it.each([
    ["after", "openSync", /\/sub$/],
    ["before", "lstatSync", /\/shadow$/],
  ] as const)("fails, too, where the link is gone again, %s %s (%s)", async (when, call, path) => {
    const ran = around(when, call, path, () => toLink());
    const [archive] = await Promise.allSettled([archived(() => back())]);
    expect(ran()).toBe(true);
    // The times of the directory above have changed.
    expect(archive).toMatchObject({ status: "rejected", reason: refused });
  });

  it("fails when it is a link when it is read, and when a file is", async () => {
    await expect(archived(() => toLink())).rejects.toMatchObject(refused);
    back();
    await expect(archived(() => toLink("his/sub/shadow", "victim/shadow"))).rejects.toMatchObject(refused);
  });

  it("is the directory that was named, whatever its name leads to by then", async () => {
    const ran = around("before", "openSync", /\/his$/, () => {
      renameSync(at("his"), at("was"));
      symlinkSync(at("victim"), at("his"));
    });
    await expect(archived()).rejects.toMatchObject(refused);
    expect([ran(), existsSync(at("was/sub"))]).toEqual([true, true]);
  });

  it("fails when a directory above is a link by then", async () => {
    mkdirSync(at("above/his/sub"), { recursive: true });
    mkdirSync(at("elsewhere/his"), { recursive: true });
    writeFileSync(at("elsewhere/his/shadow"), SECRET);
    const ran = around("before", "openSync", /\/above$/, () => {
      renameSync(at("above"), at("was"));
      symlinkSync(at("elsewhere"), at("above"));
    });
    await expect(filesSource(at("above/his"))).rejects.toMatchObject(refused);
    expect(ran()).toBe(true);
  });

  it.each<[string, () => void]>([
    ["a link", () => symlinkSync(at("victim/shadow"), at("his/one"))],
    ["a directory", () => mkdirSync(at("his/one"))],
    ["nothing", () => {}],
  ])("fails when the file that was named is %s by then", async (_, put) => {
    writeFileSync(at("his/one"), "harmless");
    const ran = around("before", "lstatSync", /\/one$/, () => {
      rmSync(at("his/one"));
      put();
    });
    await expect(filesSource(at("his/one"))).rejects.toMatchObject({ exit: "source" });
    expect(ran()).toBe(true);
  });

  it("leaves no descriptor open", async () => {
    const open = (): number => readdirSync("/proc/self/fd").length;
    const before = open();
    await archived();
    around("after", "lstatSync", /\/deep$/, () => toLink());
    await expect(archived()).rejects.toMatchObject(refused);
    // What others of this process had open before may be closed by now.
    expect(open()).toBeLessThanOrEqual(before);
  });
});
