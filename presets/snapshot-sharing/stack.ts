import type { Construct } from "constructs";
import { parseArn } from "../../modules/arn";
import { InlinePolicy, Role, type Statement } from "../../modules/iam";
import { Alias, type Key } from "../../modules/kms";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { manageKeysStatements } from "../common/policies/manage-keys";
import { AwsStack } from "../common/stack/aws-stack";
import { presetKey, rootOf } from "../common/stack/preset-key";
import { trustStatements } from "../common/stack/trust";
import { type SnapshotSharingConfig, snapshotSharingSchema } from "./config";
import { keyPolicy, openStatements } from "./key-policy";
import { OUTPUT } from "./outputs";
import { copyStatements, shareStatements } from "./policies";

/** What {@link SnapshotSharingStack} needs. */
export type SnapshotSharingStackProps = PresetProps<typeof snapshotSharingSchema>;

/**
 * One half of sharing snapshots. Side `source`: the key that snapshots are under, which the other accounts may copy from through EC2 and RDS,
 * and a role that shares. Side `target`: a key of its own, and a role that copies from the sources under it.
 *
 * The order breaks the cycle between key and roles: roles (trust only), key (its policy names the roles), policies of the roles
 * (they name the keys).
 */
export class SnapshotSharingStack extends AwsStack {
  private readonly config: SnapshotSharingConfig;

  constructor(scope: Construct, id: string, props: SnapshotSharingStackProps) {
    const { config, deployment } = presetProps(snapshotSharingSchema, scope, id, props);
    super(scope, id, deployment);
    this.config = config;
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const acting = this.acting(id);
    const administrator = this.role(
      id,
      "administrator",
      "Manages the key; does not use it.",
      config.administrator,
    );
    const key = this.key(acting, administrator);
    const alias = new Alias(this, "alias", { name: config.key.alias, targetKey: key });
    this.allow(acting, this.actingStatements());
    this.allow(administrator, manageKeysStatements(this.env, [config.key.alias], [key.keyArn]));
    this.outputs(key, alias, acting, administrator);
  }

  /** The role that the side is for. */
  private acting(id: string): Role {
    const { source, target } = this.config;
    if (source !== undefined)
      return this.role(id, "sharer", "Shares snapshots; opens and deletes none.", source.sharer);
    if (target !== undefined)
      return this.role(id, "copier", "Copies shared snapshots; opens and deletes none.", target.copier);
    throw new Error("the schema lets neither side through");
  }

  private role(
    id: string,
    name: "sharer" | "copier" | "administrator",
    description: string,
    { trust, maxSessionDuration }: SnapshotSharingConfig["administrator"] | Actor,
  ): Role {
    return new Role(this, name, {
      name: `${id}-${name}`,
      description,
      trust: trustStatements(trust, this.env),
      maxSessionDuration,
      instanceProfile: trust.some(({ type }) => type === "ec2"),
      tags: this.config.tags,
    });
  }

  private key(acting: Role, administrator: Role): Key {
    const { side, services, key: config, source, tags } = this.config;
    const audiences = {
      administrators: [administrator.roleArn],
      users: [acting.roleArn, ...config.users],
      accounts: source?.accounts ?? [],
      copiers: source?.copiers ?? [],
    };
    return presetKey(this, "key", {
      config,
      description: `${side === "source" ? "Snapshots" : "Copies of snapshots"} of ${this.node.id}`,
      policy: keyPolicy(this.env, services, source?.regions ?? [], audiences, rootOf(config)),
      opens: "open the snapshots",
      tags,
    });
  }

  private actingStatements(): readonly Statement[] {
    const { services, source, target } = this.config;
    const keyArns = target?.keyArns ?? [];
    const from = keyArns.flatMap((arn) => {
      const { region, account } = parseArn(arn) ?? {};
      return region === undefined || account === undefined ? [] : [{ region, accountId: account }];
    });
    const regions = [...new Set([this.env.region, ...from.map(({ region }) => region)])];
    return [
      ...copyStatements(this.env, services, from),
      ...shareStatements(this.env, services, source?.accounts ?? []),
      ...(keyArns.length === 0 ? [] : openStatements({ services, regions }, keyArns)),
    ];
  }

  private allow(role: Role, statements: readonly Statement[]): void {
    new InlinePolicy(this, `${role.node.id}-policy`, {
      name: "snapshots",
      attachTo: { role },
      statements,
    });
  }

  private outputs(key: Key, alias: Alias, acting: Role, administrator: Role): void {
    const { source, target } = this.config;
    this.output(OUTPUT.region, "Region of the key.", this.env.region);
    this.output(OUTPUT.keyArn, "ARN of the key.", key.keyArn);
    this.output(OUTPUT.keyId, "Id of the key.", key.keyId);
    this.output(OUTPUT.alias, "Alias of the key.", alias.aliasName);
    if (source !== undefined) {
      this.output(OUTPUT.accounts, "Accounts that may copy.", source.accounts);
      this.output(OUTPUT.sharerRoleArn, "ARN of the role that shares.", acting.roleArn);
    }
    if (target !== undefined) {
      this.output(OUTPUT.sourceKeyArns, "Keys of the sources.", target.keyArns);
      this.output(OUTPUT.copierRoleArn, "ARN of the role that copies.", acting.roleArn);
    }
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", administrator.roleArn);
  }
}

type Actor = NonNullable<SnapshotSharingConfig["source"]>["sharer"];
