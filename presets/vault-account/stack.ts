import type { Construct } from "constructs";
import { type AwsEnvironment, InlinePolicy, type Role } from "../../modules/iam";
import type { Key } from "../../modules/kms";
import { Bucket } from "../../modules/s3";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { noncurrentRules } from "../common/config/retention-schema";
import { OUTPUT } from "../common/pair/outputs";
import { administratorStatements } from "../common/pair/policies";
import { AwsStack } from "../common/stack/aws-stack";
import { type PairRoleProps, pairKey, pairRole } from "../common/stack/pair-parts";
import type { VaultPlace } from "../common/vault/ways";
import { type VaultAccountConfig, vaultAccountSchema } from "./config";
import { sourceOutputs, VAULT_OUTPUT } from "./outputs";
import {
  breakGlassStatements,
  replicationPatterns,
  sourceBucketStatements,
  sourceKeyStatements,
  vaultRules,
} from "./policies";
import { furtherRestorers, vaultOf } from "./vault";

/** What {@link VaultAccountStack} needs. */
export type VaultAccountStackProps = PresetProps<typeof vaultAccountSchema>;

/**
 * A locked bucket and its key in an account of their own, for copies from many accounts and regions. It is deployed first: sources need its key. So it names their roles by
 * conditions, because neither KMS nor S3 takes a principal that is not there yet.
 */
export class VaultAccountStack extends AwsStack {
  constructor(scope: Construct, id: string, props: VaultAccountStackProps) {
    const { config, deployment } = presetProps(vaultAccountSchema, scope, id, props);
    super(scope, id, deployment);
    const { env } = this;
    const vault = vaultOf(config);
    this.allRoles(config.roles);
    const roles = vaultRoles(this, config, env);
    const key = pairKey(this, "key", {
      env,
      config: config.key,
      description: `Copies in ${id}`,
      administrator: roles.administrator,
      tags: config.tags,
    });
    const breakGlass = roles.breakGlass === undefined ? [] : [roles.breakGlass.roleArn];
    const bucket = vaultBucket(this, config, env, key, breakGlass);
    const place: VaultPlace = { env, bucketArn: bucket.bucketArn, keyArn: key.keyArn };
    this.perimeter(config.perimeter, replicationPatterns(place, vault));
    bucket.addToPolicy(...sourceBucketStatements(place, vault));
    key.addToPolicy(...sourceKeyStatements(place, vault));
    for (const { arn, prefix } of furtherRestorers(config))
      bucket.grantRestoreOnly({ arn }, { prefixes: [prefix], crossAccount: true, byName: true });
    if (roles.restorer !== undefined) bucket.grantRestoreOnly(roles.restorer, { prefixes: [""] });
    new InlinePolicy(this, "administrator-policy", {
      name: "vault",
      attachTo: { role: roles.administrator },
      statements: administratorStatements(config.key.alias, [
        { env, keyArn: key.keyArn, bucketArn: bucket.bucketArn },
      ]),
    });
    if (roles.breakGlass !== undefined)
      new InlinePolicy(this, "break-glass-policy", {
        name: "vault",
        attachTo: { role: roles.breakGlass },
        statements: breakGlassStatements(bucket.bucketArn),
        waitFor: [bucket.ready],
      });
    this.outputs(config, place, bucket, roles, key);
  }

  private outputs(
    config: VaultAccountConfig,
    place: VaultPlace,
    bucket: Bucket,
    roles: VaultRoles,
    key: Key,
  ): void {
    const { administrator, restorer, breakGlass } = roles;
    this.output(OUTPUT.region, "Region of bucket and key.", place.env.region);
    this.output(OUTPUT.accountId, "Account of the stack.", place.env.accountId);
    this.output(OUTPUT.keyArn, "ARN of the key.", key.keyArn);
    this.output(OUTPUT.keyId, "Id of the key.", key.keyId);
    this.output(OUTPUT.alias, "Alias of the key.", config.key.alias);
    this.output(OUTPUT.bucket, "Name of the bucket.", bucket.bucketName);
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", administrator.roleArn);
    if (restorer !== undefined)
      this.output(VAULT_OUTPUT.restorerRoleArn, "ARN of the role that reads all copies.", restorer.roleArn);
    if (breakGlass !== undefined)
      this.output(
        VAULT_OUTPUT.breakGlassRoleArn,
        "ARN of the role that ends locks and versions.",
        breakGlass.roleArn,
      );
    this.output(
      VAULT_OUTPUT.sources,
      "By account id: where its copies go, and the policies of its roles.",
      sourceOutputs(place, bucket.bucketName, vaultOf(config)),
    );
  }
}

interface VaultRoles {
  readonly administrator: Role;
  readonly restorer: Role | undefined;
  readonly breakGlass: Role | undefined;
}

function vaultRoles(scope: Construct, config: VaultAccountConfig, env: AwsEnvironment): VaultRoles {
  const role = (name: string, description: string, given: PairRoleProps["config"] | undefined) =>
    given === undefined
      ? undefined
      : pairRole(scope, { env, name, description, config: given, tags: config.tags });
  return {
    administrator: pairRole(scope, {
      env,
      name: "administrator",
      description: "Manages the key; does not use it, and reads no copy.",
      config: config.administrator,
      tags: config.tags,
    }),
    restorer: role("restorer", "Reads the copies of every source; changes none.", config.restorer),
    breakGlass: role("break-glass", "Ends locks and deletes versions; reads no copy.", config.breakGlass),
  };
}

function vaultBucket(
  scope: Construct,
  { bucket: own, tags }: VaultAccountConfig,
  env: AwsEnvironment,
  key: Key,
  breakGlass: readonly string[],
): Bucket {
  return new Bucket(scope, "vault", {
    name: own.name ?? `${scope.node.id}-${env.accountId}-${env.region}`,
    key,
    policy: (bucketArn) => vaultRules(bucketArn, breakGlass),
    retentions: own.retentions,
    ...noncurrentRules(own.noncurrentExpirationInDays),
    objectLock: own.objectLock,
    preventDestroy: own.preventDestroy || { off: "bucket.preventDestroy is false in the configuration" },
    tags,
  });
}
