/** What killed runs left is found, named and removed by the next run in the same place; what a run still works at never is. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { removeLeftovers } from "../../../../scripts/core/places/leftovers";
import { originOf, ownName, ownOrigin } from "../../../../scripts/core/places/own-name";
import { describeIf } from "../../../helpers/describe-if";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { type UnfinishedRun, unfinishedRun } from "../../../helpers/stores/unfinished-run";
import { useTempDir } from "../../../helpers/temp-dir";

/** Starting a process from sources takes seconds on a busy machine. */
jest.setTimeout(120_000);

const OURS = /sealstack-[0-9a-f]{8}-[0-9a-f]{6}-/;

describe("what an interrupted run left", () => {
  const temp = useTempDir();
  const at = (...path: readonly string[]): string => join(realpathSync(temp()), ...path);
  const runs: UnfinishedRun[] = [];
  const begin = async (...args: Parameters<typeof unfinishedRun>): Promise<UnfinishedRun> => {
    const run = await unfinishedRun(...args);
    runs.push(run);
    return run;
  };
  afterEach(async () => {
    for (const run of runs.splice(0)) await run.kill();
  });
  const left = (folder = at()): string[] => readdirSync(folder).filter((name) => OURS.test(name));

  describe.each([
    ["directory", "new", ""],
    ["directory", "there", "there"],
    ["file", "file", ""],
  ] as const)("of a %s (%s)", (kind, target, where) => {
    const folder = (): string => at(where);
    beforeEach(() => mkdirSync(at("there")));

    it("is left alone while that run lives, stopped or not, and removed and named when it was killed", async () => {
      const run = await begin(kind, at(target));
      expect(left(folder())).toHaveLength(1);
      expect(removeLeftovers(folder())).toEqual([]);
      run.child.kill("SIGSTOP");
      expect(removeLeftovers(folder(), 0)).toEqual([]);
      const [name = ""] = left(folder());
      await run.kill();
      expect(removeLeftovers(folder())).toEqual([
        `removed ${join(folder(), name)}, which an interrupted run left`,
      ]);
      expect(left(folder())).toEqual([]);
      expect(removeLeftovers(folder())).toEqual([]);
    });
  });

  it("is told by the next command in the same place, which works", async () => {
    mkdirSync(at("there"));
    mkdirSync(at("source"));
    writeFileSync(at("source/file"), "content");
    writeFileSync(at("plain"), "content");
    const store = new MemoryStore();
    const run = (...argv: readonly string[]) => sealstack(argv, { env: {}, services: memoryServices(store) });
    expect(await run("backup", "--bucket", "b", "--name", "n", at("source"))).toMatchObject({ status: 0 });
    for (const [kind, target, ...argv] of [
      ["directory", "there", "restore", "--bucket", "b", "latest"],
      ["directory", "new", "restore", "--bucket", "b", "latest"],
      ["file", "sealed", "encrypt", "--in", at("plain"), "--out"],
    ] as const) {
      await (await begin(kind, at(target))).kill();
      const ran = await run(...argv, at(target));
      expect(ran.stderr).toMatch(
        /^sealstack: warning: removed \/.*sealstack-[0-9a-z-]+, which an interrupted run left\n$/,
      );
      expect([ran.status, left(), left(at("there"))]).toEqual([0, [], []]);
    }
  });

  /** As a killed run of this host left it. */
  const killed = async (): Promise<string> => {
    await (await begin("directory", at("new"))).kill();
    return left()[0] ?? "";
  };
  /** Says that somebody else has made it. */
  const renamed = (name: string, change: (fields: string[]) => void): string => {
    const [before = "", id = ""] = name.split(/(?<=sealstack-)(?=[0-9a-f]{8}-)/);
    const fields = id.split("-");
    change(fields);
    const next = before + fields.join("-");
    renameSync(at(name), at(next));
    return next;
  };

  it("is known although another process has got its number", async () => {
    const name = await killed();
    const own = ownOrigin();
    renamed(name, (fields) => {
      fields[2] = own.pid.toString(36);
      fields[3] = (own.started - 1).toString(36);
    });
    expect(removeLeftovers(at())).toHaveLength(1);
    expect(left()).toEqual([]);
  });

  it("is removed from a file system of this host when the system was started anew since, and waited for on others", async () => {
    const name = renamed(await killed(), (fields) => {
      fields[0] = "0123abcd";
    });
    expect(removeLeftovers(at())).toEqual([expect.stringContaining(`removed ${at(name)}`)]);
    expect(left()).toEqual([]);
  });

  describeIf(existsSync("/dev/shm"), "needs a tmpfs at /dev/shm", "of a host that cannot be known", () => {
    const folder = useFolder("/dev/shm");
    it.each([
      ["another boot, on a file system that may be another host's", "0123abcd"],
      ["a boot that nobody knows", "00000000"],
    ])("is named, and removed after its silence: %s", async (_, boot) => {
      await (await begin("directory", join(folder(), "new"))).kill();
      const [name = ""] = left(folder());
      const other = name.replace(/(sealstack-)[0-9a-f]{8}/, `$1${boot}`);
      renameSync(join(folder(), name), join(folder(), other));
      expect(removeLeftovers(folder())).toEqual([
        `${join(folder(), other)} may belong to a run on another host or in another container: it is removed after an hour without a sign of life`,
      ]);
      expect(left(folder())).toEqual([other]);
      await setTimeout(20); // a clock of the file system has steps
      expect(removeLeftovers(folder(), 1)).toEqual([expect.stringMatching(/^removed/)]);
      expect(left(folder())).toEqual([]);
    });
  });

  const canUnshare = spawnSync("unshare", ["-p", "-f", "--mount-proc", "true"]).status === 0;
  describeIf(canUnshare, "needs unshare -p as root", "of another container", () => {
    it("is left alone while it may live there", async () => {
      const run = await begin("directory", at("new"), [
        "unshare",
        "-p",
        "-f",
        "--kill-child",
        "--mount-proc",
      ]);
      expect(removeLeftovers(at())).toEqual([expect.stringContaining("in another container")]);
      expect(left()).toHaveLength(1);
      await run.kill();
      expect(left()).toHaveLength(1);
      await setTimeout(20);
      expect(removeLeftovers(at(), 1)).toEqual([expect.stringMatching(/^removed/)]);
      expect(left()).toEqual([]);
    });
  });

  describe("is not what is only named like it", () => {
    const dead = (): string => ownName("x").replace(/-[0-9a-z]+-[0-9a-z]+(-[0-9a-f]{8})$/, "-zzzz-1$1");

    it("but has no mark in its permissions", () => {
      mkdirSync(at(dead()), 0o700);
      writeFileSync(at(dead()), "mine", { mode: 0o600 });
      symlinkSync(at(), at(dead()));
      expect(removeLeftovers(at(), 0).sort()).toEqual(
        left()
          .sort()
          .map((name) => expect.stringContaining(`${at(name)} is named like what an interrupted run leaves`)),
      );
      expect(left()).toHaveLength(3);
    });

    it("or by an earlier or another program", () => {
      for (const name of [
        ".x.sealstack-Ab12Cd",
        ".x.sealstack-0123456789ab",
        "sealstack-etcd-x",
        ".sealstack",
      ])
        mkdirSync(at(name), 0o1700);
      expect(removeLeftovers(at(), 0)).toEqual([]);
      expect(readdirSync(at())).toHaveLength(4);
    });

    describeIf(process.geteuid?.() === 0, "only root can make it", "and belongs to somebody else", () => {
      it("whatever it is", () => {
        const name = dead();
        mkdirSync(at(name));
        chmodSync(at(name), 0o1700);
        spawnSync("chown", ["65534", at(name)]);
        expect(removeLeftovers(at(), 0)).toEqual([]);
        expect(left()).toEqual([name]);
      });
    });
  });

  it("is removed without following what it holds", async () => {
    mkdirSync(at("victim"));
    writeFileSync(at("victim/file"), "the victim's");
    const name = await killed();
    chmodSync(at(name), 0o1700);
    symlinkSync(at("victim"), at(name, "link"));
    expect(removeLeftovers(at())).toHaveLength(1);
    expect(readdirSync(at("victim"))).toEqual(["file"]);
    expect(left()).toEqual([]);
  });

  it("is named in a way that fits, whatever the target is called", () => {
    for (const shown of ["", "a", "ü".repeat(127), "x".repeat(255), "a.sealstack-b", "new\nline"]) {
      const name = ownName(shown);
      expect(Buffer.byteLength(name)).toBeLessThan(144); // of eCryptfs
      expect(originOf(name)).toEqual(ownOrigin());
    }
    expect([originOf("x"), originOf(".sealstack-"), originOf("a.sealstack-b")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(dirname(basename(at()))).toBe(".");
  });
});

function useFolder(below: string): () => string {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(below, "sealstack-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}
