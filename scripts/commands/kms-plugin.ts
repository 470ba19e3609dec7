/** `sealstack kms-plugin`: the Kubernetes KMS encryption provider. Runs until it is told to stop. */
import { setFlagsFromString } from "node:v8";
import type { Settings } from "../config";
import type { PluginFlags } from "../kms-plugin/flags";
import { loadConfig } from "../kms-plugin/load-config";
import type { Report } from "../output";
import type { CommandIo } from "./io";

/**
 * A node of a control plane has better uses for memory than garbage. By default V8 lets the space of new objects grow to 16 MiB a half,
 * and the heap to several times what lives in it: 124 MiB under load instead of 83.
 */
const SMALL_HEAP = ["--semi-space-growth-factor=1", "--heap-growing-percent=50"] as const;

export interface KmsPluginOptions {
  readonly settings: Settings;
  readonly flags: PluginFlags;
}

export async function run({ settings, flags }: KmsPluginOptions, io: CommandIo): Promise<Report> {
  for (const flag of SMALL_HEAP) setFlagsFromString(flag);
  const config = await loadConfig(flags, settings);
  const { servePlugin } = await import("../kms-plugin"); // gRPC and the SDK take time to load
  await servePlugin(config, {
    write: (line) => io.output.logLine(line),
    signal: io.signal,
    toolVersion: io.toolVersion,
  });
  return { data: { stopped: true }, text: "" };
}
