/** `sealstack kms-plugin`: the Kubernetes KMS encryption provider. Runs until it is told to stop. */
import type { PluginFlags } from "../../kms-plugin/settings/flags";
import { loadConfig } from "../../kms-plugin/settings/load-config";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { keepHeapSmall } from "../small-heap";

export interface KmsPluginOptions {
  readonly settings: Settings;
  readonly flags: PluginFlags;
}

export async function run({ settings, flags }: KmsPluginOptions, io: CommandIo): Promise<Report> {
  keepHeapSmall("server");
  const config = await loadConfig(flags, settings);
  const { servePlugin } = await import("../../kms-plugin"); // gRPC and the SDK take time to load
  await servePlugin(config, {
    write: (line) => io.output.logLine(line),
    signal: io.signal,
    toolVersion: io.toolVersion,
  });
  return { data: { stopped: true }, lines: [] };
}
