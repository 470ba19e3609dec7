/** `sealstack kms-plugin manifest`: prints what a control-plane node needs. */
import { OperatorError } from "../../errors";
import type { ManifestName } from "../../kms-plugin/manifests/manifest";
import type { ManifestOptions } from "../../kms-plugin/manifests/manifest-options";
import type { PluginFlags } from "../../kms-plugin/settings/flags";
import { loadConfig } from "../../kms-plugin/settings/load-config";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";

export interface ManifestCommand {
  readonly settings: Settings;
  readonly flags: PluginFlags & Partial<ManifestOptions>;
  readonly what: string;
}

export async function run({ settings, flags, what }: ManifestCommand): Promise<Report> {
  const { MANIFESTS, manifest } = await import("../../kms-plugin/manifests/manifest");
  const names: readonly string[] = MANIFESTS;
  if (!names.includes(what))
    throw new OperatorError("usage", `there is no manifest '${what}'`, {
      hint: `give one of ${names.join(", ")}`,
    });
  const { configPath = "", program = "", resources = [] } = flags;
  const text = manifest(what as ManifestName, await loadConfig(flags, settings), {
    configPath,
    image: flags.image,
    program,
    resources,
    providerName: flags.providerName,
    v1ProviderName: flags.v1ProviderName,
  });
  return { data: { manifest: text }, lines: text.split("\n") };
}
