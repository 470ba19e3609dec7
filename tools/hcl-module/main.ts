/**
 * `npm run hcl [-- FOLDER]`: writes every stack of sealstack.yaml as a Terraform module into FOLDER/<stack>, `hcl/<stack>` by default.
 * `cdktf.out` is left alone.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, loadConfig } from "../../config";
import { say } from "../say";
import { terraformModule } from "./module";

const DEFAULT_FOLDER = "hcl";

async function main([folder = DEFAULT_FOLDER, ...rest]: readonly string[]): Promise<number> {
  if (rest.length > 0 || folder.startsWith("-"))
    return fail(`takes one folder, got '${[folder, ...rest].join(" ")}'`, 2);
  const { stacks } = loadConfig(process.env);
  for (const [id, config] of Object.entries(stacks)) {
    const target = join(folder, id);
    const files = await terraformModule(id, config);
    mkdirSync(target, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(target, name), text);
    const problem = formatProblem(target);
    if (problem !== undefined) return fail(problem, 1);
    say(`${target}: ${Object.keys(files).join(", ")}`, process.stdout);
  }
  return 0;
}

/** What `terraform fmt` would change, which should be nothing. Without Terraform, it goes unchecked. */
function formatProblem(folder: string): string | undefined {
  const { error, status, stdout, stderr } = spawnSync("terraform", ["fmt", "-check", "-recursive", folder], {
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  if (error !== undefined) {
    say("hcl: no terraform found: formatted, but not checked with 'terraform fmt'");
    return undefined;
  }
  return status === 0 ? undefined : `'terraform fmt' disagrees with ${folder}: ${stdout}${stderr}`;
}

function fail(message: string, status: number): number {
  say(`hcl: error: ${message}`);
  return status;
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    process.exitCode = fail(error.message, 2);
  },
);
