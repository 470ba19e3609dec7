/** The configuration from where it is: a file or a stack's outputs, with flags on top, or flags alone. */
import { readFile } from "node:fs/promises";
import { OperatorError } from "../../errors";
import type { PluginConfig } from "./config";
import { configOfFlags, type Place, type PluginFlags } from "./flags";

/** Output of the preset kubernetes-kms: the plugin's configuration, as an object or as its JSON. */
const OUTPUT = "kms_plugin";

export interface Source extends Place {
  /** Of a stack; empty without an outputs file. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** @throws OperatorError `usage`. */
export async function loadConfig(flags: PluginFlags, place: Source): Promise<PluginConfig> {
  const { config: file } = flags;
  if (file === undefined) {
    const output = place.outputs[OUTPUT];
    if (output === undefined && flags.key === undefined && Object.keys(place.outputs).length > 0)
      throw new OperatorError("usage", `the stack has no output ${OUTPUT}, and --key names no key`, {
        hint: "name a stack of the preset kubernetes-kms, or the key with --key and --listen",
      });
    if (output === undefined || flags.key !== undefined) return configOfFlags(flags, place);
    const { configOfFile, configOfValue } = await import("./config-file");
    const where = `the output ${OUTPUT}`;
    return typeof output === "string"
      ? configOfFile(output, where, flags, place)
      : configOfValue(output, where, flags, place);
  }
  const text = await readFile(file, "utf8").catch((cause) => {
    throw new OperatorError("usage", `the configuration ${file} cannot be read (${cause.code})`, { cause });
  });
  const { configOfFile } = await import("./config-file"); // its parser and schema take time to load
  return configOfFile(text, file, flags, place);
}
