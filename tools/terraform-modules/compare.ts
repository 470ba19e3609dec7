/**
 * `npx tsx tools/terraform-modules/compare.ts FOLDER NAME [MANY]`: compares the module in FOLDER/NAME with the stack of its preset, or its construct, and shows
 * what is different. MANY configurations are drawn, 12 by default.
 */

import { resolve } from "node:path";
import { say } from "../say";
import { compareConstruct } from "./compare/constructs";
import { comparePreset } from "./compare/presets";
import { constructModule } from "./constructs";

const MANY = 12;

const tell = (line: string): void => say(line, process.stdout);

async function main([
  folder = "dist/terraform",
  preset = "",
  many = String(MANY),
]: readonly string[]): Promise<number> {
  const module = resolve(folder, preset);
  const compare = constructModule(preset) === undefined ? comparePreset : compareConstruct;
  const { configurations, resources, unlike } = await compare(preset, module, Number(many), say);
  for (const { configuration, config, lines } of unlike) {
    tell(`${configuration}: ${JSON.stringify(config)}`);
    for (const line of lines) tell(`  ${line}`);
  }
  tell(`${preset}: ${configurations} configurations, ${resources} resources, ${unlike.length} unlike`);
  return unlike.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error & { readonly details?: readonly string[] }) => {
    say([error.message, ...(error.details ?? [])].join("\n"));
    process.exitCode = 1;
  },
);
