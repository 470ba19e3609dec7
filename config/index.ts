export { ConfigError } from "../modules/config-error";
export { configFile, loadConfig } from "./load";
export { parseConfig } from "./parse";
export { type Config, configSchema } from "./schema";
