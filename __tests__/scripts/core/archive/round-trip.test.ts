import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { writeArchive } from "../../../../scripts/core/archive/writing/write";
import { filesSource } from "../../../../scripts/core/sources/files";
import { INFO, packed, unpack } from "../../../helpers/stores/archive";
import { useTempDir } from "../../../helpers/temp-dir";

const NAMES = [
  "plain",
  "ümlaut-ü",
  "日本語",
  "with space",
  "new\nline",
  "back\\slash",
  "return\r",
  "-dash",
  "n".repeat(255),
];

describe("an archive of a directory", () => {
  const dir = useTempDir();
  const source = (): string => join(dir(), "source");
  beforeEach(() => mkdirSync(source()));

  it("gives back bytes, modes, times, empty files and empty directories", async () => {
    for (const name of NAMES) writeFileSync(join(source(), name), randomBytes(name.length * 100));
    writeFileSync(join(source(), "empty"), "");
    writeFileSync(join(source(), "a block"), Buffer.alloc(512, 1));
    mkdirSync(join(source(), "hollow"));
    chmodSync(join(source(), "plain"), 0o401);
    chmodSync(join(source(), "hollow"), 0o555);
    chmodSync(source(), 0o710);
    for (const [name, seconds] of [
      ["plain", 1_000_000_000],
      ["empty", 4_000_000_000],
      ["a block", -5],
    ] as const)
      utimesSync(join(source(), name), new Date(seconds * 1000), new Date(seconds * 1000));
    utimesSync(join(source(), "hollow"), 77, 77);
    const into = join(dir(), "out");
    const content = await unpack(await packed(source()), into);
    expect(content).toMatchObject({ files: NAMES.length + 2, directories: 2, symlinks: 0 });
    for (const name of [...NAMES, "empty", "a block", "hollow", "."]) {
      const [was, is] = [statSync(join(source(), name)), statSync(join(into, name))];
      expect([name, is.mode, Math.floor(is.mtimeMs / 1000)]).toEqual([
        name,
        was.mode,
        Math.floor(was.mtimeMs / 1000),
      ]);
      if (name === "a block") expect(is.mtimeMs).toBe(-5000);
      if (was.isFile())
        expect(readFileSync(join(into, name)).equals(readFileSync(join(source(), name)))).toBe(true);
    }
  });

  it("gives back deep and long paths", async () => {
    const deep = Array.from({ length: 12 }, (_, index) => `${index}${"d".repeat(200)}`).join("/");
    mkdirSync(join(source(), deep), { recursive: true });
    writeFileSync(join(source(), deep, "leaf"), "leaf");
    const into = join(dir(), "out");
    await unpack(await packed(source()), into);
    expect(readFileSync(join(into, deep, "leaf"), "utf8")).toBe("leaf");
  });

  it("gives back links that stay inside, dangling ones too", async () => {
    mkdirSync(join(source(), "a/b"), { recursive: true });
    writeFileSync(join(source(), "a/file"), "x");
    const links = { "a/b/up": "../file", "a/b/top": "../../a", here: "./a//file", gone: "nothing/there" };
    for (const [path, target] of Object.entries(links)) symlinkSync(target, join(source(), path));
    const into = join(dir(), "out");
    expect((await unpack(await packed(source()), into)).symlinks).toBe(4);
    for (const [path, target] of Object.entries(links)) expect(readlinkSync(join(into, path))).toBe(target);
  });

  it("drops set-user-id and set-group-id bits, and leaves no directory looser than it was", async () => {
    writeFileSync(join(source(), "tool"), "x");
    chmodSync(join(source(), "tool"), 0o6755);
    mkdirSync(join(source(), "shared"));
    chmodSync(join(source(), "shared"), 0o3777);
    const into = join(dir(), "out");
    await unpack(await packed(source()), into);
    expect(statSync(join(into, "tool")).mode & 0o7777).toBe(0o755);
    expect(statSync(join(into, "shared")).mode & 0o7777).toBe(0o1777);
  });

  it("gives files to whoever restores, or to their owners when asked to", async () => {
    writeFileSync(join(source(), "file"), "x");
    const own = statSync(join(source(), "file")).uid;
    const root = process.getuid?.() === 0; // nobody else can give files away
    if (root) chownSync(join(source(), "file"), 54_321, 54_322);
    const tar = await packed(source());
    await unpack(tar, join(dir(), "mine"));
    expect(statSync(join(dir(), "mine", "file")).uid).toBe(own);
    await unpack(tar, join(dir(), "theirs"), { preserveOwner: true });
    expect(statSync(join(dir(), "theirs", "file")).uid).toBe(root ? 54_321 : own);
  });

  it("is the same bytes whatever order the file system lists names in", async () => {
    for (const name of ["b", "a", "c"]) writeFileSync(join(source(), name), name);
    expect((await packed(source())).equals(await packed(source()))).toBe(true);
    const { members } = await filesSource(source());
    expect([...members].map(({ path }) => path)).toEqual([".", "a", "b", "c"]);
  });

  it("holds a single file under its own name", async () => {
    writeFileSync(join(source(), "one"), "one");
    const into = join(dir(), "out");
    expect(await unpack(await packed(join(source(), "one")), into)).toMatchObject({
      files: 1,
      directories: 0,
    });
    expect(readFileSync(join(into, "one"), "utf8")).toBe("one");
  });

  it("opens with tar, and sha256sum -c proves the files", async () => {
    for (const name of NAMES) writeFileSync(join(source(), name), name);
    writeFileSync(join(source(), "future"), "x");
    utimesSync(join(source(), "future"), 4_000_000_000, 4_000_000_000);
    symlinkSync("plain", join(source(), "link"));
    const into = join(dir(), "by-hand");
    mkdirSync(into);
    execFileSync("tar", ["--warning=no-timestamp", "-xf", "-", "-C", into], {
      input: await packed(source()),
      stdio: ["pipe", "pipe", "inherit"],
    });
    const report = execFileSync("sha256sum", ["-c", ".sealstack/SHA256SUMS"], {
      cwd: into,
      encoding: "utf8",
    });
    expect(report.match(/: OK$/gm)).toHaveLength(NAMES.length + 2);
    expect(statSync(join(into, "future")).mtimeMs).toBe(4_000_000_000_000);
    writeFileSync(join(into, "plain"), "changed");
    expect(() =>
      execFileSync("sha256sum", ["-c", ".sealstack/SHA256SUMS"], { cwd: into, stdio: "ignore" }),
    ).toThrow();
  });
});

describe("a source that cannot be backed up", () => {
  const dir = useTempDir();

  it("fails when it is missing", async () => {
    await expect(filesSource(join(dir(), "missing"))).rejects.toMatchObject({
      exit: "source",
      message: expect.stringMatching(/^cannot read '.*missing': ENOENT /),
    });
  });

  it("fails with all its problems at once, before anything is read", async () => {
    execFileSync("mkfifo", [join(dir(), "pipe")]);
    const server = createServer().listen(join(dir(), "socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    symlinkSync("/etc/passwd", join(dir(), "absolute"));
    symlinkSync("../outside", join(dir(), "outside"));
    mkdirSync(join(dir(), ".sealstack"));
    writeFileSync(Buffer.concat([Buffer.from(`${dir()}/`), Buffer.from([0x66, 0xff])]), "x");
    const error = await filesSource(dir()).catch((thrown: Error) => thrown);
    server.close();
    expect(error).toMatchObject({ exit: "source" });
    expect(String(error).split("\n  - ").slice(1).sort()).toEqual([
      "'.sealstack' is sealstack's own folder, left by a restore by hand",
      "'absolute' is a link whose target is absolute",
      "'f\u00ff' is a name that is not UTF-8",
      "'outside' is a link whose target leads out of the backup",
      "'pipe' is a FIFO",
      "'socket' is a socket",
    ]);
  });

  it("leaves out what is not supported when asked to, and says what", async () => {
    execFileSync("mkfifo", [join(dir(), "pipe")]);
    writeFileSync(join(dir(), "file"), "x");
    const { members, skipped } = await filesSource(dir(), { skipUnsupported: true });
    expect([...members].map(({ path }) => path)).toEqual([".", "file"]);
    expect(skipped).toEqual(["pipe"]);
  });

  it.each([
    ["grew", (file: string) => appendFileSync(file, "more")],
    ["shrank", (file: string) => writeFileSync(file, "")],
    ["was replaced by a link", (file: string) => execFileSync("ln", ["-sf", "/etc/passwd", file])],
    ["was written again", (file: string) => utimesSync(file, 1, 1)],
    [
      "was written in its place and got its modification time back",
      (file: string) => {
        const { atime, mtime } = statSync(file);
        writeFileSync(file, "CONTENT");
        utimesSync(file, atime, mtime);
      },
    ],
    ["went away", (file: string) => execFileSync("rm", [file])],
  ])("fails when a file %s after it was looked at", async (_, change) => {
    const file = join(dir(), "file");
    writeFileSync(file, "content");
    utimesSync(file, 1_000_000_000, 1_000_000_000); // a time that can be given back exactly
    const { members } = await filesSource(dir());
    change(file);
    const reading = buffer(Readable.from(writeArchive(INFO, members)));
    await expect(reading).rejects.toMatchObject({
      exit: "source",
      message: expect.stringContaining("'file'"),
    });
  });

  it("fails when a file grows while it is read", async () => {
    const file = join(dir(), "file");
    writeFileSync(file, randomBytes(40_000_000)); // more than is read ahead
    const { members } = await filesSource(dir());
    const growing = async (): Promise<void> => {
      for await (const _ of Readable.from(writeArchive(INFO, members))) appendFileSync(file, "more");
    };
    await expect(growing()).rejects.toMatchObject({
      exit: "source",
      message: "'file' changed while it was read",
    });
  });

  it("fails when a name came while it was read", async () => {
    const source = await filesSource(dir());
    await expect(source.assertUnchanged()).resolves.toBeUndefined();
    writeFileSync(join(dir(), "new"), "");
    await expect(source.assertUnchanged()).rejects.toMatchObject({ exit: "source" });
    expect(lstatSync(dir()).isDirectory()).toBe(true);
  });
});
