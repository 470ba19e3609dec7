/**
 * `npm run modules [-- FOLDER] [-- --only NAME]`: writes a Terraform module for each preset that has one, and for each construct that makes sense
 * alone, into FOLDER/NAME, `dist/terraform/NAME` by default. What was in that folder is replaced.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { say } from "../say";
import { CONSTRUCTS, type ConstructName } from "./constructs";
import { constructFiles, moduleFiles } from "./emit";
import { type ModuleName, PRESET_PARTIALS } from "./modules";

const DEFAULT_FOLDER = join("dist", "terraform");

async function main(args: readonly string[]): Promise<number> {
  const only = args.indexOf("--only");
  const rest = only < 0 ? args : args.filter((_, index) => index !== only && index !== only + 1);
  const [folder = DEFAULT_FOLDER, ...more] = rest;
  const names = [...Object.keys(PRESET_PARTIALS), ...Object.keys(CONSTRUCTS)];
  const wanted = only < 0 ? names : [args[only + 1] ?? ""];
  if (more.length > 0 || folder.startsWith("-"))
    return fail(`takes one folder and --only NAME, got '${args.join(" ")}'`, 2);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) return fail(`--only must be one of ${names.join(", ")}, got '${unknown}'`, 2);
  for (const name of wanted) await write(name, join(folder, name));
  return checkFormat(folder);
}

/** All of a module, or nothing of it. */
async function write(name: string, target: string): Promise<void> {
  const unfinished = `${target}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const files = Object.hasOwn(CONSTRUCTS, name)
    ? await constructFiles(name as ConstructName)
    : await moduleFiles(name as ModuleName);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(unfinished, file)), { recursive: true });
    writeFileSync(join(unfinished, file), text);
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(unfinished, target);
  say(target, process.stdout);
}

function checkFormat(folder: string): number {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  const { error, status, stdout, stderr } = spawnSync("terraform", ["fmt", "-check", "-recursive", folder], {
    encoding: "utf8",
    env,
  });
  if (error !== undefined) {
    say("modules: no terraform found: formatted, but not checked with 'terraform fmt'");
    return 0;
  }
  return status === 0 ? 0 : fail(`'terraform fmt' disagrees with ${stdout}${stderr}`, 1);
}

function fail(message: string, status: number): number {
  say(`modules: error: ${message}`);
  return status;
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    process.exitCode = fail(error.message, 1);
  },
);
