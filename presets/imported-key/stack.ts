import type { Construct } from "constructs";
import { InlinePolicy, Role } from "../../modules/iam";
import { RotatedKeys } from "../../modules/kms";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { manageKeysStatements } from "../common/policies/manage-keys";
import { AwsStack } from "../common/stack/aws-stack";
import { protectionOf, rootOf, warnOfFullRoot } from "../common/stack/preset-key";
import { trustStatements } from "../common/stack/trust";
import { currentVersion, type ImportedKeyConfig, importedKeySchema } from "./config";
import { OUTPUT } from "./outputs";
import { importerStatements, keyPolicy, userStatements } from "./policies";

/** What {@link ImportedKeyStack} needs. */
export type ImportedKeyStackProps = PresetProps<typeof importedKeySchema>;

/**
 * Keys with material of one's own: one for each version behind one alias, a role that encrypts and opens, one that imports, and one that manages.
 *
 * The order breaks the cycle between keys and roles: roles (trust only), keys (their policies name the roles), policies of the roles (they name
 * the keys).
 */
export class ImportedKeyStack extends AwsStack {
  private readonly config: ImportedKeyConfig;

  constructor(scope: Construct, id: string, props: ImportedKeyStackProps) {
    const { config, deployment } = presetProps(importedKeySchema, scope, id, props);
    super(scope, id, deployment);
    this.config = config;
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const roles = {
      user: this.role("user", "Encrypts with the key of the alias, opens with all; manages nothing."),
      importer: this.role("importer", "Imports key material; neither uses nor manages the keys."),
      administrator: this.role("administrator", "Manages the keys and the alias; does not use the keys."),
    };
    const keys = this.keys(roles);
    this.allow(roles, keys);
    this.outputs(roles, keys);
  }

  private role(name: keyof Roles, description: string): Role {
    const { trust, maxSessionDuration } = this.config[name];
    return new Role(this, name, {
      name: `${this.node.id}-${name}`,
      description,
      trust: trustStatements(trust, this.env),
      maxSessionDuration,
      instanceProfile: trust.some(({ type }) => type === "ec2"),
      tags: this.config.tags,
    });
  }

  private keys({ user, importer, administrator }: Roles): RotatedKeys {
    const { key: config, tags } = this.config;
    const [first = "", ...more] = config.versions;
    const audiences = {
      administrators: [administrator.roleArn],
      users: [user.roleArn],
      importers: [importer.roleArn],
    };
    const keys = new RotatedKeys(this, "key", {
      description: `Imported material of ${this.node.id}`,
      policy: keyPolicy(this.env, audiences, rootOf(config)),
      origin: "EXTERNAL",
      alias: config.alias,
      versions: [first, ...more],
      current: currentVersion(this.config),
      ...protectionOf("key", config),
      tags,
    });
    warnOfFullRoot(keys, config, "encrypt and decrypt");
    return keys;
  }

  private allow({ user, importer, administrator }: Roles, keys: RotatedKeys): void {
    const keyArns = Object.values(keys.keys).map(({ keyArn }) => keyArn);
    const { alias } = this.config.key;
    const policies = {
      "user-policy": { role: user, statements: userStatements(keyArns, alias) },
      "importer-policy": { role: importer, statements: importerStatements(keyArns) },
      "administrator-policy": {
        role: administrator,
        statements: manageKeysStatements(this.env, [alias], keyArns),
      },
    };
    for (const [id, { role, statements }] of Object.entries(policies))
      new InlinePolicy(this, id, { name: "imported-key", attachTo: { role }, statements });
  }

  private outputs({ user, importer, administrator }: Roles, { keys, current, alias }: RotatedKeys): void {
    const versions = Object.entries(keys).map(([version, { keyArn }]) => ({ version, arn: keyArn }));
    this.output(OUTPUT.region, "Region of the keys.", this.env.region);
    this.output(OUTPUT.keyArn, "ARN of the current key.", current.keyArn);
    this.output(OUTPUT.keyId, "Id of the current key.", current.keyId);
    this.output(OUTPUT.alias, "Alias of the current key.", alias.aliasName);
    this.output(OUTPUT.keyVersions, "Keys in the order in which they encrypt.", versions);
    this.output(OUTPUT.keyVersion, "Which of them is current.", currentVersion(this.config));
    this.output(OUTPUT.userRoleArn, "ARN of the role that encrypts and opens.", user.roleArn);
    this.output(OUTPUT.importerRoleArn, "ARN of the role that imports material.", importer.roleArn);
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", administrator.roleArn);
  }
}

interface Roles {
  readonly user: Role;
  readonly importer: Role;
  readonly administrator: Role;
}
