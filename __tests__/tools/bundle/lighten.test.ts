/** What is taken from the chunks of the bundle, in processes of their own: they tell which modules of Node.js were read. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../../../tools/paths";
import { useTempDir } from "../../helpers/temp-dir";

describe("lightened chunk", () => {
  const dir = useTempDir();

  /** @param source of an ES module; what it exports is `made`. @param use an expression over it. @returns its value. */
  function run(source: string, use: string): unknown {
    writeFileSync(join(dir(), "source.mjs"), source);
    const code = `
      import { createRequire } from "node:module";
      import { readFileSync, writeFileSync } from "node:fs";
      import { transform } from "esbuild";
      import { lighten } from "./tools/bundle/lighten.mjs";
      const text = readFileSync(${JSON.stringify(join(dir(), "source.mjs"))}, "utf8");
      const { code } = await transform(text, { format: "cjs", platform: "node", minifyWhitespace: true });
      const file = ${JSON.stringify(join(dir(), "made.cjs"))};
      writeFileSync(file, lighten(code));
      const made = createRequire(import.meta.url)(file);
      const isRead = (name) => process.moduleLoadList.includes("NativeModule " + name);
      process.stdout.write(JSON.stringify(${use}));`;
    const ran = spawnSync(process.execPath, ["--input-type=module", "-e", code], { cwd: REPO_ROOT });
    if (ran.status !== 0) throw new Error(ran.stderr.toString());
    return JSON.parse(ran.stdout.toString());
  }

  it("reads a module of Node.js when it is used, however it is named and used", () => {
    const source = `
      import { BlockList, isIP } from "node:net";
      import { isSea } from "node:sea";
      import * as all from "node:http2";
      import zlib, { brotliCompressSync } from "node:zlib";
      export const made = {
        list: () => new BlockList() instanceof BlockList,
        ip: () => isIP("::1"),
        sea: () => isSea(),
        same: () => zlib.brotliCompressSync === brotliCompressSync,
        extended: () => new (class extends BlockList {})() instanceof BlockList,
        spread: () => [...zlib.codes.Z_OK === undefined ? [] : [1]].length + Object.keys({ ...zlib.constants }).length - Object.keys(zlib.constants).length,
        whole: () => Object.keys({ all }).length,
      };`;
    expect(
      run(
        source,
        `(({ made }) => {
          const before = ["sea", "zlib"].map(isRead);
          return [before, Object.values(made).map((each) => each()), ["sea", "zlib"].map(isRead)];
        })(made)`,
      ),
    ).toEqual([
      [false, false],
      [true, 6, false, true, true, 1, 1],
      [true, true],
    ]);
  });

  it("is an ES module to who asks, with exports that change", () => {
    const source = "export let made = 1; export const more = () => { made += 1; };";
    expect(run(source, "(made.more(), [made.__esModule, made.made, Object.keys(made)])")).toEqual([
      ...[true, 2],
      ["made", "more"],
    ]);
  });

  it("names classes as their sources did, and makes each module once, without asking another chunk", () => {
    const source = `
      import { a as chunk_A1_mjs___name, b as chunk_A1_mjs___esm } from "./none.mjs";
      let times = 0, Second;
      const init = chunk_A1_mjs___esm({ "a.js"() { times += 1; Second = class { static { chunk_A1_mjs___name(this, "First"); } }; } });
      const given = () => { returnchunk_A1_mjs___name((one) => one, "plain"); };
      const plain = given();
      const other = chunk_A1_mjs___name((one) => one, "plain");
      export const made = () => { init(); init(); return [times, Second.name, plain(3)]; };`;
    writeFileSync(join(dir(), "none.mjs"), "");
    writeFileSync(join(dir(), "none.cjs"), "");
    const named = source.replaceAll(/import .*/g, 'import * as import_bin from "./none.cjs";');
    const called = named.replaceAll(/(chunk_A1_mjs_\w+)\(/g, "(0,import_bin.$1)(");
    expect(run(called, "made.made()")).toEqual([1, "First", 3]);
  });
});
