// Whether scripts/dist is up to date, without a look into what it is made from. Without dependencies: tools/bootstrap.mjs asks before anything is installed.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What the bundle is made from, and by. */
const SOURCES = ["package-lock.json", "scripts", "modules", "presets", "config", "access", "tools/bundle"];
const OUT = "scripts/dist";

/**
 * Whether the command-line bundle exists, and every file of it is newer than all that it is made from.
 * @param {string} root of the repository
 */
export function isBuilt(root) {
  const built = mtimes(join(root, OUT), (path) => path.startsWith(".new-"));
  const sources = SOURCES.flatMap((path) => mtimes(join(root, path), (below) => below.startsWith("dist/")));
  return built.length > 0 && Math.min(...built) >= Math.max(...sources);
}

/** Of a file, or of the files of a folder but for those left out. */
function mtimes(path, leftOut) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [statSync(path).mtimeMs];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !leftOut(file.slice(path.length + 1)))
    .map((file) => statSync(file).mtimeMs);
}
