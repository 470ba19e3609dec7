import { join } from "node:path";
import * as config from "../../../config";
import { builder, type Call } from "./call";

const FILE = join(__dirname, "../../../sealstack.yaml");

export const CONFIG_CALLS: readonly Call[] = [
  builder("configFile", config.configFile, { environment: { SEALSTACK_CONFIG: FILE } }),
  builder("loadConfig", config.loadConfig, { environment: { SEALSTACK_CONFIG: FILE } }),
  builder("parseConfig", config.parseConfig, {
    text: "stacks: {a: {preset: signing, region: eu-central-1}}",
    name: "sealstack.yaml",
  }),
  builder("ConfigError", (path, problems) => new config.ConfigError(path, problems).message, {
    path: "test",
    problems: ["a must be b"],
  }),
];
