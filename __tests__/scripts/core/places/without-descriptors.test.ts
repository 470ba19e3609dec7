/** Systems that show no descriptors (macOS, or no /proc): names have to do, and directories that others could change are refused. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { Extractor } from "../../../../scripts/core/archive/reading/extract";
import { readArchive } from "../../../../scripts/core/archive/reading/read";
import { fillAtomically } from "../../../../scripts/core/archive/reading/staging";
import { writeAtomically } from "../../../../scripts/core/files/atomic-file";
import { spool } from "../../../../scripts/core/files/spool";
import { hasDescriptors } from "../../../../scripts/core/places/descriptors";
import { removeLeftovers } from "../../../../scripts/core/places/leftovers";
import { filesSource } from "../../../../scripts/core/sources/files";
import { REPO_ROOT } from "../../../../tools/paths";
import { describeIf } from "../../../helpers/describe-if";
import { NOBODY } from "../../../helpers/processes/as-nobody";
import { packed } from "../../../helpers/stores/archive";
import { useTempDir } from "../../../helpers/temp-dir";

jest.mock("../../../../scripts/core/places/descriptors", () => ({
  DESCRIPTORS: "/nowhere",
  hasDescriptors: jest.fn(() => false),
}));

const SIGNAL = new AbortController().signal;

describe("without descriptors", () => {
  const temp = useTempDir();
  const at = (...path: readonly string[]): string => join(realpathSync(temp()), ...path);
  const write = (target: string): Promise<void> =>
    writeAtomically(Readable.from([Buffer.from("bytes")]), target, { overwrite: false, signal: SIGNAL });
  const restore = (tar: Buffer, target: string): Promise<void> =>
    fillAtomically(target, async (directory, atLast) => {
      const extractor = new Extractor(directory);
      await readArchive(Readable.from([tar]), () => extractor);
      await extractor.finish(atLast);
    });
  beforeEach(() => {
    mkdirSync(at("source/sub"), { recursive: true });
    writeFileSync(at("source/sub/file"), "content", { mode: 0o640 });
    mkdirSync(at("empty"));
  });
  const unsafe = (problem: string, exit = "target") => ({
    exit,
    message: expect.stringContaining(problem),
    hint: expect.stringContaining("this system has no /proc"),
  });

  it("backups, restores, files and spools work where only this user and root can change things", async () => {
    const tar = await packed(at("source"));
    expect(hasDescriptors).toHaveBeenCalled();
    for (const target of ["new", "empty"]) {
      await restore(tar, at(target));
      expect(readFileSync(at(target, "sub/file"), "utf8")).toBe("content");
      expect(statSync(at(target)).mode & 0o7777).toBe(statSync(at("source")).mode & 0o7777);
    }
    await write(at("file"));
    expect([readFileSync(at("file"), "utf8"), statSync(at("file")).mode & 0o7777]).toEqual(["bytes", 0o600]);
    const kept = await spool(Readable.from([Buffer.alloc(10)]), { memoryLimitBytes: 1, tmpDir: at() });
    expect(kept.size).toBe(10);
    await kept.dispose();
    expect(readdirSync(at()).sort()).toEqual(["empty", "file", "new", "source"]);
    expect(removeLeftovers(at())).toEqual([]);
  });

  it("fails where everybody can change something above", async () => {
    const tar = await packed(at("source"));
    chmodSync(at(), 0o777);
    for (const work of [
      () => restore(tar, at("new")),
      () => restore(tar, at("empty")),
      () => write(at("file")),
    ])
      await expect(work()).rejects.toMatchObject(unsafe(`${at()} can be changed by everybody`));
    await expect(filesSource(at("source"))).rejects.toMatchObject(
      unsafe("can be changed by everybody", "source"),
    );
    chmodSync(at(), 0o1777);
    await write(at("file")); // as in /tmp
    expect(readdirSync(at()).sort()).toEqual(["empty", "file", "source"]);
  });

  describeIf(process.geteuid?.() === 0, "only root can make one", "in a directory of somebody else", () => {
    it("fails before anything is made", async () => {
      const tar = await packed(at("source"));
      spawnSync("chown", [String(NOBODY), at("empty")]);
      for (const work of [
        () => restore(tar, at("empty")),
        () => restore(tar, at("empty/new")),
        () => write(at("empty/file")),
      ])
        await expect(work()).rejects.toMatchObject(unsafe(`belongs to another user (${NOBODY})`));
      expect(readdirSync(at("empty"))).toEqual([]);
    });
  });

  const canUnshare = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/proc"]).status === 0;
  describeIf(canUnshare, "needs user namespaces: unshare -rm", "because /proc is not mounted", () => {
    it("is noticed", () => {
      const code = `
        const { writeFileSync } = require("node:fs");
        const { hasDescriptors } = require("./scripts/core/places/descriptors.ts");
        const { fillAtomically } = require("./scripts/core/archive/reading/staging.ts");
        fillAtomically(process.argv[1], async (into) => writeFileSync(into + "/file", "there"))
          .then(() => console.log(hasDescriptors()), (error) => console.log(error));`;
      const tsx = pathToFileURL(require.resolve("tsx")).href;
      const inner = 'mount -t tmpfs tmpfs /proc && exec "$0" "$@"';
      const node = [process.execPath, "--import", tsx, "-e", code, at("new")];
      const { stdout } = spawnSync("unshare", ["-rm", "sh", "-c", inner, ...node], {
        ...{ cwd: REPO_ROOT, encoding: "utf8" },
      });
      expect(stdout).toBe("false\n");
      expect(readdirSync(at("new"))).toEqual(["file"]);
    });
  });
});
