/** `sealstack kms-plugin`: the Kubernetes KMS encryption provider. Runs until it is told to stop. */
import type { Settings } from "../config";
import type { PluginFlags } from "../kms-plugin/flags";
import type { Report } from "../output";
import type { CommandIo } from "./io";

export interface KmsPluginOptions {
  readonly settings: Settings;
  readonly flags: PluginFlags;
}

export async function run({ settings, flags }: KmsPluginOptions, io: CommandIo): Promise<Report> {
  // gRPC, metrics and the parser of the file take time to load.
  const { loadConfig, servePlugin } = await import("../kms-plugin");
  await servePlugin(await loadConfig(flags, settings), {
    write: (line) => io.output.logLine(line),
    signal: io.signal,
    toolVersion: io.toolVersion,
  });
  return { data: { stopped: true }, text: "" };
}
