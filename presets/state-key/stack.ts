import type { Construct } from "constructs";
import { formatArn } from "../../modules/arn";
import { InlinePolicy, Role } from "../../modules/iam";
import { Alias, type Key, ReplicaKey } from "../../modules/kms";
import { Bucket } from "../../modules/s3";
import { backendBlock, encryptionBlock, stateIn } from "../../modules/state-blocks";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import type { Trust } from "../common/config/trust-schema";
import { AwsStack } from "../common/stack/aws-stack";
import { presetKey, rootOf } from "../common/stack/preset-key";
import { trustStatements } from "../common/stack/trust";
import { type StateKeyConfig, stateKeySchema } from "./config";
import { OUTPUT } from "./outputs";
import {
  type Audiences,
  administratorStatements,
  deployerStatements,
  keyPolicy,
  readerStatements,
  type StatePlace,
} from "./policies";

/** What {@link StateKeyStack} needs. */
export type StateKeyStackProps = PresetProps<typeof stateKeySchema>;

/** Days: longer than any upload of a state takes. */
const ABORT_INCOMPLETE_MULTIPART_UPLOAD_IN_DAYS = 7;

/** States of Terraform and OpenTofu: a bucket, a key that encrypts them here and there, and who applies, plans and manages. */
export class StateKeyStack extends AwsStack {
  private readonly config: StateKeyConfig;

  constructor(scope: Construct, id: string, props: StateKeyStackProps) {
    const { config, deployment } = presetProps(stateKeySchema, scope, id, props);
    super(scope, id, deployment);
    this.config = config;
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const { region, accountId, partition } = this.env;
    const bucketName = config.bucket.name ?? `${id}-${accountId}-${region}`;
    const place: StatePlace = {
      env: this.env,
      bucketArn: formatArn({ partition, service: "s3", region: "", account: "", resource: bucketName }),
      prefixes: config.prefixes,
      withoutContext: config.key.allowAwsKmsProvider,
    };
    const roles: Roles = {
      deployer: this.role("deployer", "Reads, writes and locks states; deletes none."),
      reader: this.role("reader", "Reads states; changes none, and locks none."),
      administrator: this.role("administrator", "Manages the key; opens no state."),
    };
    const audiences: Audiences = {
      administrators: [roles.administrator.roleArn],
      deployers: [roles.deployer.roleArn],
      readers: [roles.reader.roleArn],
    };
    const key = presetKey(this, "key", {
      config: config.key,
      env: this.env,
      description: `States in ${id}`,
      policy: keyPolicy(place, audiences, rootOf(config.key)),
      opens: "open states",
      tags: config.tags,
    });
    const alias = new Alias(this, "alias", { name: config.key.alias, targetKey: key });
    const replicas = this.replicas(key, place, audiences);
    const bucket = this.bucket(bucketName, key);
    const replicaArns = Object.values(replicas).map(({ keyArn }) => keyArn);
    const policies = {
      deployer: deployerStatements(place),
      reader: readerStatements(place),
      administrator: administratorStatements(
        place,
        config.key.alias,
        [key.keyArn, ...replicaArns],
        config.key.replicaRegions,
      ),
    };
    for (const name of ["deployer", "reader", "administrator"] as const)
      new InlinePolicy(this, `${name}-policy`, {
        name: "states",
        attachTo: { role: roles[name] },
        statements: policies[name],
        waitFor: [bucket.ready],
      });
    this.outputs(roles, { key, alias, bucket, replicas });
  }

  private role(name: keyof Roles, description: string): Role {
    const { trust, maxSessionDuration } = this.config[name];
    return new Role(this, name, {
      name: `${this.node.id}-${name}`,
      description,
      trust: trustStatements(trust, this.env),
      maxSessionDuration,
      instanceProfile: (trust as readonly Trust[]).some(({ type }) => type === "ec2"),
      tags: this.config.tags,
    });
  }

  /** By region. */
  private replicas(
    primary: Key,
    place: StatePlace,
    audiences: Audiences,
  ): Readonly<Record<string, ReplicaKey>> {
    const { key, tags } = this.config;
    return Object.fromEntries(
      key.replicaRegions.map((region) => {
        const replica = new ReplicaKey(this, `key-${region}`, {
          primary,
          region,
          policy: keyPolicy(place, audiences, rootOf(key), false),
          deletionWindowInDays: key.deletionWindowInDays,
          preventDestroy: key.preventDestroy || { off: "key.preventDestroy is false in the configuration" },
          tags,
        });
        replica.addAlias(key.alias, "alias");
        return [region, replica];
      }),
    );
  }

  private bucket(name: string, key: Key): Bucket {
    const { bucket, tags } = this.config;
    return new Bucket(this, "states", {
      name,
      key,
      lifecycle: [
        {
          id: "earlier versions",
          noncurrentExpirationInDays: bucket.noncurrentExpirationInDays,
          newerNoncurrentVersions: bucket.noncurrentVersionsKept,
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadInDays: ABORT_INCOMPLETE_MULTIPART_UPLOAD_IN_DAYS,
        },
      ],
      preventDestroy: bucket.preventDestroy || { off: "bucket.preventDestroy is false in the configuration" },
      tags,
    });
  }

  private outputs({ deployer, reader, administrator }: Roles, { key, alias, bucket, replicas }: Parts): void {
    const { prefixes, region, key: config } = this.config;
    const place = {
      keyArn: key.keyArn,
      region,
      fallbackRegions: config.replicaRegions,
      state: stateIn(prefixes[0] ?? ""),
      bucket: bucket.bucketName,
    };
    this.output(OUTPUT.region, "Region of key and bucket.", this.env.region);
    this.output(OUTPUT.keyArn, "ARN of the key.", key.keyArn);
    this.output(OUTPUT.keyId, "Id of the key.", key.keyId);
    this.output(OUTPUT.alias, "Alias of the key.", alias.aliasName);
    this.output(OUTPUT.bucket, "Name of the bucket.", bucket.bucketName);
    this.output(OUTPUT.prefixes, "Object-key prefixes of the states.", prefixes);
    this.output(OUTPUT.deployerRoleArn, "ARN of the role that applies.", deployer.roleArn);
    this.output(OUTPUT.readerRoleArn, "ARN of the role that plans.", reader.roleArn);
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", administrator.roleArn);
    const elsewhere = Object.entries(replicas).map(([where, { keyArn, keyId }]) => [
      where,
      {
        [OUTPUT.keyArn]: keyArn,
        [OUTPUT.keyId]: keyId,
        [OUTPUT.alias]: config.alias,
      },
    ]);
    if (elsewhere.length > 0)
      this.output(OUTPUT.replicas, "What is in other regions, by region.", Object.fromEntries(elsewhere));
    this.output(
      OUTPUT.encryption,
      "OpenTofu's encryption block, for one state.",
      encryptionBlock("external", place),
    );
    if (config.allowAwsKmsProvider)
      this.output(
        OUTPUT.encryptionAwsKms,
        "The same with OpenTofu's own key provider.",
        encryptionBlock("aws_kms", place),
      );
    this.output(OUTPUT.backend, "Backend of Terraform and OpenTofu, for one state.", backendBlock(place));
  }
}

interface Roles {
  readonly deployer: Role;
  readonly reader: Role;
  readonly administrator: Role;
}

interface Parts {
  readonly key: Key;
  readonly alias: Alias;
  readonly bucket: Bucket;
  readonly replicas: Readonly<Record<string, ReplicaKey>>;
}
