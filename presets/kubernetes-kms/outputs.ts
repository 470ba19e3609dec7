/** What the stack prints. */

/** Names of the outputs. */
export const OUTPUT = {
  region: "region",
  keyArn: "key_arn",
  keyId: "key_id",
  alias: "key_alias",
  nodeRoleArn: "node_role_arn",
  administratorRoleArn: "administrator_role_arn",
  instanceProfile: "node_instance_profile",
  rolesAnywhereProfileArn: "node_roles_anywhere_profile_arn",
  pluginConfig: "kms_plugin",
} as const;

/** What {@link pluginConfig} is made from. */
export interface PluginInputs {
  /** Name of the stack, which the plugin's key takes for logs and metrics. */
  readonly stack: string;
  /** ARN of the key, or its alias. */
  readonly key: string;
  readonly region: string;
  /** Path of the unix socket. */
  readonly listen: string;
  readonly encryptionContext: Readonly<Record<string, string>>;
  readonly previousKeyArns: readonly string[];
}

/** The plugin's configuration: as JSON, which is YAML too, the file that `sealstack kms-plugin --config` reads. */
export function pluginConfig(inputs: PluginInputs) {
  const { stack, key, region, listen, encryptionContext, previousKeyArns } = inputs;
  return { region, keys: { [stack]: { key, listen, encryptionContext, previous: previousKeyArns } } };
}
