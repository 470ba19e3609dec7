/** What the stack has in other regions: replicas of the key, and a second bucket that S3 copies every new backup to. */
import type { Construct } from "constructs";
import { formatArn } from "../../modules/arn";
import { OUTPUT } from "../../modules/backup-contract";
import { type Key, ReplicaKey } from "../../modules/kms";
import { Bucket, type OtherAccountBucket, Replication } from "../../modules/s3";
import { replicationRoleName } from "../common/config/check-pairs";
import { batchReplication } from "../common/stack/batch-replication";
import { rootOf } from "../common/stack/preset-key";
import type { EtcdCaBackupConfig } from "./config";
import type { BackupPlace, Replicas } from "./place";
import { type Audiences, replicaKeyPolicy } from "./policies";

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
  const bucketName =
    bucket.replica.account?.bucket ?? bucket.replica.name ?? `${stack}-${env.accountId}-${env.region}`;
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
      // S3 uses another account's key for another account's bucket.
      const ours = config.bucket.replica?.account === undefined;
      const here = ours && second?.env.region === region ? second : undefined;
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

/** The second bucket, of this account or another one, and what copies every new backup to it. */
export function secondBucket(
  scope: Construct,
  props: SecondRegionProps,
  source: Bucket,
  replicas: ReplicaKeys,
): Bucket | OtherAccountBucket | undefined {
  const { config, place } = props;
  const second = secondPlace(props, scope.node.id);
  const replica = replicas[second?.env.region ?? ""];
  if (second === undefined || replica === undefined) return undefined;
  const account = config.bucket.replica?.account;
  const bucket =
    account === undefined
      ? ownSecondBucket(scope, props, second, replica)
      : {
          bucketArn: second.bucketArn,
          accountId: account.id,
          region: second.env.region,
          keyArn: account.keyArn,
          objectLock: account.objectLock,
        };
  new Replication(scope, "replication", {
    env: place.env,
    roleName: replicationRoleName(scope.node.id),
    source,
    // Deletions are not copied: what somebody deletes in the one region is still there in the other.
    destinations: [{ bucket }],
  });
  return bucket;
}

function ownSecondBucket(
  scope: Construct,
  { config, audiences }: SecondRegionProps,
  second: BackupPlace & { readonly bucketName: string },
  replica: ReplicaKey,
): Bucket {
  const { objectLock, prefixes } = config.bucket;
  return new Bucket(scope, "replica", {
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
}

/** The role of jobs that copy the backups of before, where one is asked for; by the names of its outputs. */
export function copyWhatIsThere(scope: Construct, { config, place, key }: SecondRegionProps, source: Bucket) {
  const { preventDestroy, replica } = config.bucket;
  if (replica?.batchReplication === undefined) return [];
  return batchReplication(scope, {
    config: replica.batchReplication,
    env: place.env,
    region: config.region,
    source,
    key,
    prefixes: place.prefixes,
    preventDestroy: preventDestroy || { off: "bucket.preventDestroy is false in the configuration" },
    tags: config.tags,
  });
}

/** What the policies of the roles name. */
export function replicasOf(props: SecondRegionProps, stack: string, keys: ReplicaKeys): Replicas {
  const second = secondPlace(props, stack);
  const account = props.config.bucket.replica?.account;
  const keyArn = account?.keyArn ?? keys[second?.env.region ?? ""]?.keyArn;
  return {
    keyArns: Object.values(keys).map(({ keyArn }) => keyArn),
    regions: Object.keys(keys),
    ...(second === undefined || keyArn === undefined
      ? {}
      : { bucket: { place: second, keyArn, otherAccount: account !== undefined } }),
  };
}

/** Value of the output that `--region` chooses from: what is where, in the words of the first region's outputs. */
export function replicaOutputs(
  props: SecondRegionProps,
  stack: string,
  keys: ReplicaKeys,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const second = secondPlace(props, stack);
  return Object.fromEntries(
    Object.entries(keys).map(([region, key]) => [
      region,
      {
        [OUTPUT.keyArn]: key.keyArn,
        [OUTPUT.keyId]: key.keyId,
        [OUTPUT.alias]: props.config.key.alias,
        ...(second?.env.region === region ? { [OUTPUT.bucket]: second.bucketName } : {}),
      },
    ]),
  );
}
