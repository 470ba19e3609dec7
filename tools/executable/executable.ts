/**
 * The command-line tool as one file that needs no Node.js: Node.js itself, with the program, its threads and V8's code cache in a section of
 * its own. See https://nodejs.org/docs/latest-v24.x/api/single-executable-applications.html
 */
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { OperatorError } from "../../scripts/errors";
import { BUNDLE_OPTIONS, requiredHttp, withoutUnused } from "../bundle/options.mjs";
import { REPO_ROOT } from "../paths";
import { mustRun } from "../processes/run";
import { ARCHITECTURES, type Architecture, NODE_VERSION, pinnedNode } from "./node-binary";

/** What Node.js looks for in itself. */
const SECTION = "NODE_SEA_BLOB";
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

const PROGRAM = "sealstack.cjs";
const BLOB = "sealstack.blob";

export interface ExecutableOptions {
  readonly architecture: Architecture;
  /** Sources, with `scripts/dist` built. */
  readonly root: string;
  /** Path of the file. */
  readonly out: string;
}

/**
 * Writes the executable. The same sources give the same bytes. Code cache is of one processor: it is in what is built for the processor of
 * this host, and any other starts a little later.
 *
 * @throws OperatorError (`tool`) when Node.js cannot be had, or this host has none that can make it
 */
export async function buildExecutable(
  options: ExecutableOptions,
  notify: (line: string) => void,
): Promise<void> {
  const { architecture, root, out } = options;
  const host = ARCHITECTURES.find((each) => each === process.arch);
  if (process.platform !== "linux" || host === undefined)
    throw new OperatorError("tool", `the executable is built on linux, ${ARCHITECTURES.join(" or ")}`);
  const [maker, node] = [await pinnedNode(host, notify), await pinnedNode(architecture, notify)];
  const work = mkdtempSync(join(tmpdir(), "sealstack-executable-"));
  try {
    await bundle(root, join(work, PROGRAM));
    writeFileSync(join(work, "sea.json"), JSON.stringify(seaConfig(root, architecture === host)));
    // The seed of identity hashes, which stand in the code cache: V8 does not refuse it for that, as it does for another seed of strings.
    await mustRun(maker.program, ["--random-seed=1", "--experimental-sea-config", "sea.json"], { cwd: work });
    const unfinished = join(work, "sealstack");
    copyFileSync(node.program, unfinished);
    chmodSync(unfinished, 0o755);
    const inject = [require.resolve("postject/dist/cli.js"), unfinished, SECTION, join(work, BLOB)];
    await mustRun(process.execPath, [...inject, "--sentinel-fuse", FUSE]);
    mkdirSync(dirname(out), { recursive: true });
    copyFileSync(unfinished, `${out}.new`);
    renameSync(`${out}.new`, out);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** One file, because what is inside of an executable can load nothing but Node.js's own modules. */
async function bundle(root: string, outfile: string): Promise<void> {
  await build({
    ...BUNDLE_OPTIONS,
    plugins: [requiredHttp, withoutUnused],
    keepNames: true, // error names decide exit statuses
    entryPoints: [join(root, "scripts/bin.ts")],
    absWorkingDir: REPO_ROOT, // names of packages are told from here, and stand in the bundle
    format: "cjs",
    target: `node${NODE_VERSION.split(".")[0]}`,
    outfile,
  });
}

/** @param ownProcessor whether it is built for the processor that builds it */
function seaConfig(root: string, ownProcessor: boolean) {
  const dist = join(root, "scripts/dist");
  const threads = readdirSync(dist).filter((name) => name.endsWith("-worker.js"));
  return {
    main: PROGRAM,
    output: BLOB,
    disableExperimentalSEAWarning: true,
    useCodeCache: ownProcessor,
    // NODE_OPTIONS are of other programs; some would make V8 refuse the code cache, and say so on stderr.
    execArgvExtension: "none",
    assets: Object.fromEntries(threads.sort().map((name) => [name, join(dist, name)])),
  };
}
