import type { Construct } from "constructs";
import type { AwsStack, Deployment } from "./aws-stack";
import { type EtcdCaBackupConfig, EtcdCaBackupStack } from "./etcd-ca-backup";
import { type KubernetesKmsConfig, KubernetesKmsStack } from "./kubernetes-kms";

export { removeStaleOutput } from "./stale-output";

/** Configuration of one stack, whatever its preset. */
export type PresetConfig = EtcdCaBackupConfig | KubernetesKmsConfig;

/**
 * Adds the stack that a configuration describes.
 *
 * @param deployment how to deploy it; without it, it is a module whose caller brings provider and state
 * @throws {@link ConfigError} when a construct refuses what the configuration says.
 */
export function addStack(
  scope: Construct,
  id: string,
  config: PresetConfig,
  deployment?: Deployment,
): AwsStack {
  const how = deployment === undefined ? {} : { deployment };
  switch (config.preset) {
    case "etcd-ca-backup":
      return new EtcdCaBackupStack(scope, id, { config, ...how });
    case "kubernetes-kms":
      return new KubernetesKmsStack(scope, id, { config, ...how });
  }
}
