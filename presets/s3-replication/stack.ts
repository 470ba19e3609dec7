import type { Construct } from "constructs";
import { formatArn } from "../../modules/arn";
import { InlinePolicy, type Role } from "../../modules/iam";
import type { Key } from "../../modules/kms";
import { Bucket, type OtherAccountBucket, Replication } from "../../modules/s3";
import { replicationRoleName } from "../common/config/check-pairs";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { noncurrentRules } from "../common/config/retention-schema";
import { OUTPUT } from "../common/pair/outputs";
import { administratorStatements } from "../common/pair/policies";
import { AwsStack } from "../common/stack/aws-stack";
import { batchReplication } from "../common/stack/batch-replication";
import { type PairRoleProps, pairKey, pairRole } from "../common/stack/pair-parts";
import { type S3ReplicationConfig, s3ReplicationSchema } from "./config";

/** What {@link S3ReplicationStack} needs. */
export type S3ReplicationStackProps = PresetProps<typeof s3ReplicationSchema>;

/**
 * A bucket under a KMS key, and its replica: under a key of another region, or in another account, whose owner deploys `S3ReplicationDestinationStack`.
 *
 * The order breaks the cycle between keys and roles: roles (trust only), keys, buckets, and what the buckets grant to roles.
 */
export class S3ReplicationStack extends AwsStack {
  private readonly config: S3ReplicationConfig;

  constructor(scope: Construct, id: string, props: S3ReplicationStackProps) {
    const { config, deployment } = presetProps(s3ReplicationSchema, scope, id, props);
    super(scope, id, deployment);
    this.config = config;
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const roles = this.roles();
    const first = this.first(roles.administrator);
    const second = this.second(roles.administrator);
    const replication = new Replication(this, "replication", {
      env: this.env,
      roleName: replicationRoleName(id),
      source: first.bucket,
      destinations: [{ bucket: second?.bucket ?? this.elsewhere(), rules: this.rules() }],
    });
    this.allow(roles, first, second);
    this.outputs(roles, replication, first, second);
    const { batchReplication: jobs, bucket, replication: rules, tags } = config;
    if (jobs === undefined) return;
    const parts = {
      config: jobs,
      env: this.env,
      region: config.region,
      source: first.bucket,
      key: first.key,
      prefixes: rules.prefixes,
      preventDestroy: bucket.preventDestroy || { off: "bucket.preventDestroy is false in the configuration" },
      tags,
    } as const;
    for (const output of batchReplication(this, parts)) this.output(...output);
  }

  private roles(): Roles {
    const { writer, reader, administrator, tags } = this.config;
    const role = (name: string, description: string, config: PairRoleProps["config"]) =>
      pairRole(this, { env: this.env, name, description, config, tags });
    return {
      writer: role("writer", "Writes objects; reads none.", writer),
      reader: role("reader", "Reads objects and replicas; changes none.", reader),
      administrator: role(
        "administrator",
        "Manages the keys; uses none, and reads no object.",
        administrator,
      ),
    };
  }

  private first(administrator: Role): Place {
    const { bucket: config, tags } = this.config;
    const key = this.key("key", "Objects", administrator);
    const bucket = new Bucket(this, "source", {
      name: config.name ?? this.bucketName(this.env.region),
      key,
      ...this.protection("bucket", config.preventDestroy),
      tags,
    });
    return { bucket, key };
  }

  /** In this account; `undefined` where another one keeps the replicas. */
  private second(administrator: Role): Place | undefined {
    const { destination, tags } = this.config;
    const { region, account, name, preventDestroy } = destination;
    if (account !== undefined) return undefined;
    const key = this.key("replica-key", "Replicas", administrator, region);
    const bucket = new Bucket(this, "replica", {
      name: name ?? this.bucketName(region),
      region,
      key,
      ...this.protection("destination", preventDestroy),
      tags,
    });
    return { bucket, key };
  }

  private elsewhere(): OtherAccountBucket {
    const { region, account } = this.config.destination;
    if (account === undefined) throw new RangeError("there is no other account");
    const { id, bucket, keyArn, objectLock } = account;
    const { partition } = this.env;
    return {
      bucketArn: formatArn({ partition, service: "s3", region: "", account: "", resource: bucket }),
      accountId: id,
      region,
      keyArn,
      objectLock,
    };
  }

  private rules() {
    const { prefixes, deleteMarkers, storageClass, replicationTime, metrics } = this.config.replication;
    const rule = {
      deleteMarkers,
      replicationTime,
      ...(metrics === undefined ? {} : { metrics }),
      ...(storageClass === undefined ? {} : { storageClass }),
    };
    return prefixes.length === 0 ? [rule] : prefixes.map((prefix) => ({ ...rule, prefix }));
  }

  private key(id: string, what: string, administrator: Role, region?: string): Key {
    const { key: own, destination, tags } = this.config;
    return pairKey(this, id, {
      env: this.env,
      config: region === undefined ? own : { ...own, preventDestroy: destination.preventDestroy },
      description: `${what} of ${this.node.id}`,
      administrator,
      ...(region === undefined ? {} : { region }),
      tags,
    });
  }

  private protection(what: string, preventDestroy: boolean) {
    const { retentions, objectLock, noncurrentExpirationInDays } = this.config.bucket;
    return {
      retentions,
      ...noncurrentRules(noncurrentExpirationInDays),
      ...(objectLock === undefined ? {} : { objectLock }),
      preventDestroy: preventDestroy || { off: `${what}.preventDestroy is false in the configuration` },
    };
  }

  private bucketName(region: string): string {
    return `${this.node.id}-${this.env.accountId}-${region}`;
  }

  private allow({ writer, reader, administrator }: Roles, first: Place, second: Place | undefined): void {
    const everything = { prefixes: [""] };
    const places = [first, ...(second === undefined ? [] : [second])];
    first.bucket.grantWriteOnly(writer, everything);
    for (const { bucket } of places) bucket.grantRestoreOnly(reader, everything);
    new InlinePolicy(this, "administrator-policy", {
      name: "replication",
      attachTo: { role: administrator },
      statements: administratorStatements(
        this.config.key.alias,
        places.map(({ bucket, key }) => ({
          env: { ...this.env, region: bucket.props.region ?? this.env.region },
          keyArn: key.keyArn,
          bucketArn: bucket.bucketArn,
        })),
      ),
    });
  }

  private outputs(roles: Roles, replication: Replication, first: Place, second: Place | undefined): void {
    const { key, destination } = this.config;
    this.output(OUTPUT.region, "Region of the first bucket and its key.", this.env.region);
    this.output(OUTPUT.accountId, "Account of the stack.", this.env.accountId);
    this.output(OUTPUT.keyArn, "ARN of the key.", first.key.keyArn);
    this.output(OUTPUT.keyId, "Id of the key.", first.key.keyId);
    this.output(OUTPUT.alias, "Alias of the keys.", key.alias);
    this.output(OUTPUT.bucket, "Name of the first bucket.", first.bucket.bucketName);
    this.output(OUTPUT.replicas, "Where the replicas are, by region.", {
      [destination.region]: {
        [OUTPUT.bucket]: second?.bucket.bucketName ?? destination.account?.bucket,
        [OUTPUT.keyArn]: second?.key.keyArn ?? destination.account?.keyArn,
        ...(second === undefined ? {} : { [OUTPUT.keyId]: second.key.keyId, [OUTPUT.alias]: key.alias }),
      },
    });
    this.output(OUTPUT.replicationRoleArn, "ARN of the role with which S3 copies.", replication.role.roleArn);
    this.output(OUTPUT.writerRoleArn, "ARN of the role that writes objects.", roles.writer.roleArn);
    this.output(OUTPUT.readerRoleArn, "ARN of the role that reads objects.", roles.reader.roleArn);
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", roles.administrator.roleArn);
  }
}

interface Roles {
  readonly writer: Role;
  readonly reader: Role;
  readonly administrator: Role;
}

interface Place {
  readonly bucket: Bucket;
  readonly key: Key;
}
