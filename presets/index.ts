import type { Construct } from "constructs";
import type { z } from "zod";
import { ConfigError } from "../modules/config-error";
import { shown, shownList } from "../modules/show-value";
import { ApplicationKeyStack } from "./application-key";
import type { AwsStack, Deployment } from "./common/stack/aws-stack";
import { EtcdCaBackupStack } from "./etcd-ca-backup";
import { FleetStack } from "./fleet";
import { ImportedKeyStack } from "./imported-key";
import { KeyAuditStack } from "./key-audit";
import { KubernetesKmsStack } from "./kubernetes-kms";
import { MultiRegionVaultStack } from "./multi-region-vault";
import { PublicEncryptionStack } from "./public-encryption";
import { S3ReplicationStack } from "./s3-replication";
import { S3ReplicationDestinationStack } from "./s3-replication-destination";
import type { PRESET_SCHEMAS } from "./schemas";
import { SigningStack } from "./signing";
import { SnapshotSharingStack } from "./snapshot-sharing";
import { StateKeyStack } from "./state-key";
import { VaultAccountStack } from "./vault-account";
import { VaultSourceStack } from "./vault-source";

export type { Backend } from "./common/config/backend";
export type { PresetProps } from "./common/config/preset-props";
export type { AwsStack, Deployment } from "./common/stack/aws-stack";
export { DeployerStack, type DeployerStackProps } from "./common/stack/deployer-stack";
export { assertNamesApart } from "./common/stack/same-names";
export { removeStaleOutput } from "./common/stack/stale-output";

/** Configuration of one stack, whatever its preset. */
export type PresetConfig = z.infer<(typeof PRESET_SCHEMAS)[number]>;

/** Name of a preset, as `sealstack.yaml` has it. */
export type PresetName = PresetConfig["preset"];

/** The same as people write it: what has a default may be left out. */
export type PresetInput = z.input<(typeof PRESET_SCHEMAS)[number]>;

type StackOf<Name extends PresetName> = new (
  scope: Construct,
  id: string,
  props: {
    readonly config: Extract<PresetInput, { readonly preset: Name }>;
    readonly deployment?: Deployment;
  },
) => AwsStack;

/** What each preset is made of. A new one is one more row. */
const STACKS: { readonly [Name in PresetName]: StackOf<Name> } = {
  "application-key": ApplicationKeyStack,
  "etcd-ca-backup": EtcdCaBackupStack,
  fleet: FleetStack,
  "imported-key": ImportedKeyStack,
  "key-audit": KeyAuditStack,
  "kubernetes-kms": KubernetesKmsStack,
  "multi-region-vault": MultiRegionVaultStack,
  "public-encryption": PublicEncryptionStack,
  "s3-replication": S3ReplicationStack,
  "s3-replication-destination": S3ReplicationDestinationStack,
  signing: SigningStack,
  "snapshot-sharing": SnapshotSharingStack,
  "state-key": StateKeyStack,
  "vault-account": VaultAccountStack,
  "vault-source": VaultSourceStack,
};

/**
 * Adds the stack that a configuration describes.
 *
 * @param deployment how to deploy it; without it, it is a module whose caller brings provider and state
 * @throws {@link ConfigError} with everything that is wrong with the configuration, or when a construct refuses what it says.
 */
export function addStack(
  scope: Construct,
  id: string,
  config: PresetInput,
  deployment?: Deployment,
): AwsStack {
  const preset: unknown = config?.preset;
  if (typeof preset !== "string" || !Object.hasOwn(STACKS, preset))
    throw new ConfigError(id, [
      `config.preset: must be one of ${shownList(Object.keys(STACKS))}, got ${shown(preset)}`,
    ]);
  const Stack = STACKS[preset as PresetName] as StackOf<PresetName>;
  return new Stack(scope, id, {
    config: config as never,
    ...(deployment === undefined ? {} : { deployment }),
  });
}
