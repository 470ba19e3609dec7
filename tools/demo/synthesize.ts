import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../paths";
import { mustRun } from "../run";
import * as show from "./show";

/** `cdktf synth` into a folder of the demo's own, so that nobody's cdktf.out is touched. */
export async function synthesize(outDir: string, stack: string): Promise<void> {
  const started = Date.now();
  show.command("npx cdktf synth");
  const cdktf = join(REPO_ROOT, "node_modules", ".bin", "cdktf");
  await mustRun(cdktf, ["synth", "--output", outDir], {
    cwd: REPO_ROOT,
    hint: "run `npx cdktf synth` to see more",
  });
  const { resource } = JSON.parse(readFileSync(join(outDir, "stacks", stack, "cdk.tf.json"), "utf8")) as {
    resource: Record<string, Record<string, unknown>>;
  };
  const types = Object.entries(resource).map(([type, all]) => `${Object.keys(all).length} ${type}`);
  const count = Object.values(resource).reduce((sum, all) => sum + Object.keys(all).length, 0);
  show.detail(`stack ${stack}: ${count} resources in ${show.seconds(started)}`);
  show.detail(types.join(", "));
}
