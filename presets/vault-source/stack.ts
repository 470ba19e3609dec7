import type { Construct } from "constructs";
import { formatArn, parseArn } from "../../modules/arn";
import { type AwsEnvironment, InlinePolicy, type Role } from "../../modules/iam";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { OUTPUT } from "../common/pair/outputs";
import { AwsStack } from "../common/stack/aws-stack";
import { type PairRoleProps, pairRole } from "../common/stack/pair-parts";
import { identityStatements, type VaultPlace, type Way } from "../common/vault/ways";
import { type VaultSourceConfig, vaultSourceSchema } from "./config";
import { VAULT_SOURCE_OUTPUT } from "./outputs";

/** What {@link VaultSourceStack} needs. */
export type VaultSourceStackProps = PresetProps<typeof vaultSourceSchema>;

/** The roles of one account that uses a vault. Their policies are one half of the permission; the other half is the vault's. */
export class VaultSourceStack extends AwsStack {
  constructor(scope: Construct, id: string, props: VaultSourceStackProps) {
    const { config, deployment } = presetProps(vaultSourceSchema, scope, id, props);
    super(scope, id, deployment);
    this.allRoles(config.roles);
    const place = placeOf(config, this.env);
    const prefix = config.vault.prefix ?? `${config.accountId}/`;
    const role = (way: Way, description: string, given: PairRoleProps["config"]): Role => {
      const made = pairRole(this, {
        env: this.env,
        name: way,
        description,
        config: given,
        tags: config.tags,
      });
      new InlinePolicy(this, `${way}-policy`, {
        name: "vault",
        attachTo: { role: made },
        statements: identityStatements(place, way, prefix),
      });
      return made;
    };
    const writer = role("writer", "Adds copies to the vault; reads and changes none.", config.writer);
    this.output(OUTPUT.region, "Region of the vault.", place.env.region);
    this.output(OUTPUT.accountId, "Account of the stack.", this.env.accountId);
    this.output(OUTPUT.keyArn, "ARN of the vault's key.", place.keyArn);
    this.output(OUTPUT.bucket, "Name of the vault's bucket.", config.vault.bucket);
    this.output(VAULT_SOURCE_OUTPUT.prefix, "Start of all object keys.", prefix);
    this.output(OUTPUT.writerRoleArn, "ARN of the role that adds copies.", writer.roleArn);
    if (config.restorer === undefined) return;
    const restorer = role("restorer", "Reads copies in the vault; changes none.", config.restorer);
    this.output(VAULT_SOURCE_OUTPUT.restorerRoleArn, "ARN of the role that reads copies.", restorer.roleArn);
  }
}

/** The vault is where its key is. */
function placeOf({ region, vault }: VaultSourceConfig, env: AwsEnvironment): VaultPlace {
  const { partition } = env;
  return {
    env: { ...env, region: parseArn(vault.keyArn)?.region ?? region },
    bucketArn: formatArn({ partition, service: "s3", region: "", account: "", resource: vault.bucket }),
    keyArn: vault.keyArn,
  };
}
