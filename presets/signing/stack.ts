import type { Construct } from "constructs";
import { InlinePolicy, Role } from "../../modules/iam";
import { Alias, type Key, type KeyProps } from "../../modules/kms";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { manageKeysStatements } from "../common/policies/manage-keys";
import { AwsStack } from "../common/stack/aws-stack";
import { type PresetKeyConfig, presetKey, rootOf } from "../common/stack/preset-key";
import { trustStatements } from "../common/stack/trust";
import { type SigningConfig, signingSchema } from "./config";
import { OUTPUT } from "./outputs";
import { type KeyPurpose, keyPolicy, useStatements } from "./policies";

/** What {@link SigningStack} needs. */
export type SigningStackProps = PresetProps<typeof signingSchema>;

/**
 * Signatures, and on request message authentication codes: a key for each, a role that signs, one that verifies, and one that manages.
 *
 * The order breaks the cycle between keys and roles: roles (trust only), keys (their policies name the roles), policies of the roles
 * (they name the keys).
 */
export class SigningStack extends AwsStack {
  private readonly config: SigningConfig;

  constructor(scope: Construct, id: string, props: SigningStackProps) {
    const { config, deployment } = presetProps(signingSchema, scope, id, props);
    super(scope, id, deployment);
    this.config = config;
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const roles = this.roles(id);
    const signing = this.key("key", "signing", roles, config.key, {
      keySpec: config.key.spec,
      keyUsage: "SIGN_VERIFY",
    });
    const mac = config.mac && this.key("mac", "mac", roles, config.mac, { keySpec: config.mac.spec });
    this.allow(roles, signing, mac);
    this.outputs(roles, signing, mac);
  }

  private roles(id: string): Roles {
    const { signer, verifier, administrator, tags } = this.config;
    const role = (name: keyof Roles, description: string, { trust, maxSessionDuration }: typeof signer) =>
      new Role(this, name, {
        name: `${id}-${name}`,
        description,
        trust: trustStatements(trust, this.env),
        maxSessionDuration,
        instanceProfile: trust.some(({ type }) => type === "ec2"),
        tags,
      });
    return {
      signer: role("signer", "Signs; manages nothing.", signer),
      verifier: role("verifier", "Verifies; can neither sign nor manage.", verifier),
      administrator: role("administrator", "Manages the keys; does not use them.", administrator),
    };
  }

  private key(
    id: string,
    purpose: KeyPurpose,
    { signer, verifier, administrator }: Roles,
    config: PresetKeyConfig & { readonly alias: string },
    type: Pick<KeyProps, "keySpec" | "keyUsage">,
  ): NamedKey {
    const audiences = {
      administrators: [administrator.roleArn],
      signers: [signer.roleArn],
      verifiers: [verifier.roleArn],
    };
    const what = purpose === "signing" ? "Signatures" : "Message authentication codes";
    const key = presetKey(this, id, {
      config,
      description: `${what} of ${this.node.id}`,
      policy: keyPolicy(this.env, purpose, audiences, rootOf(config)),
      opens: "sign",
      type,
      tags: this.config.tags,
    });
    return {
      key,
      alias: new Alias(this, id === "key" ? "alias" : `${id}-alias`, { name: config.alias, targetKey: key }),
    };
  }

  private allow(
    { signer, verifier, administrator }: Roles,
    signing: NamedKey,
    mac: NamedKey | undefined,
  ): void {
    const keyArns = { signing: signing.key.keyArn, ...(mac === undefined ? {} : { mac: mac.key.keyArn }) };
    const { key, mac: macConfig } = this.config;
    const aliases = [key.alias, ...(macConfig === undefined ? [] : [macConfig.alias])];
    const policies = {
      "signer-policy": { role: signer, statements: useStatements("signers", keyArns) },
      "verifier-policy": { role: verifier, statements: useStatements("verifiers", keyArns) },
      "administrator-policy": {
        role: administrator,
        statements: manageKeysStatements(this.env, aliases, Object.values(keyArns)),
      },
    };
    for (const [id, { role, statements }] of Object.entries(policies))
      new InlinePolicy(this, id, { name: "signing", attachTo: { role }, statements });
  }

  private outputs(roles: Roles, signing: NamedKey, mac: NamedKey | undefined): void {
    this.output(OUTPUT.region, "Region of the keys.", this.env.region);
    this.output(OUTPUT.keyArn, "ARN of the key that signs.", signing.key.keyArn);
    this.output(OUTPUT.keyId, "Id of the key that signs.", signing.key.keyId);
    this.output(OUTPUT.alias, "Alias of the key that signs.", signing.alias.aliasName);
    if (mac !== undefined) {
      this.output(OUTPUT.macKeyArn, "ARN of the HMAC key.", mac.key.keyArn);
      this.output(OUTPUT.macAlias, "Alias of the HMAC key.", mac.alias.aliasName);
    }
    this.output(OUTPUT.signerRoleArn, "ARN of the role that signs.", roles.signer.roleArn);
    this.output(OUTPUT.verifierRoleArn, "ARN of the role that verifies.", roles.verifier.roleArn);
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", roles.administrator.roleArn);
  }
}

interface Roles {
  readonly signer: Role;
  readonly verifier: Role;
  readonly administrator: Role;
}

interface NamedKey {
  readonly key: Key;
  readonly alias: Alias;
}
