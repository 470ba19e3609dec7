import { createHash } from "node:crypto";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** Everything below a directory that a restore must bring back: path -> kind, mode and SHA-256 of the content. */
export async function treeDigest(root: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(root, { recursive: true })) {
    const path = join(root, entry);
    const stat = await lstat(path);
    const mode = (stat.mode & 0o777).toString(8);
    const name = relative(root, path).split(sep).join("/");
    if (stat.isSymbolicLink()) found.set(name, `link ${await readlink(path)}`);
    else if (stat.isDirectory()) found.set(name, `directory ${mode}`);
    else
      found.set(
        name,
        `file ${mode} ${createHash("sha256")
          .update(await readFile(path))
          .digest("hex")}`,
      );
  }
  return found;
}

/** Names that differ between two trees; none when they are the same. */
export function differences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name) !== other.get(name)).sort();
}
