/** The packages of CDK Terrain under the names that the sources import: installed once, and kept in the cache. */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../lock";
import { CACHE_DIR } from "../paths";
import { mustRun } from "../run";

const FILES = ["package.json", "package-lock.json"];

/**
 * The `node_modules` with what package-lock.json beside this file pins, installed when it is missing (some seconds, 500 MB).
 *
 * @throws OperatorError (`tool`) when npm cannot install it
 */
export async function terrainPackages(notify: (line: string) => void): Promise<string> {
  const hash = createHash("sha256");
  for (const file of FILES) hash.update(readFileSync(join(__dirname, file)));
  const dir = join(CACHE_DIR, `cdk-terrain-${hash.digest("hex").slice(0, 12)}`);
  const marker = join(dir, ".complete");
  if (!existsSync(marker)) {
    await withLock(`${dir}.lock`, async () => {
      if (existsSync(marker)) return;
      notify(`installing CDK Terrain from npm into ${dir}`);
      await install(dir);
      writeFileSync(marker, "");
    });
  }
  return join(dir, "node_modules");
}

async function install(dir: string): Promise<void> {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  for (const file of FILES) copyFileSync(join(__dirname, file), join(dir, file));
  // The bindings ask for a Node.js that only their own tools need: it is said in docs/cdk-terrain.md, and not at each run.
  await mustRun("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--engine-strict=false"], {
    cwd: dir,
    hint: "check that the npm registry can be reached, then try again",
  });
}
