import { join } from "node:path";
import { REPO_ROOT } from "../paths";
import { mustRun } from "../processes/run";
import type { Place } from "./preset-demo";
import * as show from "./show";

/** Runs the built command-line tool as a user would, shows the command and what it said, and returns its stdout. */
export async function sealstack({ env, work }: Place, argv: readonly string[]): Promise<string> {
  const short = (text: string): string => text.replaceAll(work, ".sealstack/demo");
  show.command(`npx sealstack ${short(argv.join(" "))}`);
  const tool = join(REPO_ROOT, "scripts", "sealstack.js");
  const { stdout } = await mustRun(process.execPath, [tool, ...argv], { env });
  show.detail(short(stdout.trimEnd()));
  return stdout;
}
