import type { Construct } from "constructs";
import { InlinePolicy, Role, RolesAnywhereProfile } from "../../modules/iam";
import { Alias, type Key } from "../../modules/kms";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { manageKeysStatements } from "../common/policies/manage-keys";
import { AwsStack } from "../common/stack/aws-stack";
import { presetKey, rootOf } from "../common/stack/preset-key";
import { trustStatements } from "../common/stack/trust";
import { type KubernetesKmsConfig, kubernetesKmsSchema } from "./config";
import { OUTPUT, pluginConfig } from "./outputs";
import { keyPolicy, nodeStatements, type PluginUse } from "./policies";

/** What {@link KubernetesKmsStack} needs. */
export type KubernetesKmsStackProps = PresetProps<typeof kubernetesKmsSchema>;

/**
 * Encryption of what a Kubernetes cluster stores, with `sealstack kms-plugin`: a key, a role for the nodes of the control plane, and one
 * that manages.
 *
 * The order breaks the cycle between key and roles: roles (trust only), key (its policy names the roles), policies of the roles
 * (they name the key).
 */
export class KubernetesKmsStack extends AwsStack {
  private readonly config: KubernetesKmsConfig;

  constructor(scope: Construct, id: string, props: KubernetesKmsStackProps) {
    const { config, deployment } = presetProps(kubernetesKmsSchema, scope, id, props);
    super(scope, id, deployment);
    this.config = config;
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const { encryptionContext, keyBy } = config.plugin;
    const plugin: PluginUse = { encryptionContext, followsAlias: keyBy === "alias" };
    const roles = this.roles(id);
    const key = this.key(plugin, roles);
    const alias = new Alias(this, "alias", { name: config.key.alias, targetKey: key });
    this.allow(plugin, roles, key);
    this.outputs(roles, key, alias);
  }

  private roles(id: string): Roles {
    const { controlPlane, administrator, tags } = this.config;
    const trusts = (type: string) => controlPlane.trust.some((trust) => trust.type === type);
    const node = new Role(this, "node", {
      name: `${id}-node`,
      description: "Encrypts and decrypts what Kubernetes stores; manages nothing.",
      trust: trustStatements(controlPlane.trust, this.env),
      instanceProfile: trusts("ec2"),
      tags,
    });
    return {
      node,
      certificates: trusts("rolesAnywhere")
        ? new RolesAnywhereProfile(this, "certificates", { name: `${id}-node`, roles: [node], tags })
        : undefined,
      administrator: new Role(this, "administrator", {
        name: `${id}-administrator`,
        description: "Manages the key; does not use it.",
        trust: trustStatements(administrator.trust, this.env),
        maxSessionDuration: administrator.maxSessionDuration,
        tags,
      }),
    };
  }

  private key(plugin: PluginUse, { node, administrator }: Roles): Key {
    const { key: config, tags } = this.config;
    const audiences = { administrators: [administrator.roleArn], nodes: [node.roleArn] };
    return presetKey(this, "key", {
      config,
      description: `Objects that Kubernetes stores, for ${this.node.id}`,
      policy: keyPolicy(this.env, plugin, audiences, rootOf(config)),
      opens: "decrypt what Kubernetes stores",
      tags,
    });
  }

  private allow(plugin: PluginUse, { node, administrator }: Roles, key: Key): void {
    const { alias, previousKeyArns } = this.config.key;
    new InlinePolicy(this, "node-policy", {
      name: "kms-plugin",
      attachTo: { role: node },
      statements: nodeStatements(plugin, key.keyArn, previousKeyArns),
    });
    new InlinePolicy(this, "administrator-policy", {
      name: "kms-plugin",
      attachTo: { role: administrator },
      statements: manageKeysStatements(this.env, [alias], [key.keyArn]),
    });
  }

  private outputs({ node, certificates, administrator }: Roles, key: Key, alias: Alias): void {
    const { region } = this.env;
    const { listen, encryptionContext, keyBy } = this.config.plugin;
    this.output(OUTPUT.region, "Region of the key.", region);
    this.output(OUTPUT.keyArn, "ARN of the key.", key.keyArn);
    this.output(OUTPUT.keyId, "Id of the key.", key.keyId);
    this.output(OUTPUT.alias, "Alias of the key.", alias.aliasName);
    this.output(OUTPUT.nodeRoleArn, "ARN of the role of the control plane's nodes.", node.roleArn);
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", administrator.roleArn);
    if (node.instanceProfileName !== undefined)
      this.output(OUTPUT.instanceProfile, "Instance profile for the nodes.", node.instanceProfileName);
    if (certificates !== undefined)
      this.output(
        OUTPUT.rolesAnywhereProfileArn,
        "Profile of IAM Roles Anywhere for the nodes.",
        certificates.profileArn,
      );
    this.output(
      OUTPUT.pluginConfig,
      "Configuration of sealstack kms-plugin; it holds no secret.",
      pluginConfig({
        stack: this.node.id,
        key: keyBy === "alias" ? alias.aliasName : key.keyArn,
        region,
        listen,
        encryptionContext,
        previousKeyArns: this.config.key.previousKeyArns,
      }),
    );
  }
}

interface Roles {
  readonly node: Role;
  readonly certificates: RolesAnywhereProfile | undefined;
  readonly administrator: Role;
}
