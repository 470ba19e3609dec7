/** The steps of `npm run cdk-terrain`: each returns what it found, or fails with what was said. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPO_ROOT } from "../paths";
import { mustRun } from "../processes/run";
import { compareWritten, type Difference } from "./compare";
import { copySources, installedAs } from "./copy";
import { terrainPackages } from "./packages";

/** Tests that compare the synthesized text, versions of the library and all, with a file: the comparison of stacks does that here. */
const GOLDEN = "what the golden file says";

const TSC = join(REPO_ROOT, "node_modules", "typescript", "bin", "tsc");

export interface Copy {
  readonly folder: string;
  /** The `node_modules` that has CDK Terrain alone. */
  readonly modules: string;
  /** What stands under the names that the sources import, such as `cdktn@0.24.0`. */
  readonly packages: Readonly<Record<string, string>>;
}

/** Calls `work` with a copy of the sources that has CDK Terrain, and removes it. */
export async function withCopy<T>(
  notify: (line: string) => void,
  work: (copy: Copy) => Promise<T>,
): Promise<T> {
  const packages = await terrainPackages(notify);
  const folder = mkdtempSync(join(tmpdir(), "sealstack-cdk-terrain-"));
  try {
    copySources(packages, folder);
    const names = ["cdktf", "@cdktf/provider-aws", "constructs"];
    const installed = names.map((name) => [name, installedAs(name, folder)]);
    return await work({ folder, modules: packages, packages: Object.fromEntries(installed) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Type-checks all sources of the copy. @throws OperatorError (`tool`) with the compiler's words */
export async function checkTypes({ folder }: Copy): Promise<void> {
  await node(folder, [TSC, "-p", "tsconfig.json"]);
}

/** Builds the library in the copy and packs it into `into`. @returns path of the tarball */
export async function packLibrary({ folder }: Copy, into: string): Promise<string> {
  await node(folder, [TSC, "-p", "tsconfig.lib.json"]);
  const pack = ["pack", "--json", "--silent", "--ignore-scripts", "--pack-destination", into];
  const [packed] = JSON.parse((await mustRun("npm", pack, { cwd: folder })).stdout) as { filename: string }[];
  return join(into, packed?.filename ?? "");
}

export interface Comparison {
  readonly files: readonly string[];
  readonly differences: readonly Difference[];
}

/** Synthesizes every sample with both, and compares. @throws OperatorError (`tool`) when one of them fails */
export async function compareStacks({ folder }: Copy): Promise<Comparison> {
  const out = join(folder, "cdktf.out");
  const [cdktf, terrain] = [join(out, "cdktf"), join(out, "terrain")];
  mkdirSync(out);
  const program = ["--import", "tsx", "tools/cdk-terrain/synthesize.ts"];
  await node(REPO_ROOT, [...program, cdktf]);
  await node(folder, [...program, terrain]);
  return compareWritten({ folder: cdktf, root: REPO_ROOT }, { folder: terrain, root: folder });
}

/** Runs unit tests of the copy. @returns jest's last words @throws OperatorError (`tool`) with what failed */
export async function runTests({ folder }: Copy, paths: readonly string[]): Promise<string> {
  const jest = join(REPO_ROOT, "node_modules", "jest", "bin", "jest.js");
  const all = [jest, ...paths, "--silent", "-t", `^(?!.*${GOLDEN})`, "--selectProjects", "unit"];
  const cause = (text: string) => text.split("\n").filter((line) => /^\s+● |^FAIL/.test(line));
  const { stdout } = await mustRun(process.execPath, all, { cwd: folder, cause });
  return stdout.trim().split("\n").at(-1) ?? "";
}

function node(cwd: string, args: readonly string[]) {
  const cause = (text: string) =>
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(0, 20);
  return mustRun(process.execPath, args, { cwd, cause });
}
