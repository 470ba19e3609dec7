import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ConfigError } from "../modules/config-error";
import { having, optional, text } from "../modules/shape";
import { assertArguments } from "../modules/validate";
import { parseConfig } from "./parse";
import type { Config } from "./schema";

/** Names another file than {@link DEFAULT_FILE}. */
export const CONFIG_VARIABLE = "SEALSTACK_CONFIG";

const DEFAULT_FILE = "sealstack.yaml";

type Environment = Readonly<Record<string, string | undefined>>;

const SHAPE = { environment: having<Environment>({ [CONFIG_VARIABLE]: optional(text) }) };

/**
 * The configuration file: the one that `SEALSTACK_CONFIG` names, or `./sealstack.yaml`.
 *
 * @param environment such as `process.env`
 * @throws {@link ConfigError} when that is no object, or the name no text.
 */
export function configFile(environment: Environment): string {
  assertArguments("configFile", { environment }, SHAPE);
  return environment[CONFIG_VARIABLE] || DEFAULT_FILE;
}

/**
 * Reads the {@link configFile}. The path of a local state becomes
 * absolute, because Terraform runs in another folder.
 *
 * @param environment such as `process.env`
 * @throws {@link ConfigError} when the file cannot be read, or with every problem in it.
 */
export function loadConfig(environment: Environment): Config {
  assertArguments("loadConfig", { environment }, SHAPE);
  const file = configFile(environment);
  const config = parseConfig(read(file), file);
  if (config.backend.type !== "local") return config;
  return { ...config, backend: { ...config.backend, path: resolve(dirname(file), config.backend.path) } };
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new ConfigError(file, [
      `cannot be read (${reason}); set ${CONFIG_VARIABLE} to the path of the configuration`,
    ]);
  }
}
