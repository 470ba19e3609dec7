/** The tree that is released: whether it is clean, and a copy of it, in which all work is done before anything of it is touched. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { REPO_ROOT } from "../paths";
import { mustRun, run } from "../processes/run";
import type { ReleaseFiles } from "./files";

/** Whether it is a clone: an unpacked archive of the sources can be tried, and not released. */
export function isClone(): boolean {
  return existsSync(join(REPO_ROOT, ".git"));
}

/** Paths that differ from the last commit, or that git does not know. */
export async function uncommitted(): Promise<readonly string[]> {
  const { stdout } = await git("status", "--porcelain", "-z");
  return stdout.split("\0").filter((line) => line !== "");
}

/** Whether the last commit is the release of this version. */
export async function isTagged(version: string): Promise<boolean> {
  const { stdout } = await git("tag", "--points-at", "HEAD");
  return stdout.split("\n").includes(`v${version}`);
}

/** Copies what git keeps or would keep. Inside the tree, so that Node.js finds the installed packages. */
export async function copyTree(to: string): Promise<void> {
  for (const path of isClone() ? await known() : await sources()) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await copyFile(join(REPO_ROOT, path), join(to, path));
  }
}

async function known(): Promise<readonly string[]> {
  const list = async (...which: string[]) =>
    (await git("ls-files", "-z", ...which)).stdout.split("\0").filter((path) => path !== "");
  const deleted = new Set(await list("--deleted"));
  const all = await list("--cached", "--others", "--exclude-standard", "--deduplicate");
  return all.filter((path) => !deleted.has(path));
}

/** Folders that are installed, built or kept by runs. */
const NO_SOURCES =
  /^(node_modules|lib|hcl|coverage|cdktf\.out|\.sealstack)\/|(^|\/)(node_modules|dist|\.terraform)\//;

async function sources(folder = ""): Promise<readonly string[]> {
  const entries = await readdir(join(REPO_ROOT, folder), { withFileTypes: true });
  const below = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (NO_SOURCES.test(`${path}/`)) return [];
    return entry.isDirectory() ? sources(path) : entry.isFile() ? [path] : [];
  });
  return (await Promise.all(below)).flat();
}

/** Writes and removes files below a folder. */
export async function apply(files: ReleaseFiles, root: string): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) await rm(join(root, path));
    else await writeFile(join(root, path), text);
  }
}

/** Commits and tags; nothing is pushed. */
export async function commit(files: ReleaseFiles, version: string): Promise<void> {
  await git("add", "--", ...Object.keys(files));
  await git("commit", "--quiet", "-m", `chore(release): ${version}`);
  await git("tag", `v${version}`);
}

/** Whether a tag of that name is there, wherever it points. */
export async function hasTag(version: string): Promise<boolean> {
  const { status } = await run("git", ["rev-parse", "--quiet", "--verify", `refs/tags/v${version}`], {
    cwd: REPO_ROOT,
  });
  return status === 0;
}

function git(...args: string[]) {
  return mustRun("git", args, { cwd: REPO_ROOT, hint: "Release from a clone of the repository." });
}
