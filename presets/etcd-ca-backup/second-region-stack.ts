/** What the stack has in other regions: replicas of the key, and a second bucket that S3 copies every new backup to. */
import type { Construct } from "constructs";
import { formatArn } from "../../modules/arn";
import { OUTPUT } from "../../modules/backup-contract";
import { type Key, ReplicaKey } from "../../modules/kms";
import { Bucket, Replication } from "../../modules/s3";
import { rootOf } from "../common/stack/preset-key";
import type { EtcdCaBackupConfig } from "./config";
import { type Audiences, type BackupPlace, type Replicas, replicaKeyPolicy } from "./policies";

/** What {@link replicaKeys} and {@link secondBucket} need. */
export interface SecondRegionProps {
  readonly config: EtcdCaBackupConfig;
  /** The first region. */
  readonly place: BackupPlace;
  readonly key: Key;
  readonly audiences: Audiences;
}

/** Keys by region. */
export type ReplicaKeys = Readonly<Record<string, ReplicaKey>>;

/** Where the second bucket is; `undefined` where none is configured. */
export function secondPlace(
  { config: { bucket }, place }: Pick<SecondRegionProps, "config" | "place">,
  stack: string,
): (BackupPlace & { readonly bucketName: string }) | undefined {
  if (bucket.replica === undefined) return undefined;
  const env = { ...place.env, region: bucket.replica.region };
  const bucketName = bucket.replica.name ?? `${stack}-${env.accountId}-${env.region}`;
  const { partition } = env;
  const bucketArn = formatArn({ partition, service: "s3", region: "", account: "", resource: bucketName });
  return { ...place, env, bucketArn, bucketName };
}

/** A replica of the key in every region that the configuration names, under the same alias. */
export function replicaKeys(scope: Construct, props: SecondRegionProps): ReplicaKeys {
  const { config, place, key, audiences } = props;
  const { replicaRegions, deletionWindowInDays, preventDestroy, alias } = config.key;
  const second = secondPlace(props, scope.node.id);
  return Object.fromEntries(
    replicaRegions.map((region) => {
      const here = second?.env.region === region ? second : undefined;
      const replica = new ReplicaKey(scope, `key-${region}`, {
        primary: key,
        region,
        policy: replicaKeyPolicy(place, here, audiences, rootOf(config.key)),
        deletionWindowInDays,
        preventDestroy: preventDestroy || { off: "key.preventDestroy is false in the configuration" },
        tags: config.tags,
      });
      replica.addAlias(alias, "alias");
      return [region, replica];
    }),
  );
}

/** The second bucket, and what copies every new backup to it. */
export function secondBucket(
  scope: Construct,
  props: SecondRegionProps,
  source: Bucket,
  replicas: ReplicaKeys,
): Bucket | undefined {
  const { config, place, audiences } = props;
  const second = secondPlace(props, scope.node.id);
  const replica = replicas[second?.env.region ?? ""];
  if (second === undefined || replica === undefined) return undefined;
  const { objectLock, prefixes } = config.bucket;
  const bucket = new Bucket(scope, "replica", {
    name: second.bucketName,
    region: second.env.region,
    key: replica,
    retentions: prefixes,
    encryptionUpdaters: audiences.administrators,
    ...(objectLock === undefined ? {} : { objectLock }),
    preventDestroy: config.bucket.replica?.preventDestroy || {
      off: "bucket.replica.preventDestroy is false in the configuration",
    },
    tags: config.tags,
  });
  new Replication(scope, "replication", {
    env: place.env,
    roleName: `${scope.node.id}-replication`,
    source,
    // Deletions are not copied: what somebody deletes in the one region is still there in the other.
    destinations: [{ bucket }],
  });
  return bucket;
}

/** What the policies of the roles name. */
export function replicasOf(props: SecondRegionProps, stack: string, keys: ReplicaKeys): Replicas {
  const second = secondPlace(props, stack);
  const key = keys[second?.env.region ?? ""];
  return {
    keyArns: Object.values(keys).map(({ keyArn }) => keyArn),
    regions: Object.keys(keys),
    ...(second === undefined || key === undefined ? {} : { bucket: { place: second, keyArn: key.keyArn } }),
  };
}

/** Value of the output that `--region` chooses from: what is where, in the words of the first region's outputs. */
export function replicaOutputs(
  keys: ReplicaKeys,
  bucket: Bucket | undefined,
  alias: string,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries(
    Object.entries(keys).map(([region, key]) => [
      region,
      {
        [OUTPUT.keyArn]: key.keyArn,
        [OUTPUT.keyId]: key.keyId,
        [OUTPUT.alias]: alias,
        ...(bucket?.region === region ? { [OUTPUT.bucket]: bucket.bucketName } : {}),
      },
    ]),
  );
}
