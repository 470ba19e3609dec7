import type { Construct } from "constructs";
import { Table } from "../../modules/dynamodb";
import { type AwsEnvironment, InlinePolicy, Role } from "../../modules/iam";
import { Alias, type Key, ReplicaKey } from "../../modules/kms";
import { Bucket, Replication } from "../../modules/s3";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { noncurrentRules } from "../common/config/retention-schema";
import { manageKeysStatements } from "../common/policies/manage-keys";
import { AwsStack } from "../common/stack/aws-stack";
import { presetKey } from "../common/stack/preset-key";
import { trustStatements } from "../common/stack/trust";
import { type MultiRegionVaultConfig, multiRegionVaultSchema } from "./config";
import { OUTPUT } from "./outputs";
import { everywhere, fieldsOf, keyPolicy } from "./policies";

/** What {@link MultiRegionVaultStack} needs. */
export type MultiRegionVaultStackProps = PresetProps<typeof multiRegionVaultSchema>;

/** What is in one region. */
interface Place {
  readonly region: string;
  readonly key: Key | ReplicaKey;
  readonly bucket: Bucket;
  readonly writer: Role;
  readonly reader: Role;
}

/**
 * Sealed fields and files in two or three regions: a multi-Region key and its replicas, a global table, buckets that are copied to each other, and in each region
 * a role that writes and one that reads, which reach nothing in the others.
 */
export class MultiRegionVaultStack extends AwsStack {
  private readonly config: MultiRegionVaultConfig;
  private readonly tableName: string;

  constructor(scope: Construct, id: string, props: MultiRegionVaultStackProps) {
    const { config, deployment } = presetProps(multiRegionVaultSchema, scope, id, props);
    super(scope, id, deployment);
    this.config = config;
    this.tableName = config.table.name ?? id;
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const administrator = new Role(this, "administrator", {
      name: `${id}-administrator`,
      description: "Manages the keys; does not use them.",
      trust: trustStatements(config.administrator.trust, this.env),
      maxSessionDuration: config.administrator.maxSessionDuration,
      tags: config.tags,
    });
    const keys = this.keys([administrator.roleArn]);
    const places = Object.entries(keys).map(([region, key]) => this.place(region, key));
    const table = this.table(keys);
    for (const place of places) this.allow(place, table);
    this.replicate(places);
    this.manage(administrator, places);
    this.outputs(administrator, places);
  }

  /** By region, the first one first. */
  private keys(administrators: readonly string[]): Readonly<Record<string, Key | ReplicaKey>> {
    const { region: first, replicaRegions, key: config, tags } = this.config;
    const policyIn = (region: string) => keyPolicy(this.envIn(region), administrators, this.tableName);
    const primary = presetKey(this, "key", {
      config: { ...config, multiRegion: true, rootStatement: "manage" },
      env: this.envIn(first),
      description: `Fields and files of ${this.node.id}`,
      policy: policyIn(first),
      opens: "open fields and files",
      tags,
    });
    new Alias(this, "alias", { name: config.alias, targetKey: primary });
    const replicas = replicaRegions.map((region) => {
      const replica = new ReplicaKey(this, this.idIn(region, "key"), {
        primary,
        region,
        policy: policyIn(region),
        deletionWindowInDays: config.deletionWindowInDays,
        preventDestroy: config.preventDestroy || { off: "key.preventDestroy is false in the configuration" },
        tags,
      });
      replica.addAlias(config.alias, "alias");
      return [region, replica] as const;
    });
    return { [first]: primary, ...Object.fromEntries(replicas) };
  }

  private place(region: string, key: Key | ReplicaKey): Place {
    const { bucket, tags } = this.config;
    const role = (name: "writer" | "reader", description: string): Role => {
      const { trust, maxSessionDuration } = this.config[name];
      return new Role(this, this.idIn(region, name), {
        name: `${this.node.id}-${name}-${region}`,
        description,
        trust: trustStatements(trust, this.env),
        maxSessionDuration,
        instanceProfile: trust.some(({ type }) => type === "ec2"),
        tags,
      });
    };
    return {
      region,
      key,
      bucket: new Bucket(this, this.idIn(region, "files"), {
        name: bucket.names[region] ?? `${this.node.id}-${this.env.accountId}-${region}`,
        region,
        key,
        preventDestroy: bucket.preventDestroy || {
          off: "bucket.preventDestroy is false in the configuration",
        },
        ...noncurrentRules(bucket.noncurrentExpirationInDays),
        tags,
      }),
      writer: role("writer", `Seals fields, and adds items and objects in ${region}; opens nothing.`),
      reader: role("reader", `Reads items and objects, and opens fields in ${region}; changes nothing.`),
    };
  }

  private table(keys: Readonly<Record<string, Key | ReplicaKey>>): Table {
    const { region: first, table, tags } = this.config;
    const { [first]: key, ...replicas } = keys;
    if (key === undefined) throw new Error("the first region has no key");
    return new Table(this, "items", {
      env: this.envIn(first),
      name: this.tableName,
      key,
      partitionKey: { name: table.partitionKey },
      ...(table.sortKey === undefined ? {} : { sortKey: { name: table.sortKey } }),
      replicas: Object.fromEntries(
        Object.entries(replicas).map(([region, replica]) => [region, { key: replica }]),
      ),
      recoveryPeriodInDays: table.recoveryPeriodInDays,
      deletionProtection: table.deletionProtection || {
        off: "table.deletionProtection is false in the configuration",
      },
      preventDestroy: table.preventDestroy || { off: "table.preventDestroy is false in the configuration" },
      tags,
    });
  }

  /** Nothing of another region is named. */
  private allow({ region, key, bucket, writer, reader }: Place, table: Table): void {
    const encryptionContext = fieldsOf(this.tableName);
    key.grantEncrypt(writer, { encryptionContext });
    key.grantDecrypt(reader, { encryptionContext });
    bucket.grantWriteOnly(writer, { prefixes: [""] });
    bucket.grantReadOnly(reader, { prefixes: [""] });
    table.grantWriteOnly(writer, region);
    table.grantReadOnly(reader, region);
  }

  /** From each to all others. S3 does not copy what is a copy. */
  private replicate(places: readonly Place[]): void {
    for (const { region, bucket: source } of places) {
      const [first, ...more] = places
        .filter((place) => place.region !== region)
        .map(({ bucket, writer }) => ({ bucket, otherWriters: [writer.roleArn] }));
      if (first === undefined) continue;
      new Replication(this, this.idIn(region, "replication"), {
        env: this.envIn(region),
        roleName: `${this.node.id}-replication-${region}`,
        source,
        destinations: [first, ...more],
      });
    }
  }

  private manage(administrator: Role, places: readonly Place[]): void {
    const { alias } = this.config.key;
    const statements = everywhere(
      places.map(({ region, key }) => manageKeysStatements(this.envIn(region), [alias], [key.keyArn])),
    );
    new InlinePolicy(this, "administrator-policy", {
      name: "vault",
      attachTo: { role: administrator },
      statements,
    });
  }

  private outputs(administrator: Role, places: readonly Place[]): void {
    const [first, ...others] = places.map((place) => ({
      [OUTPUT.keyArn]: place.key.keyArn,
      [OUTPUT.keyId]: place.key.keyId,
      [OUTPUT.alias]: this.config.key.alias,
      [OUTPUT.table]: this.tableName,
      [OUTPUT.bucket]: place.bucket.bucketName,
      [OUTPUT.writerRoleArn]: place.writer.roleArn,
      [OUTPUT.readerRoleArn]: place.reader.roleArn,
    }));
    this.output(OUTPUT.region, "The first region.", this.env.region);
    for (const [name, value] of Object.entries(first ?? {}))
      this.output(name, `${MEANING[name]} of the first region.`, value);
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", administrator.roleArn);
    this.output(
      OUTPUT.replicas,
      "What is in other regions, by region.",
      Object.fromEntries(others.map((other, index) => [this.config.replicaRegions[index], other])),
    );
  }

  /** By place and not by region: another region is a change, which Terraform refuses, and not something else that it may make after it has deleted the first. */
  private idIn(region: string, what: string): string {
    const { region: first, replicaRegions } = this.config;
    return region === first ? what : `${what}-${["second", "third"][replicaRegions.indexOf(region)]}`;
  }

  private envIn(region: string): AwsEnvironment {
    return { ...this.env, region };
  }
}

const MEANING: Readonly<Record<string, string>> = {
  [OUTPUT.keyArn]: "ARN of the key",
  [OUTPUT.keyId]: "Id of the key",
  [OUTPUT.alias]: "Alias of the key",
  [OUTPUT.table]: "Name of the table",
  [OUTPUT.bucket]: "Name of the bucket",
  [OUTPUT.writerRoleArn]: "ARN of the role that writes",
  [OUTPUT.readerRoleArn]: "ARN of the role that reads",
};
