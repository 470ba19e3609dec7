import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { type Config, parseConfig } from "../../../config";

const ROOT = join(__dirname, "../../..");

/** Every stack of sealstack.yaml and the samples in examples/, in one configuration. */
export function allSamples(): Config["stacks"] {
  const samples = readdirSync(join(ROOT, "examples")).filter((name) => name.endsWith(".yaml"));
  const files = ["sealstack.yaml", ...samples.map((name) => `examples/${name}`)];
  const stacks = files.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    return Object.entries((parse(text) as { stacks: Record<string, unknown> }).stacks);
  });
  return parseConfig(stringify({ stacks: Object.fromEntries(stacks) }), "all samples").stacks;
}
