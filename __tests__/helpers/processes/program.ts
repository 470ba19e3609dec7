/** The command-line tool as hosts have it, for processes of its own: it starts in a third of the time that its sources take. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { isBuilt } from "../../../tools/bundle/built.mjs";
import { REPO_ROOT } from "../../../tools/paths";

let fresh = false;

/** @returns its folder with the bundle, which is made before where a source is newer */
export function built(): string {
  if (!fresh && !isBuilt(REPO_ROOT))
    execFileSync(process.execPath, ["tools/bundle/main.mjs"], { cwd: REPO_ROOT });
  fresh = true;
  return join(REPO_ROOT, "scripts/dist");
}

/** Node.js and the program; the words of a command come behind. */
export function program(): readonly [node: string, tool: string] {
  built();
  return [process.execPath, join(REPO_ROOT, "scripts/sealstack.js")];
}
