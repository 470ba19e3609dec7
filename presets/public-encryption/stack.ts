import type { Construct } from "constructs";
import { InlinePolicy, Role } from "../../modules/iam";
import { Alias } from "../../modules/kms";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { manageKeysStatements } from "../common/policies/manage-keys";
import { AwsStack } from "../common/stack/aws-stack";
import { presetKey, rootOf } from "../common/stack/preset-key";
import { trustStatements } from "../common/stack/trust";
import { publicEncryptionSchema } from "./config";
import { OUTPUT } from "./outputs";
import { keyPolicy, openStatements } from "./policies";

/** What {@link PublicEncryptionStack} needs. */
export type PublicEncryptionStackProps = PresetProps<typeof publicEncryptionSchema>;

/**
 * Encryption by those who cannot call KMS: an RSA key whose public half is handed out, a role that opens, and one that manages.
 *
 * The order breaks the cycle between key and roles: roles (trust only), key (its policy names the roles), policies of the roles (they name
 * the key).
 */
export class PublicEncryptionStack extends AwsStack {
  constructor(scope: Construct, id: string, props: PublicEncryptionStackProps) {
    const { config, deployment } = presetProps(publicEncryptionSchema, scope, id, props);
    super(scope, id, deployment);
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const { key: keyConfig, tags } = config;
    const { alias, spec, encryptionAlgorithms } = keyConfig;
    const role = (
      name: "opener" | "administrator",
      description: string,
      { trust, maxSessionDuration } = config[name],
    ) =>
      new Role(this, name, {
        name: `${id}-${name}`,
        description,
        trust: trustStatements(trust, this.env),
        maxSessionDuration,
        instanceProfile: trust.some(({ type }) => type === "ec2"),
        tags,
      });
    const opener = role("opener", "Opens what was encrypted with the public key; manages nothing.");
    const administrator = role("administrator", "Manages the key; opens nothing.");
    const audiences = { administrators: [administrator.roleArn], openers: [opener.roleArn] };
    const key = presetKey(this, "key", {
      config: keyConfig,
      description: `Public encryption of ${id}`,
      policy: keyPolicy(this.env, audiences, encryptionAlgorithms, rootOf(keyConfig)),
      opens: "decrypt what was encrypted with the public key",
      type: { keySpec: spec, keyUsage: "ENCRYPT_DECRYPT" },
      tags,
    });
    new Alias(this, "alias", { name: alias, targetKey: key });
    const policies = {
      "opener-policy": { role: opener, statements: openStatements(key.keyArn, encryptionAlgorithms) },
      "administrator-policy": {
        role: administrator,
        statements: manageKeysStatements(this.env, [alias], [key.keyArn]),
      },
    };
    for (const [policyId, { role, statements }] of Object.entries(policies))
      new InlinePolicy(this, policyId, { name: "public-encryption", attachTo: { role }, statements });
    this.output(OUTPUT.region, "Region of the key.", this.env.region);
    this.output(OUTPUT.keyArn, "ARN of the key, which messages name.", key.keyArn);
    this.output(OUTPUT.keyId, "Id of the key.", key.keyId);
    this.output(OUTPUT.alias, "Alias of the key.", alias);
    this.output(OUTPUT.openerRoleArn, "ARN of the role that opens.", opener.roleArn);
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", administrator.roleArn);
  }
}
