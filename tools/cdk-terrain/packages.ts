/** The packages of CDK Terrain under the names that the sources import: installed once, and kept in the cache. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheEntry } from "../fetched/cache-entry";
import { mustRun } from "../processes/run";

const FILES = ["package.json", "package-lock.json"];
const MARKER = ".complete";

/**
 * The `node_modules` with what package-lock.json beside this file pins, installed when it is missing (some seconds, 500 MB).
 *
 * @throws OperatorError (`tool`) when npm cannot install it
 */
export async function terrainPackages(notify: (line: string) => void): Promise<string> {
  const dir = await cacheEntry({
    name: "cdk-terrain",
    madeFrom: FILES.map((file) => readFileSync(join(__dirname, file))),
    isMade: (folder) => existsSync(join(folder, MARKER)),
    make: async (folder) => {
      notify(`installing CDK Terrain from npm into ${folder}`);
      await install(folder);
      writeFileSync(join(folder, MARKER), "");
    },
  });
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
