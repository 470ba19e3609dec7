/** Somebody who may write to the directory above renames what we make there, and puts something else in its place. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Extractor } from "../../../../scripts/core/archive/reading/extract";
import { readArchive } from "../../../../scripts/core/archive/reading/read";
import { type Fill, fillAtomically } from "../../../../scripts/core/archive/reading/staging";
import { atomicFile } from "../../../../scripts/core/files/atomic-file";
import { forged } from "../../../helpers/stores/archive";
import { around } from "../../../helpers/stores/between-calls";
import { useTempDir } from "../../../helpers/temp-dir";

const OURS = /sealstack-[0-9a-f]{8}-/;

describe("what is exchanged while it is made", () => {
  // Before the temporary directory is removed.
  afterEach(() => {
    jest.restoreAllMocks();
    expect(victim()).toEqual(before);
  });
  const temp = useTempDir();
  const at = (...path: readonly string[]): string => join(realpathSync(temp()), ...path);
  /** Name of what we have made in the attacker's directory. */
  const ours = (): string => readdirSync(at("his")).find((name) => OURS.test(name)) ?? "";
  let before: readonly unknown[];
  /** The victim's directory: names, modes, owners, times, content. */
  const victim = (): readonly unknown[] => {
    const names = readdirSync(at("victim"), { recursive: true }).map(String).sort();
    const all = [".", ...names].map((name) => [name, lstatSync(at("victim", name))] as const);
    return all.map(([name, { mode, uid, mtimeMs, ctimeMs }]) => [name, mode, uid, mtimeMs, ctimeMs]);
  };
  beforeEach(() => {
    for (const name of ["his", "his/there", "victim", "victim/dir"]) mkdirSync(at(name));
    for (const name of ["victim/file", "victim/dir/file"]) writeFileSync(at(name), "the victim's");
    before = victim();
  });

  const FILES = [
    { name: "./", type: "directory", mode: 0o777 },
    { name: "dir/", type: "directory", mode: 0o777 },
    { name: "dir/file", body: Buffer.from("plaintext"), mode: 0o666 },
    { name: "file", body: Buffer.from("plaintext"), mode: 0o666 },
    { name: "link", type: "symlink", linkname: "file" },
  ] as const;
  /** As a restore does it, with an attack when some of it is there. */
  const filling =
    (attack: () => void = () => {}): Fill<void> =>
    async (directory, atLast) => {
      const extractor = new Extractor(directory);
      let members = 0;
      await readArchive(Readable.from([await forged(FILES)]), () => ({
        directory: (member) => extractor.directory(member),
        symlink: (member) => extractor.symlink(member),
        file: async (member, body) => {
          if (members++ === 0) attack();
          await extractor.file(member, body);
        },
      }));
      await extractor.finish(atLast);
    };
  const exchange = (by: "link" | "directory"): void => {
    const name = ours();
    renameSync(at("his", name), at("his", "taken"));
    if (by === "link") symlinkSync(at("victim"), at("his", name));
    else mkdirSync(at("his", name));
  };
  const refused = { exit: "target", message: expect.stringMatching(/was exchanged|ENOTDIR|ELOOP|EEXIST/) };
  const plaintext = (): string[] =>
    readdirSync(at("his"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .filter(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8").includes("plaintext"))
      .map(({ name }) => name);

  describe.each(["new", "there"])("of a restore to a directory that is %s", (target) => {
    const restore = (fill = filling()): Promise<void> => fillAtomically(at("his", target), fill);
    const where = (): string => (target === "there" ? at("his/there") : at("his"));

    it("stays out of the way when nobody does that", async () => {
      await restore();
      expect(readdirSync(at("his", target)).sort()).toEqual(["dir", "file", "link"]);
      expect(statSync(at("his", target)).mode & 0o7777).toBe(0o777);
      expect(readdirSync(at("his")).sort()).toEqual(target === "new" ? ["new", "there"] : ["there"]);
    });

    it.each(["link", "directory"] as const)(
      "is not written into when a %s takes the place of the staging directory",
      async (by) => {
        const attack = (): void => {
          const name = readdirSync(where()).find((entry) => OURS.test(entry)) ?? "";
          renameSync(join(where(), name), at("his", "taken"));
          if (by === "link") symlinkSync(at("victim"), join(where(), name));
          else mkdirSync(join(where(), name));
        };
        await expect(restore(filling(attack))).rejects.toMatchObject(refused);
        expect(plaintext()).toEqual([]);
        expect(readdirSync(at("his/taken"))).toEqual([]);
      },
    );

    describe.each([1, 2])("between being made and opened, time %d", (which) => {
      // The first one is made to try the target out.
      it.each<[string, (path: string) => void]>([
        ["a link to a directory", (path) => symlinkSync(at("victim"), path)],
        ["a link to a file", (path) => symlinkSync(at("victim/file"), path)],
        ["a file", (path) => writeFileSync(path, "his")],
        [
          "a directory that is in use",
          (path) => {
            mkdirSync(path, 0o1700);
            writeFileSync(join(path, "his"), "his");
          },
        ],
        ["nothing", () => {}],
      ])("is not taken for %s", async (_, put) => {
        const attack = (path: string): void => {
          rmSync(path, { recursive: true });
          put(path);
        };
        const ran = around("after", "mkdirSync", OURS, attack, which);
        await expect(restore()).rejects.toMatchObject({ exit: "target" });
        expect([ran(), plaintext()]).toEqual([true, []]);
      });
    });

    it("is found out when its way leads elsewhere", async () => {
      const attack = (): void => {
        renameSync(at("his"), at("moved"));
        symlinkSync(at("victim"), at("his"));
      };
      await expect(restore(filling(attack))).rejects.toMatchObject(refused);
      rmSync(at("his"));
      renameSync(at("moved"), at("his"));
      expect(plaintext()).toEqual([]);
      expect(readdirSync(at("his"))).toEqual(["there"]);
    });
  });

  it("is not given the target's name", async () => {
    const ran = around("before", "renameSync", OURS, () => exchange("directory"));
    await expect(fillAtomically(at("his/new"), filling())).rejects.toMatchObject(refused);
    expect(ran()).toBe(true);
    expect([plaintext(), readdirSync(at("his/new")), readdirSync(at("his/taken"))]).toEqual([[], [], []]);
  });

  it("is not followed when it is a link above the target", async () => {
    mkdirSync(at("his/a/b"), { recursive: true });
    const ran = around("before", "openSync", /\/a$/, () => {
      renameSync(at("his/a"), at("his/was"));
      symlinkSync(at("victim"), at("his/a"));
    });
    await expect(fillAtomically(at("his/a/b/new"), filling())).rejects.toMatchObject(refused);
    expect(ran()).toBe(true);
  });

  it("is not followed when the rest is removed", async () => {
    const attack = (): void => {
      throw new Error("broken");
    };
    const ran = around("after", "lstatSync", /\/dir$/, () => {
      const staging = ours();
      renameSync(at("his", staging, "dir"), at("his", staging, "was"));
      symlinkSync(at("victim"), at("his", staging, "dir"));
    });
    await expect(fillAtomically(at("his/new"), filling(attack))).rejects.toThrow();
    expect(ran()).toBe(true);
  });

  describe("of a file", () => {
    const write = async (overwrite: boolean, attack: () => void = () => {}): Promise<void> => {
      const file = await atomicFile(at("his/file"), { overwrite });
      try {
        await file.handle.write("plaintext");
        attack();
        await file.publish();
      } finally {
        await file.discard();
      }
    };
    it.each([true, false])(
      "stays out of the way when nobody does that (overwrite: %s)",
      async (overwrite) => {
        if (overwrite) symlinkSync(at("victim/file"), at("his/file"));
        await write(overwrite);
        expect(readFileSync(at("his/file"), "utf8")).toBe("plaintext");
        expect(lstatSync(at("his/file")).mode & 0o177777).toBe(0o100600);
        expect(readdirSync(at("his")).sort()).toEqual(["file", "there"]);
      },
    );

    it.each([true, false])("is found out, and nothing is left (overwrite: %s)", async (overwrite) => {
      const by = (put: (name: string) => void) => () => {
        const name = ours();
        renameSync(at("his", name), at("his/taken"));
        put(at("his", name));
      };
      for (const put of [
        (name: string) => symlinkSync(at("victim/file"), name),
        (name: string) => writeFileSync(name, "his"),
        (name: string) => mkdirSync(name),
        () => {},
      ]) {
        await expect(write(overwrite, by(put))).rejects.toMatchObject(refused);
        expect([plaintext(), existsSync(at("his/file"))]).toEqual([[], false]);
        for (const name of readdirSync(at("his")))
          if (name !== "there") rmSync(at("his", name), { recursive: true });
      }
    });

    it.each([
      [true, "renameSync"],
      [false, "linkSync"],
    ] as const)("is found out at the last moment (overwrite: %s)", async (overwrite, call) => {
      const ran = around("before", call, OURS, () => {
        const name = ours();
        renameSync(at("his", name), at("his/taken"));
        writeFileSync(at("his", name), "his");
      });
      await expect(write(overwrite)).rejects.toMatchObject(refused);
      expect([ran(), plaintext()]).toEqual([true, []]);
    });

    it("does not go where its directory's name leads by now", async () => {
      const attack = (): void => {
        renameSync(at("his"), at("moved"));
        symlinkSync(at("victim"), at("his"));
      };
      await expect(write(false, attack)).rejects.toMatchObject(refused);
      expect(readdirSync(at("moved"))).toEqual(["there"]);
    });
  });
});
