/** What a control-plane node needs to run the plugin, printed from its configuration. Pure. */
import { yamlText as yaml } from "../../core/schedule/yaml-text";
import type { PluginConfig } from "../settings/config";
import { encryptionConfiguration } from "./encryption-configuration";
import type { ManifestOptions } from "./manifest-options";
import { staticPod } from "./static-pod";
import { systemdUnit } from "./systemd-unit";

export const MANIFESTS = ["config", "static-pod", "encryption-configuration", "systemd-unit"] as const;
export type ManifestName = (typeof MANIFESTS)[number];

/** @throws OperatorError `usage` for what would not work on the node. */
export function manifest(name: ManifestName, config: PluginConfig, options: ManifestOptions): string {
  switch (name) {
    case "config":
      return yaml(configFile(config));
    case "static-pod":
      return yaml(staticPod(config, options));
    case "encryption-configuration":
      return (
        (options.v1ProviderName === undefined ? "" : V1_NEEDS) +
        yaml(encryptionConfiguration(config, options))
      );
    case "systemd-unit":
      return systemdUnit(config, options);
  }
}

const V1_NEEDS =
  "# KMS v1 is off since Kubernetes 1.29: kube-apiserver needs --feature-gates=KMSv1=true for it.\n";

/** Only what differs from the defaults would be shorter; but who reads it should see what holds. */
function configFile({ keys, health, limits, cache, socket, ...config }: PluginConfig) {
  return defined({
    keys: Object.fromEntries(
      keys.map(({ name, endpoint, ...key }) => [name, defined({ ...key, kmsEndpoint: endpoint })]),
    ),
    healthPort: addressText(health),
    healthzPath: health.healthzPath,
    livezPath: health.livezPath,
    healthKmsVersion: health.kmsVersion,
    qpsLimit: limits.qps || undefined,
    burstLimit: limits.qps > 0 ? limits.burst : undefined,
    retryTokenCapacity: limits.retryTokenCapacity,
    kmsV2Version: config.kmsV2Version,
    socketMode: socket.mode.toString(8).padStart(4, "0"),
    socketGroup: socket.group,
    deadline: config.deadlineMs,
    probeInterval: config.probeIntervalSeconds,
    cacheEntries: cache.maxEntries,
    cacheTtl: cache.ttlSeconds,
    debug: config.debug || undefined,
  });
}

function addressText({ host = "", port }: PluginConfig["health"]): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Without what is undefined and empty, which only makes noise. */
function defined(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const empty = (value: unknown) =>
    value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !empty(value)));
}
