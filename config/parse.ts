import { parseChecked } from "../modules/checked-yaml/parse";
import { text as aText } from "../modules/shape";
import { assertArguments } from "../modules/validate";
import { type Config, configSchema } from "./schema";

/**
 * Reads the text of a configuration.
 *
 * @param name what the file is called, for the message
 * @throws {@link ConfigError} with every problem of the file, each with its path, line and column.
 */
export function parseConfig(text: string, name: string): Config {
  assertArguments("parseConfig", { text, name }, { text: aText, name: aText });
  return parseChecked(text, name, configSchema);
}
