/** The configuration from where it is: flags alone, or a file with flags on top. */
import { readFile } from "node:fs/promises";
import { OperatorError } from "../errors";
import type { PluginConfig } from "./config";
import { configOfFlags, type Place, type PluginFlags } from "./flags";

/** @throws OperatorError `usage`. */
export async function loadConfig(flags: PluginFlags, place: Place): Promise<PluginConfig> {
  const { config: file } = flags;
  if (file === undefined) return configOfFlags(flags, place);
  const text = await readFile(file, "utf8").catch((cause) => {
    throw new OperatorError("usage", `the configuration ${file} cannot be read (${cause.code})`, { cause });
  });
  const { configOfFile } = await import("./config-file"); // its parser and schema take time to load
  return configOfFile(text, file, flags, place);
}
