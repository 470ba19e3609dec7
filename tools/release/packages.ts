/** Both packages: packed, with a bill of materials each, and published. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../scripts/errors";
import { sbom } from "../bundle/sbom.mjs";
import { mustRun, run } from "../processes/run";

export interface Packed {
  readonly name: string;
  readonly version: string;
  /** Path of the tarball. */
  readonly tarball: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** Bytes of the tarball. */
  readonly size: number;
  /** As in a lock file. */
  readonly integrity: string;
}

/** Builds and packs; the library first, which nothing of the command needs. */
export async function packBoth(root: string, out: string): Promise<readonly Packed[]> {
  mkdirSync(out, { recursive: true });
  const library = await pack(root, out);
  const cli = await pack(join(root, "scripts"), out);
  writeFileSync(billOf(library), `${JSON.stringify(billOfLibrary(root), null, 2)}\n`);
  copyFileSync(join(root, "scripts/dist/sbom.cdx.json"), billOf(cli));
  return [library, cli];
}

async function pack(folder: string, out: string): Promise<Packed> {
  // What a script prints must not stand before the JSON.
  const { stdout } = await mustRun("npm", ["pack", "--json", "--silent", "--pack-destination", out], {
    cwd: folder,
  });
  const [{ name, version, filename, files, size, integrity }] = JSON.parse(stdout) as [
    Packed & { filename: string },
  ];
  return { name, version, tarball: join(out, filename), files, size, integrity };
}

function billOf({ tarball }: Packed): string {
  return tarball.replace(/\.tgz$/, ".cdx.json");
}

/** Its dependencies as they are locked; peers are its user's. */
function billOfLibrary(root: string): unknown {
  const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
  const manifest = read(join(root, "package.json"));
  const { packages } = read(join(root, "package-lock.json"));
  const found = new Map<string, { name: string; version: string; license?: string }>();
  const add = (name: string) => {
    const locked = packages[`node_modules/${name}`];
    if (locked === undefined) throw new OperatorError("tool", `package-lock.json knows no '${name}'`);
    if (found.has(name)) return;
    found.set(name, { name, version: locked.version, license: locked.license });
    for (const each of Object.keys(locked.dependencies ?? {})) add(each);
  };
  for (const name of Object.keys(manifest.dependencies ?? {})) add(name);
  return sbom(manifest, [...found.values()], "library");
}

/** What `npm publish` would send. The registry is not asked, so that a dry run needs no network. */
export async function rehearsePublish({ tarball }: Packed): Promise<void> {
  await mustRun("npm", ["publish", tarball, "--dry-run", "--force", "--silent"]);
}

/** @returns whether it was there already, as after a run that was interrupted */
export async function publish({ name, version, tarball }: Packed): Promise<boolean> {
  const { stdout } = await run("npm", ["view", `${name}@${version}`, "version"]);
  if (stdout.trim() === version) return true;
  await mustRun("npm", ["publish", tarball], {
    hint: "Publish from GitHub Actions or GitLab CI with an identity token, as docs/releasing.md says.",
  });
  return false;
}
