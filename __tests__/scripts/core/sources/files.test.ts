import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { ChangeTimes } from "../../../../scripts/core/sources/change-times";
import { filesSource } from "../../../../scripts/core/sources/files";
import { isUnsized } from "../../../../scripts/core/sources/unsized-file";
import type { OperatorError } from "../../../../scripts/errors";
import { packed, unpack } from "../../../helpers/stores/archive";
import { useTempDir } from "../../../helpers/temp-dir";

const LATIN1 = Buffer.from([0x63, 0x61, 0x66, 0xe9]); // "café" in ISO 8859-1

describe("the path of a backup", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  beforeEach(() => {
    mkdirSync(path("site"));
    writeFileSync(path("site/index.html"), "hello");
  });

  it.each([
    ["a link to a directory", () => symlinkSync("site", path("current")), "current"],
    ["a link with a slash behind it", () => symlinkSync("site", path("current")), "current/"],
    ["an absolute link", () => symlinkSync(path("site"), path("current")), "current"],
    [
      "a link to a link",
      () => {
        symlinkSync("site", path("one"));
        symlinkSync("one", path("current"));
      },
      "current",
    ],
    ["a path through a link", () => symlinkSync(".", path("here")), "here/site/../site/."],
  ])("is followed when it is %s", async (_, make, name) => {
    make();
    const { members, skipped } = await filesSource(`${dir()}/${name}`);
    expect([[...members].map((member) => member.path), skipped]).toEqual([[".", "index.html"], []]);
    await unpack(await packed(`${dir()}/${name}`), path("out"));
    expect(readFileSync(path("out/index.html"), "utf8")).toBe("hello");
  });

  it("is followed when it is a link to a file, which keeps the name that was given", async () => {
    symlinkSync("site/index.html", path("page"));
    await unpack(await packed(path("page")), path("out"));
    expect(lstatSync(path("out/page")).isFile()).toBe(true);
    expect(readFileSync(path("out/page"), "utf8")).toBe("hello");
  });

  it.each([
    ["a link to nothing", () => symlinkSync("gone", path("x")), "x", "ENOENT"],
    ["a link to itself", () => symlinkSync("x", path("x")), "x", "ELOOP"],
    ["a file with a slash behind it", () => writeFileSync(path("x"), ""), "x/", "ENOTDIR"],
    ["a link to a file, with a slash", () => symlinkSync("site/index.html", path("x")), "x/", "ENOTDIR"],
    ["a FIFO", () => execFileSync("mkfifo", [path("x")]), "x", "a FIFO"],
    ["a link to a device", () => symlinkSync("/dev/null", path("x")), "x", "a device"],
  ])("fails when it is %s, asked to skip such things or not", async (_, make, name, problem) => {
    make();
    for (const skipUnsupported of [false, true])
      await expect(filesSource(`${dir()}/${name}`, { skipUnsupported })).rejects.toMatchObject({
        exit: "source",
        message: expect.stringContaining(problem),
      });
  });

  it("fails when it is a socket or empty, asked to skip such things or not", async () => {
    const server = createServer().listen(path("socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    for (const skipUnsupported of [false, true]) {
      const found = filesSource(path("socket"), { skipUnsupported });
      await expect(found).rejects.toMatchObject({
        exit: "source",
        message: expect.stringContaining("socket"),
      });
      await expect(filesSource("", { skipUnsupported })).rejects.toMatchObject({ exit: "source" });
    }
    server.close();
  });
});

describe("links in a backup", () => {
  const dir = useTempDir();

  it("fails when a target is not UTF-8, and leaves the link out when asked to", async () => {
    symlinkSync(Buffer.concat([Buffer.from("ok/"), LATIN1]), join(dir(), "link"));
    await expect(filesSource(dir())).rejects.toMatchObject({
      exit: "source",
      message: expect.stringContaining("'link' is a link whose target is not UTF-8"),
    });
    expect((await filesSource(dir(), { skipUnsupported: true })).skipped).toEqual(["link"]);
  });

  it("gives back targets of every kind of text, the replacement character too", async () => {
    const targets = ["café", "日本語", "\ufffd", "e\u0301", "a\nb", "\u202e", "x".repeat(300)];
    mkdirSync(join(dir(), "in"));
    for (const [index, target] of targets.entries()) symlinkSync(target, join(dir(), "in", `link${index}`));
    await unpack(await packed(join(dir(), "in")), join(dir(), "out"));
    for (const [index, target] of targets.entries())
      expect(readlinkSync(join(dir(), "out", `link${index}`))).toBe(target);
  });
});

describe("what stands against a backup", () => {
  const dir = useTempDir();
  const hint = async (): Promise<string> =>
    filesSource(dir()).then(
      () => "none",
      (error: OperatorError) => error.hint ?? "",
    );

  it("has a hint that fits: leaving out is no help with names", async () => {
    symlinkSync("/etc/passwd", join(dir(), "link"));
    expect(await hint()).toBe("move these away, or leave them out with --skip-unsupported");
    writeFileSync(Buffer.concat([Buffer.from(`${dir()}/`), LATIN1]), "");
    expect(await hint()).toMatch(/^make these readable, or rename .*; only .* can be left out$/);
    unlinkSync(join(dir(), "link"));
    expect(await hint()).toBe("make these readable, or rename or move them");
  });
});

describe("times in a backup", () => {
  const dir = useTempDir();

  it.each([
    ["before 1970", -1_000_000_000, -1_000_000_000],
    ["just before 1970", -0.5, -1],
    ["within a second", 1.75, 1],
    ["far off", 9_000_000_000, 9_000_000_000],
  ])("gives back times %s, in whole seconds and never as the present", async (_, seconds, whole) => {
    const time = new Date(seconds * 1000);
    const source = join(dir(), "in");
    mkdirSync(source);
    writeFileSync(join(source, "file"), "");
    symlinkSync("file", join(source, "link"));
    execFileSync("touch", ["-h", "-d", time.toISOString(), join(source, "link")]);
    for (const path of [join(source, "file"), source]) utimesSync(path, time, time);
    await unpack(await packed(source), join(dir(), "out"));
    for (const name of ["file", "link", "."])
      expect([name, lstatSync(join(dir(), "out", name)).mtimeMs]).toEqual([name, whole * 1000]);
  });
});

describe("ChangeTimes", () => {
  const dir = useTempDir();
  const seen = (name: string): ChangeTimes => {
    const times = new ChangeTimes();
    times.see(join(dir(), name), name, statSync(join(dir(), name), { bigint: true }));
    return times;
  };

  it("waits until a later change has a later time", async () => {
    writeFileSync(join(dir(), "file"), "x");
    const times = seen("file");
    const before = statSync(join(dir(), "file"), { bigint: true }).ctimeNs;
    await times.settle();
    writeFileSync(join(dir(), "file"), "y");
    expect(statSync(join(dir(), "file"), { bigint: true }).ctimeNs > before).toBe(true);
  });

  it("fails when a file changes while it waits", async () => {
    writeFileSync(join(dir(), "file"), "x");
    const settling = seen("file").settle();
    writeFileSync(join(dir(), "file"), "longer");
    await expect(settling).rejects.toMatchObject({
      exit: "source",
      message: "'file' changed while it was read",
    });
  });

  it("says where a file system keeps no change time, unless something on it shows one", () => {
    const FAT = 0x4d44;
    writeFileSync(join(dir(), "file"), "x");
    utimesSync(join(dir(), "file"), 1, 1);
    const stats = statSync(join(dir(), "file"), { bigint: true });
    const times = new ChangeTimes();
    times.see("/media/stick", "file", Object.assign(Object.create(stats), { ctimeNs: stats.mtimeNs }));
    expect(times.checks(() => FAT)).toEqual([
      {
        name: "changes during the backup are noticed",
        result: "not checked",
        detail: expect.stringMatching(/^FAT keeps no change time: .*'\/media\/stick'/),
      },
    ]);
    expect(times.checks(() => 0xef53)).toEqual([]); // ext4
    times.see("/media/stick", "other", stats);
    expect(times.checks(() => FAT)).toEqual([]);
  });
});

describe("files that do not say how long they are", () => {
  const dir = useTempDir();

  // A file of /sys says that it has a page; each kernel has others.
  const ofSys = ["/sys/kernel/mm/transparent_hugepage/enabled", "/sys/kernel/profiling"];
  it.each([
    "/proc/version",
    "/proc/cmdline",
    "/proc/self/environ",
    ...ofSys.filter((path) => existsSync(path)),
  ])("are read to their end: %s", async (path) => {
    const content = await unpack(await packed(path), join(dir(), "out"));
    const bytes = readFileSync(join(dir(), "out", basename(path)));
    expect(bytes.equals(readFileSync(path))).toBe(true);
    expect(bytes.length).toBeGreaterThan(0);
    expect(content).toMatchObject({ files: 1, bytes: bytes.length });
  });

  it("are found in directories, among others", async () => {
    await unpack(await packed("/proc/sys/kernel/random"), join(dir(), "out"));
    for (const name of ["poolsize", "boot_id"])
      expect(readFileSync(join(dir(), "out", name), "utf8")).toBe(
        readFileSync(join("/proc/sys/kernel/random", name), "utf8"),
      );
  });

  it("fails where one cannot be read", async () => {
    await expect(filesSource("/proc/self/mem")).rejects.toMatchObject({
      exit: "source",
      message: expect.stringContaining("'mem' cannot be read: EIO"),
    });
  });

  it("does not take an empty file, a hole or one that is being written for such", async () => {
    const path = (name: string): string => join(dir(), name);
    writeFileSync(path("empty"), "");
    writeFileSync(path("hole"), "");
    truncateSync(path("hole"), 30_000);
    writeFileSync(path("long hole"), "");
    truncateSync(path("long hole"), 3_000_000);
    const { members } = await filesSource(dir());
    expect([...members].filter(({ measure }) => measure !== undefined)).toEqual([]);
    await unpack(await packed(dir()), `${dir()}-out`);
    expect(readFileSync(`${dir()}-out/long hole`).equals(Buffer.alloc(3_000_000))).toBe(true);
    rmSync(`${dir()}-out`, { recursive: true });
    const empty = statSync(path("empty"), { bigint: true });
    writeFileSync(path("empty"), "not any more");
    expect(isUnsized(path("empty"), empty)).toBe(false);
  });
});
