/** A copy of the sources, unchanged, in which `cdktf` and its bindings are those of CDK Terrain. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { REPO_ROOT } from "../paths";

/** What is no source: packages, what builds and runs leave, and what git or an editor keeps. */
const NO_SOURCES = /^(node_modules|cdktf\.out|lib|dist|hcl|coverage|scripts\/dist|\.[^/]*|terraform\..*)$/;

/** Packages that bring a cdktf of their own: nothing may find it by mistake. The last are this repository's. */
const LEFT_OUT = [
  "cdktf-cli",
  "@cdktf/cli-core",
  "@cdktf/commons",
  "@cdktf/hcl2cdk",
  "sealstack",
  "@sealstack",
];

/** Copies the sources into an empty folder; every package but those in `packages` is the repository's own. */
export function copySources(packages: string, into: string): void {
  cpSync(REPO_ROOT, into, {
    recursive: true,
    filter: (path) => !NO_SOURCES.test(relative(REPO_ROOT, path).split(sep).join("/")),
  });
  const modules = join(into, "node_modules");
  mkdirSync(join(modules, "@cdktf"), { recursive: true });
  const terrain = packageNames(packages);
  for (const name of terrain) symlinkSync(join(packages, name), join(modules, name));
  const own = join(REPO_ROOT, "node_modules");
  const scopes = new Set([...terrain, ...LEFT_OUT].map((name) => name.split("/")[0]));
  for (const name of readdirSync(own).filter((entry) => !entry.startsWith("."))) {
    // A scope is linked as a whole, unless some of it is replaced.
    const names = scopes.has(name) && name.startsWith("@") ? inScope(own, name) : [name];
    for (const one of names.filter((each) => !terrain.includes(each) && !LEFT_OUT.includes(each)))
      symlinkSync(join(own, one), join(modules, one));
  }
}

/** Name and version of what stands there under a name, such as `cdktn@0.24.0` under `cdktf`. */
export function installedAs(name: string, folder: string): string {
  const file = join(folder, "node_modules", name, "package.json");
  const found = JSON.parse(readFileSync(file, "utf8")) as { name: string; version: string };
  return `${found.name}@${found.version}`;
}

function packageNames(modules: string): readonly string[] {
  const names = readdirSync(modules).filter((name) => !name.startsWith("."));
  return names.flatMap((name) => (name.startsWith("@") ? inScope(modules, name) : [name]));
}

const inScope = (modules: string, scope: string): readonly string[] =>
  scope === "@sealstack" ? [] : readdirSync(join(modules, scope)).map((name) => `${scope}/${name}`);
