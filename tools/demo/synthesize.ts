import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../paths";
import { mustRun } from "../processes/run";
import * as show from "./show";

/** What a command line begins with where the configuration is not the one that is found by itself. */
export const configuredBy = (configFile: string): string =>
  configFile === "sealstack.yaml" ? "" : `SEALSTACK_CONFIG=${configFile} `;

/** `cdktf synth` of one configuration file, into a folder of the demo's own, so that nobody's cdktf.out is touched. */
export async function synthesize(outDir: string, configFile: string): Promise<void> {
  const started = Date.now();
  show.command(`${configuredBy(configFile)}npx cdktf synth`);
  const cdktf = join(REPO_ROOT, "node_modules", ".bin", "cdktf");
  await mustRun(cdktf, ["synth", "--output", outDir], {
    cwd: REPO_ROOT,
    env: { ...process.env, SEALSTACK_CONFIG: configFile },
    hint: "run `npx cdktf synth` to see more",
  });
  for (const stack of readdirSync(join(outDir, "stacks"))) describe(outDir, stack, started);
}

function describe(outDir: string, stack: string, started: number): void {
  const { resource } = JSON.parse(readFileSync(join(outDir, "stacks", stack, "cdk.tf.json"), "utf8")) as {
    resource: Record<string, Record<string, unknown>>;
  };
  const types = Object.entries(resource).map(([type, all]) => `${Object.keys(all).length} ${type}`);
  const count = Object.values(resource).reduce((sum, all) => sum + Object.keys(all).length, 0);
  show.detail(`stack ${stack}: ${count} resources in ${show.seconds(started)}`);
  show.detail(types.join(", "));
}
