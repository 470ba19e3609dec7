/** The code cache, around a small bundle and in processes of their own; a preloaded file tells what V8 did with each cache. */
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { HEAP_FLAGS } from "../../../scripts/heap-flags";
import { useTempDir } from "../../helpers/temp-dir";

const ENTRY = join(__dirname, "../../../scripts/code-cache/index.ts");

/** `false` for a cache that V8 took, `true` for one that it refused, nothing where there was none. */
const PROBE = `const vm = require("node:vm");
vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    if (options?.filename?.endsWith(".cjs")) process.stderr.write("cache refused: " + this.cachedDataRejected + "\\n");
  }
};`;
const USED = "cache refused: false\n";
const NONE = "cache refused: undefined\n";

const isRoot = process.geteuid?.() === 0;

describe("code cache", () => {
  const dir = useTempDir();
  const folder = () => join(dir(), "home/.cache/sealstack/code");
  const pack = () => join(folder(), readdirSync(folder()).find((name) => name.startsWith("encrypt.")) ?? "");

  beforeEach(() => {
    mkdirSync(join(dir(), "home"));
    mkdirSync(join(dir(), "dist"));
    writeFileSync(join(dir(), "probe.cjs"), PROBE);
    bundle("one");
  });

  function bundle(says: string, digest = "a"): void {
    const text = `"use strict";process.stdout.write(${JSON.stringify(says)});if(process.argv[3])process.exit(2);`;
    writeFileSync(join(dir(), "dist/bin.cjs"), text);
    buildSync({
      entryPoints: [ENTRY],
      outfile: join(dir(), "dist/code-cache.cjs"),
      bundle: true,
      platform: "node",
      define: { BUNDLE_DIGEST: JSON.stringify(digest) },
    });
    writeFileSync(
      join(dir(), "main.js"),
      'require("./dist/code-cache.cjs").start(__dirname + "/dist", require);',
    );
  }

  const argvOf = (command: string, ...more: string[]) => [
    ...["--require", join(dir(), "probe.cjs"), join(dir(), "main.js"), command, ...more],
  ];
  const environment = (more = {}) => ({ PATH: process.env.PATH, HOME: join(dir(), "home"), ...more });

  function run({ command = "encrypt", env = {}, argv = [] as string[] } = {}) {
    const options = { encoding: "utf8", env: environment(env) } as const;
    const { stdout, stderr, status } = spawnSync(process.execPath, argvOf(command, ...argv), options);
    return { stdout, stderr, status };
  }
  const twice = () => [run(), run()];
  const used = { stdout: "one", stderr: USED, status: 0 };
  const without = { ...used, stderr: NONE };

  it("is marked by the first run, written by the second, and taken by the third", () => {
    expect(run()).toEqual(without);
    expect(lstatSync(pack()).size).toBe(0);
    expect(run()).toEqual(without);
    expect(lstatSync(pack()).mode & 0o777).toBe(0o600);
    expect(lstatSync(folder()).mode & 0o777).toBe(0o700);
    expect(run()).toEqual(used);
  });

  it("is not made by a command that fails", () => {
    expect(run({ argv: ["fail"] }).status).toBe(2);
    expect(() => readdirSync(folder())).toThrow("ENOENT");
  });

  it("is left alone where it is turned off", () => {
    const off = { env: { NODE_DISABLE_COMPILE_CACHE: "1" } };
    run(off);
    expect(() => readdirSync(folder())).toThrow("ENOENT");
    twice();
    expect(run(off)).toEqual(without);
    expect(run()).toEqual(used);
  });

  it("lets the bundle import a module, without a warning", () => {
    writeFileSync(join(dir(), "dist/module.mjs"), "export const said = 'imported';");
    const text = 'importOfModule("./module.mjs").then(({ said }) => process.stdout.write(said));';
    writeFileSync(join(dir(), "dist/bin.cjs"), text);
    const imported = { ...used, stdout: "imported" };
    expect([...twice(), run()]).toEqual([
      { ...imported, stderr: NONE },
      { ...imported, stderr: NONE },
      imported,
    ]);
  });

  it.each([
    ["backup", "are known before it is loaded", USED],
    ["verify", "are known before it is loaded", USED],
    ["kms-plugin", "are not: V8 would refuse it", NONE],
  ])("of %s, whose flags of V8 %s", (command, _why, third) => {
    writeFileSync(
      join(dir(), "dist/bin.cjs"),
      `for (const flag of ${JSON.stringify(HEAP_FLAGS.host)}) require("node:v8").setFlagsFromString(flag);`,
    );
    const runs = [1, 2, 3].map(() => run({ command }));
    expect(runs.map(({ stderr }) => stderr)).toEqual([NONE, NONE, third]);
  });

  it.each(["constructor", "__proto__"])("lets %s run, which is no command", (command) => {
    expect(run({ command })).toEqual(without);
  });

  it("lies below XDG_CACHE_HOME where that is set", () => {
    const env = { XDG_CACHE_HOME: join(dir(), "xdg") };
    mkdirSync(env.XDG_CACHE_HOME);
    run({ env });
    expect(readdirSync(join(env.XDG_CACHE_HOME, "sealstack/code"))).toHaveLength(1);
  });

  it.each(["", "/nonexistent/home"])("is none where HOME is %j", (HOME) => {
    expect(run({ env: { HOME } })).toEqual(without);
  });

  it("is none where something else is in its way", () => {
    writeFileSync(join(dir(), "home/.cache"), "");
    expect([...twice(), run()]).toEqual([without, without, without]);
  });

  it.each([
    ["the digest", 0],
    ["the head", 40],
    ["the data", -100],
  ])("is not taken with another byte in %s, and is replaced", (_what, at) => {
    twice();
    const bytes = readFileSync(pack());
    const place = at < 0 ? bytes.length + at : at;
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    writeFileSync(pack(), bytes);
    expect(run()).toEqual(without);
    expect(run()).toEqual(used);
  });

  it("is not taken when it is cut off, and is replaced", () => {
    twice();
    writeFileSync(pack(), readFileSync(pack()).subarray(0, 20));
    expect(run()).toEqual(without);
    expect(run()).toEqual(used);
  });

  it("is not taken when others can write it, and is replaced", () => {
    twice();
    chmodSync(pack(), 0o620);
    expect(run()).toEqual(without);
    expect(lstatSync(pack()).mode & 0o777).toBe(0o600);
    expect(run()).toEqual(used);
  });

  it("is not taken through a link, and what that leads to stays", () => {
    twice();
    const [name, elsewhere] = [pack(), join(dir(), "elsewhere")];
    const before = readFileSync(name);
    renameSync(name, elsewhere);
    symlinkSync(elsewhere, name);
    expect(run()).toEqual(without);
    expect(lstatSync(name).isFile()).toBe(true);
    expect(readFileSync(elsewhere)).toEqual(before);
    expect(run()).toEqual(used);
  });

  it("is not taken when the file has a second name", () => {
    twice();
    linkSync(pack(), join(dir(), "second"));
    expect(run()).toEqual(without);
    expect(run()).toEqual(used);
  });

  it.each([
    ["750", 0o750],
    ["702", 0o702],
  ] as const)("is neither taken nor written in a folder of mode %s", (_, mode) => {
    twice();
    const before = readFileSync(pack());
    chmodSync(folder(), mode);
    expect([run(), run()]).toEqual([without, without]);
    expect(readFileSync(pack())).toEqual(before);
  });

  it.each([
    ["home", 0o1777],
    ["home/.cache", 0o777],
    ["home/.cache/sealstack", 0o770],
  ])(
    "is neither taken nor written where others can put something else in place of what is in %s",
    (path, mode) => {
      twice();
      const before = readFileSync(pack());
      chmodSync(join(dir(), path), mode);
      expect([run(), run()]).toEqual([without, without]);
      expect(run({ command: "decrypt" })).toEqual(without);
      expect(readdirSync(folder())).toHaveLength(1);
      expect(readFileSync(pack())).toEqual(before);
    },
  );

  it("is taken where other programs made what is above it, as they do", () => {
    twice();
    chmodSync(join(dir(), "home/.cache"), 0o775);
    chmodSync(join(dir(), "home/.cache/sealstack"), 0o755);
    expect(run()).toEqual(used);
  });

  (isRoot ? it.each(["pack", "folder", "home"]) : it.skip.each(["needs root"]))(
    "is not taken when the %s is somebody else's",
    (what) => {
      twice();
      const paths: Record<string, string> = { pack: pack(), folder: folder(), home: join(dir(), "home") };
      chownSync(paths[what] as string, 12345, 12345);
      expect(run()).toEqual(without);
    },
  );

  it("is not taken for another bundle of the same length, nor for a changed file of this one", () => {
    twice();
    bundle("two", "b");
    expect(run()).toEqual({ ...without, stdout: "two" });
    expect(run()).toEqual({ ...used, stdout: "two" });
    bundle("six", "b");
    utimesSync(join(dir(), "dist/bin.cjs"), 1, 1); // as npm sets it
    expect(run()).toEqual({ ...without, stdout: "six" });
    expect(run()).toEqual({ ...used, stdout: "six" });
  });

  it("has packs of its own for other flags of Node.js", () => {
    twice();
    const env = { NODE_OPTIONS: "--stack-trace-limit=20" };
    expect([run({ env }), run({ env }), run({ env })]).toEqual([without, without, used]);
    expect(run()).toEqual(used);
  });

  it("is replaced when V8 refuses it, as another build of the same version does", () => {
    twice();
    const name = pack();
    rmSync(name);
    const env = { NODE_OPTIONS: "--jitless" };
    run({ env });
    run({ env });
    renameSync(pack(), name);
    expect(run()).toEqual({ ...used, stderr: "cache refused: true\n" });
    expect([run(), run()]).toEqual([without, used]);
  });

  it("is whole when several processes write it at once, and nothing else is left", async () => {
    run();
    const all = Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, argvOf("encrypt"), { env: environment(), stdio: "ignore" });
      return new Promise((resolve) => child.once("exit", resolve));
    });
    expect(await Promise.all(all)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(readdirSync(folder())).toHaveLength(1);
    expect(run()).toEqual(used);
  });

  it("loses what a killed process left, and the oldest where there is too much", () => {
    run();
    const [left, old, recent] = [".new-1", "old.v0-x64", "recent.v0-x64"].map((name) => join(folder(), name));
    for (const path of [left, old, recent]) writeFileSync(path as string, Buffer.alloc(20 << 20));
    for (const path of [left, old]) utimesSync(path as string, 1, 1);
    run();
    expect(readdirSync(folder()).sort()).toEqual([expect.stringMatching(/^encrypt\./), "recent.v0-x64"]);
  });
});
