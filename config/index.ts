export { ConfigError } from "../modules/config-error";
export { loadConfig } from "./load";
export { parseConfig } from "./parse";
export { type Config, configSchema } from "./schema";
