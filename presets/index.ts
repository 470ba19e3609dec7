import type { Construct } from "constructs";
import type { z } from "zod";
import { ApplicationKeyStack } from "./application-key";
import type { AwsStack, Deployment } from "./common/stack/aws-stack";
import { EtcdCaBackupStack } from "./etcd-ca-backup";
import { KubernetesKmsStack } from "./kubernetes-kms";
import type { PRESET_SCHEMAS } from "./schemas";
import { SigningStack } from "./signing";

export type { Backend } from "./common/config/backend";
export type { AwsStack, Deployment } from "./common/stack/aws-stack";
export { removeStaleOutput } from "./common/stack/stale-output";

/** Configuration of one stack, whatever its preset. */
export type PresetConfig = z.infer<(typeof PRESET_SCHEMAS)[number]>;

/** Name of a preset, as `sealstack.yaml` has it. */
export type PresetName = PresetConfig["preset"];

type StackOf<Name extends PresetName> = new (
  scope: Construct,
  id: string,
  props: {
    readonly config: Extract<PresetConfig, { readonly preset: Name }>;
    readonly deployment?: Deployment;
  },
) => AwsStack;

/** What each preset is made of. A new one is one more row. */
const STACKS: { readonly [Name in PresetName]: StackOf<Name> } = {
  "application-key": ApplicationKeyStack,
  "etcd-ca-backup": EtcdCaBackupStack,
  "kubernetes-kms": KubernetesKmsStack,
  signing: SigningStack,
};

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
  const Stack = STACKS[config.preset] as StackOf<PresetName>;
  return new Stack(scope, id, {
    config: config as never,
    ...(deployment === undefined ? {} : { deployment }),
  });
}
