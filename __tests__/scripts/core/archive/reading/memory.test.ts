/** Memory that a refused archive takes, measured in a process of its own. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { REPO_ROOT } from "../../../../../tools/paths";
import { useTempDir } from "../../../../helpers/temp-dir";

/** 10^6 members, or as many as are asked for. */
const PROGRAM = `
  import { mkdirSync } from "node:fs";
  import { Readable } from "node:stream";
  import { INFO } from "./__tests__/helpers/stores/archive";
  import { formatInfo } from "./scripts/core/archive/info";
  import { Extractor } from "./scripts/core/archive/reading/extract";
  import { readArchive } from "./scripts/core/archive/reading/read";
  import { paddingAfter, tarHeader } from "./scripts/core/archive/tar-header";

  const [kind, count, into] = process.argv.slice(2);
  const common = { mode: 0o600, uid: 0, gid: 0, mtimeSeconds: 0, size: 0 };
  const of = {
    file: (n) => ({ ...common, type: "file", path: "f" + n }),
    directory: (n) => ({ ...common, type: "directory", path: "d" + n }),
    symlink: (n) => ({ ...common, type: "symlink", path: "l" + n, linkTarget: "t".repeat(4000) }),
    path: (n) => ({ ...common, type: "symlink", path: "p".repeat(200) + n, linkTarget: "t" }),
  }[kind];
  async function* tar() {
    const info = formatInfo(INFO);
    yield Buffer.concat([tarHeader({ ...common, type: "file", path: ".sealstack/backup.json", size: info.length }), info, Buffer.alloc(paddingAfter(info.length))]);
    for (let n = 0; n < Number(count); n += 100)
      yield Buffer.concat(Array.from({ length: Math.min(100, count - n) }, (_, at) => tarHeader(of(n + at))));
  }
  mkdirSync(into);
  // Files and directories are counted, not made: 100,000 of them take a minute.
  const extractor = new Extractor(into);
  const sink = { directory: async (member) => void extractor.directories.add(member), symlink: (member) => extractor.symlink(member), file: async (_, body) => { for await (const _chunk of body); } };
  readArchive(Readable.from(tar(), { highWaterMark: 1 }), () => sink).catch(({ message }) => message)
    .then((message) => console.log(JSON.stringify({ message, mebibytes: process.resourceUsage().maxRSS / 1024 })));
`;

describe("an archive of a million members", () => {
  const dir = useTempDir();

  function refused(kind: string, count: number): { readonly message: string; readonly mebibytes: number } {
    const outfile = join(dir(), "program.js");
    buildSync({
      stdin: { contents: PROGRAM, resolveDir: REPO_ROOT, loader: "js" },
      ...{ outfile, bundle: true, platform: "node", logLevel: "error" },
    });
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [outfile, kind, String(count), join(dir(), `${kind}-${count}`)],
      { encoding: "utf8" },
    );
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  }

  it.each([
    ["file", "comes after 100000 others, which is the limit"],
    ["directory", "comes after 100000 others, which is the limit"],
    ["symlink", "makes the list of names too long"],
    ["path", "makes the list of paths too long"],
  ])(
    "is refused without much memory: %s",
    (kind, problem) => {
      const few = refused(kind, 10);
      const many = refused(kind, 1_000_000);
      expect(many.message).toContain(problem);
      expect(many.mebibytes - few.mebibytes).toBeLessThan(140);
    },
    180_000,
  );
});
