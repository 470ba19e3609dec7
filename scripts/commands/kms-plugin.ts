/** `sealstack kms-plugin`: the Kubernetes KMS encryption provider. Runs until it is told to stop. */
import type { Settings } from "../config";
import { configOfFlags, type PluginFlags } from "../kms-plugin/flags";
import type { Report } from "../output";
import type { CommandIo } from "./io";

export interface KmsPluginOptions {
  readonly settings: Settings;
  readonly flags: PluginFlags;
}

export async function run({ settings, flags }: KmsPluginOptions, io: CommandIo): Promise<Report> {
  const config = configOfFlags(flags, settings);
  const { servePlugin } = await import("../kms-plugin");
  await servePlugin(config, {
    write: (line) => io.output.logLine(line),
    signal: io.signal,
    toolVersion: io.toolVersion,
  });
  return { data: { stopped: true }, text: "" };
}
