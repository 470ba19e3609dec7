/** `sealstack kms-plugin`: the Kubernetes KMS encryption provider. Runs until it is told to stop. */
import { setFlagsFromString } from "node:v8";
import type { Settings } from "../config";
import type { PluginFlags } from "../kms-plugin/flags";
import { loadConfig } from "../kms-plugin/load-config";
import type { Report } from "../output";
import type { CommandIo } from "./io";

export interface KmsPluginOptions {
  readonly settings: Settings;
  readonly flags: PluginFlags;
}

export async function run({ settings, flags }: KmsPluginOptions, io: CommandIo): Promise<Report> {
  // Requests leave short-lived objects only: V8 would let their space grow from 1 to 16 MiB a half, for nothing.
  setFlagsFromString("--semi-space-growth-factor=1");
  const config = await loadConfig(flags, settings);
  const { servePlugin } = await import("../kms-plugin"); // gRPC and the SDK take time to load
  await servePlugin(config, {
    write: (line) => io.output.logLine(line),
    signal: io.signal,
    toolVersion: io.toolVersion,
  });
  return { data: { stopped: true }, text: "" };
}
