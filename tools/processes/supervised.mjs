/** usage: node tools/processes/supervised.mjs FILE.ts [arguments]: runs a program of the repository so that an interruption leaves nothing behind. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { supervise } from "./supervise.mjs";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

process.exitCode = await supervise([process.execPath, "--import", "tsx", ...process.argv.slice(2)], {
  cwd: ROOT,
});
