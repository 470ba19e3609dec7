import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fillAtomically } from "../../../../../scripts/core/archive/reading/staging";
import { describeIf } from "../../../../helpers/describe-if";
import { asNobody, NOBODY } from "../../../../helpers/processes/as-nobody";
import { useTempDir } from "../../../../helpers/temp-dir";

describe("target of a restore", () => {
  const dir = useTempDir();
  const home = process.cwd();
  const at = (...names: readonly string[]): string => join(dir(), ...names);
  beforeEach(() => {
    mkdirSync(at("stand", "deep"), { recursive: true });
    mkdirSync(at("empty"));
    mkdirSync(at("full"));
    for (const name of ["file", "full/file"]) writeFileSync(at(name), "kept");
    symlinkSync("empty", at("link"));
    symlinkSync("nowhere", at("dangling"));
    symlinkSync("loop", at("loop"));
    symlinkSync("stand/deep", at("shortcut"));
    process.chdir(at("stand"));
  });
  afterEach(() => process.chdir(home));

  /** What a restore writes: a directory that its owner may not write, a file, permissions and a time of its own. */
  const fill = async (staging: string): Promise<string> => {
    mkdirSync(join(staging, "locked"));
    writeFileSync(join(staging, "locked", "inner"), "inner");
    chmodSync(join(staging, "locked"), 0o555);
    writeFileSync(join(staging, "data"), "data");
    chmodSync(staging, 0o550);
    return staging;
  };

  const filled = (place: string): void => {
    expect(readdirSync(place).sort()).toEqual(["data", "locked"]);
    expect(readFileSync(join(place, "locked", "inner"), "utf8")).toBe("inner");
    expect(statSync(place).mode & 0o7777).toBe(0o550);
    expect(statSync(join(place, "locked")).mode & 0o7777).toBe(0o555);
  };

  it.each([
    ["new", "stand/new"],
    ["./new", "stand/new"],
    ["new/", "stand/new"],
    ["new//", "stand/new"],
    ["../new", "new"],
    ["deep/../new", "stand/new"],
    // The directory above the one that the link leads to, not above the link.
    ["../shortcut/../new", "stand/new"],
    ["../link/new", "empty/new"],
    ["deep", "stand/deep"],
    ["deep/", "stand/deep"],
    ["deep/.", "stand/deep"],
    ["../empty", "empty"],
    ["../empty/../empty//", "empty"],
    ["../shortcut/../deep", "stand/deep"],
    ["../link/", "empty"],
    ["../link/.", "empty"],
    [`${"ü".repeat(127)}`, `stand/${"ü".repeat(127)}`],
  ])("%s is %s", async (name, place) => {
    const before = existsSync(at(place)) ? statSync(at(place)).ino : undefined;
    await fillAtomically(name, fill);
    filled(at(place));
    if (before !== undefined) expect(statSync(at(place)).ino).toBe(before);
    expect(readdirSync(at("stand")).filter((entry) => entry.includes("sealstack"))).toEqual([]);
  });

  it("is where the caller stands", async () => {
    process.chdir(at("stand/deep"));
    await fillAtomically(".", fill);
    filled(".");
    filled(at("stand/deep"));
  });

  it("is an absolute path, too", async () => {
    await fillAtomically(at("absolute"), fill);
    filled(at("absolute"));
  });

  it.each([
    ["", "has no name"],
    [".", "is a directory that is not empty"],
    ["..", "is a directory that is not empty"],
    ["/", "is a directory that is not empty"],
    ["/proc", "is a directory that is not empty"],
    ["/dev/null", "is not a directory"],
    ["../full", "is a directory that is not empty"],
    ["../full/", "is a directory that is not empty"],
    ["../file", "exists and is not a directory"],
    ["../file/", "exists and is not a directory"],
    ["../file/new", "ENOTDIR"],
    ["../link", "is a link to empty"],
    ["../dangling", "is a link to nowhere"],
    ["../dangling/", "is a link to nowhere"],
    ["../dangling/new", "ENOENT"],
    ["../loop", "is a link to loop"],
    ["../loop/", "ELOOP"],
    ["../loop/new", "ELOOP"],
    ["no/where", "ENOENT"],
    ["no/..", "ENOENT"],
    ["no/.", "ENOENT"],
    ["/proc/self/new", "ENOENT"],
    ["/proc/self/fd/1", "is"],
    [`${"x".repeat(256)}`, "ENAMETOOLONG"],
    ["caf\ufffd", "is not UTF-8"],
  ])("fails before anything is fetched: %s %s", async (name, problem) => {
    const before = readdirSync(dir(), { recursive: true });
    const fetched = jest.fn(fill);
    await expect(fillAtomically(name, fetched)).rejects.toMatchObject({
      exit: expect.stringMatching(/^(target|usage)$/),
      message: expect.stringContaining(problem),
    });
    expect(fetched).not.toHaveBeenCalled();
    expect(readdirSync(dir(), { recursive: true })).toEqual(before);
  });

  describe("without the rights of root", () => {
    const whole = (path: string): void => {
      for (const place of [dir(), at("stand"), at("empty")]) chmodSync(place, 0o755);
      if (process.geteuid?.() === 0) chownSync(path, NOBODY, NOBODY);
    };
    const attempt = (name: string, work = fill): Promise<string> =>
      asNobody(() => fillAtomically(name, work));

    it("is filled with a directory that its owner may not write, which is removed, too, when that fails", async () => {
      whole(at("empty"));
      const ended = attempt(at("empty"), async (staging) => {
        await fill(staging);
        throw new Error("at the end");
      });
      await expect(ended).rejects.toThrow("at the end");
      expect(readdirSync(at("empty"))).toEqual([]);
      await attempt(at("empty"));
      filled(at("empty"));
    });

    it("fails before anything is fetched where nothing can be made", async () => {
      whole(at("empty"));
      chmodSync(at("empty"), 0o555);
      for (const name of [at("empty"), at("empty", "new")])
        await expect(attempt(name)).rejects.toMatchObject({
          exit: "target",
          message: expect.stringContaining("EACCES"),
        });
    });

    describeIf(process.geteuid?.() === 0, "only root can make one", "in a directory of somebody else", () => {
      it("fails before anything is fetched", async () => {
        whole(at("stand"));
        chmodSync(at("empty"), 0o777);
        const problem = { exit: "target", message: expect.stringContaining("EPERM") };
        await expect(attempt(at("empty"))).rejects.toMatchObject(problem);
        expect(readdirSync(at("empty"))).toEqual([]);
      });
    });
  });

  it("stays as it was when filling fails, and when something is written to it meanwhile", async () => {
    chmodSync(at("empty"), 0o751);
    const before = statSync(at("empty"));
    const failing = async (staging: string): Promise<void> => {
      await fill(staging);
      throw new Error("broken");
    };
    await expect(fillAtomically("../empty", failing)).rejects.toThrow("broken");
    const disturbing = async (staging: string): Promise<void> => {
      await fill(staging);
      writeFileSync(at("empty", "other"), "kept");
    };
    const problem = { exit: "target", message: expect.stringContaining("is not empty") };
    await expect(fillAtomically("../empty", disturbing)).rejects.toMatchObject(problem);
    expect(readdirSync(at("empty"))).toEqual(["other"]);
    const after = statSync(at("empty"));
    expect([after.mode, after.uid, after.ino]).toEqual([before.mode, before.uid, before.ino]);
  });

  it("fails when a new name is taken meanwhile", async () => {
    const taken = async (staging: string): Promise<void> => {
      await fill(staging);
      mkdirSync("new");
      writeFileSync("new/other", "kept");
    };
    await expect(fillAtomically("new", taken)).rejects.toMatchObject({ exit: "target" });
    expect([readdirSync("new"), readdirSync(".").sort()]).toEqual([["other"], ["deep", "new"]]);
  });

  const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", tmpdir()]).status === 0;
  describeIf(canMount, "needs user namespaces: unshare -rm", "on another file system", () => {
    // What is mounted is seen by the process of a test only, and goes with it.
    const mounted = (...commands: readonly string[]): string => {
      const FILL = `
        const { mkdirSync, writeFileSync, chmodSync } = require("node:fs");
        require("${join(home, "scripts/core/archive/reading/staging.ts")}").fillAtomically(process.argv[1], async (staging) => {
          mkdirSync(staging + "/locked", 0o555);
          writeFileSync(staging + "/data", "data\\n");
          chmodSync(staging, 0o550);
        }).catch((error) => console.log(error.exit, error.message));`;
      const { stdout, stderr } = spawnSync("unshare", ["-rm", "sh", "-ec", commands.join("\n")], {
        cwd: dir(),
        env: { ...process.env, FILL },
        encoding: "utf8",
      });
      expect(stderr).toBe("");
      return stdout;
    };
    const fillIt = `node --import ${pathToFileURL(require.resolve("tsx"))} -e "$FILL"`;

    it("fills a mount point, as it comes from mkfs", () => {
      const found = mounted(
        "mount -t tmpfs -o mode=755 tmpfs empty",
        "mkdir empty/lost+found",
        `${fillIt} empty`,
        "stat -c %a empty empty/locked",
        "cat empty/data",
        "ls -A empty",
      );
      expect(found.trim().split("\n")).toEqual(["550", "555", "data", "data", "locked", "lost+found"]);
    });

    it("fails before anything is fetched where it is read only, and in lost+found that is no file system's", () => {
      const found = mounted(
        "mount -t tmpfs -o ro tmpfs empty",
        `${fillIt} empty`,
        `${fillIt} empty/new`,
        "mkdir stand/deep/lost+found",
        `${fillIt} stand/deep`,
      );
      expect(found.trim().split("\n")).toEqual([
        "target cannot write to empty: EROFS (the file system is read-only)",
        `target cannot write to ${at("empty")}: EROFS (the file system is read-only)`,
        "target stand/deep is a directory that is not empty",
      ]);
    });
  });
});
