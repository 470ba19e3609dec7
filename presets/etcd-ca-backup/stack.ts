import type { Construct } from "constructs";
import { formatArn } from "../../modules/arn";
import { OUTPUT, REPLICAS_OUTPUT } from "../../modules/backup-contract";
import { InlinePolicy, type User } from "../../modules/iam";
import { Alias, type Key } from "../../modules/kms";
import { Bucket } from "../../modules/s3";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { addAudit } from "../common/stack/audit";
import { AwsStack } from "../common/stack/aws-stack";
import { presetKey, rootOf } from "../common/stack/preset-key";
import { additionStatements } from "./caretakers";
import { arnsOf, caretakerOutputs, caretakerPolicies } from "./caretakers-stack";
import { type EtcdCaBackupConfig, etcdCaBackupSchema } from "./config";
import { AUDIT_OUTPUT, ansibleVault, CERTIFICATES_OUTPUT, USER_OUTPUT } from "./outputs";
import type { BackupPlace, Replicas } from "./place";
import {
  type Audiences,
  administratorStatements,
  keyPolicy,
  restorerStatements,
  writerStatements,
} from "./policies";
import { backupRoles, type Roles, writerUser } from "./roles-stack";
import {
  copyWhatIsThere,
  replicaKeys,
  replicaOutputs,
  replicasOf,
  type SecondRegionProps,
  secondBucket,
} from "./second-region-stack";

/** What {@link EtcdCaBackupStack} needs. */
export type EtcdCaBackupStackProps = PresetProps<typeof etcdCaBackupSchema>;

/**
 * Backups of an etcd cluster and its certificate authority: a key, a bucket, and three roles with separate powers; on request three more, which look after
 * the backups for years.
 *
 * The order breaks the cycle between key and roles: roles (trust only), key (its policy names the roles), policies of the roles
 * (they name the key).
 */
export class EtcdCaBackupStack extends AwsStack {
  private readonly config: EtcdCaBackupConfig;

  constructor(scope: Construct, id: string, props: EtcdCaBackupStackProps) {
    const { config, deployment } = presetProps(etcdCaBackupSchema, scope, id, props);
    super(scope, id, deployment);
    this.config = config;
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const { region, accountId, partition } = this.env;
    const bucketName = config.bucket.name ?? `${id}-${accountId}-${region}`;
    const place: BackupPlace = {
      env: this.env,
      alias: config.key.alias,
      bucketArn: formatArn({ partition, service: "s3", region: "", account: "", resource: bucketName }),
      prefixes: config.bucket.prefixes.map(({ prefix }) => prefix),
    };

    const roles = backupRoles(this, config, this.env);
    const user = writerUser(this, config);
    const writers = [roles.writer.roleArn, ...(user === undefined ? [] : [user.userArn])];
    const audiences = {
      administrators: [roles.administrator.roleArn],
      writers,
      restorers: [roles.restorer.roleArn],
      ...arnsOf(roles.caretakers),
    };
    const key = this.key(place, audiences);
    const second: SecondRegionProps = { config, place, key, audiences };
    const replicas = replicaKeys(this, second);
    const alias = new Alias(this, "alias", { name: config.key.alias, targetKey: key });
    const bucket = this.bucket(bucketName, key, audiences);
    secondBucket(this, second, bucket, replicas);
    this.allow(place, { roles, user, key, bucket }, replicasOf(second, id, replicas));
    this.outputs({ roles, user, key, alias, bucket });
    const elsewhere = replicaOutputs(second, id, replicas);
    if (config.key.replicaRegions.length > 0)
      this.output(REPLICAS_OUTPUT, "What is in other regions, by region.", elsewhere);
    for (const output of copyWhatIsThere(this, second, bucket)) this.output(...output);
    this.audit(key, bucket, roles, user);
  }

  private key(place: BackupPlace, audiences: Audiences): Key {
    const { key: config, tags } = this.config;
    return presetKey(this, "key", {
      config,
      env: this.env,
      description: `Backups in ${this.node.id}`,
      policy: keyPolicy(place, audiences, rootOf(config)),
      opens: "decrypt backups",
      tags,
    });
  }

  private bucket(name: string, key: Key, audiences: Audiences): Bucket {
    const { bucket: config, tags } = this.config;
    return new Bucket(this, "backups", {
      name,
      key,
      retentions: config.prefixes,
      policy: (bucketArn) => additionStatements(bucketArn, audiences),
      encryptionUpdaters: audiences.administrators,
      ...(config.objectLock === undefined ? {} : { objectLock: config.objectLock }),
      preventDestroy: config.preventDestroy || { off: "bucket.preventDestroy is false in the configuration" },
      tags,
    });
  }

  private allow(place: BackupPlace, parts: Omit<Parts, "alias">, replicas: Replicas): void {
    const { roles, user, key, bucket } = parts;
    const writer = writerStatements(place, key.keyArn);
    const keyArns = [key.keyArn, ...this.config.key.previousKeyArns] as const;
    const policies = {
      "writer-policy": { attachTo: { role: roles.writer }, statements: writer },
      ...(user === undefined ? {} : { "writer-user-policy": { attachTo: { user }, statements: writer } }),
      "restorer-policy": {
        attachTo: { role: roles.restorer },
        statements: restorerStatements(place, keyArns, replicas),
      },
      "administrator-policy": {
        attachTo: { role: roles.administrator },
        statements: administratorStatements(place, key.keyArn, replicas),
      },
      ...caretakerPolicies(roles.caretakers, this.config.bucket, place, keyArns, replicas),
    };
    // The bucket policy refuses a part of what these allow: overwrites, other keys, plain HTTP.
    for (const [id, props] of Object.entries(policies))
      new InlinePolicy(this, id, { name: "backup", waitFor: [bucket.ready], ...props });
  }

  private audit(key: Key, bucket: Bucket, roles: Roles, user: User | undefined): void {
    const { audit, key: keyConfig, tags } = this.config;
    if (audit === undefined) return;
    const { topicArn, trailBucketName } = addAudit(this, audit, {
      env: this.env,
      keys: [key],
      aliases: [keyConfig.alias],
      buckets: [bucket],
      roles: [roles.writer, roles.restorer, roles.administrator, ...Object.values(roles.caretakers)],
      users: user === undefined ? [] : [user],
      rolePath: this.config.roles.path,
      tags,
    });
    this.output(AUDIT_OUTPUT.topicArn, "ARN of the topic that alerts go to.", topicArn);
    if (trailBucketName !== undefined)
      this.output(
        AUDIT_OUTPUT.trailBucket,
        "Name of the bucket with the log files of the trail.",
        trailBucketName,
      );
  }

  private outputs({ roles, user, key, alias, bucket }: Parts): void {
    const { writer, certificates, restorer, administrator } = roles;
    const prefixes = this.config.bucket.prefixes.map(({ prefix }) => prefix);
    this.output(OUTPUT.region, "Region of key and bucket.", this.env.region);
    this.output(OUTPUT.keyArn, "ARN of the key.", key.keyArn);
    this.output(OUTPUT.keyId, "Id of the key.", key.keyId);
    this.output(OUTPUT.alias, "Alias of the key.", alias.aliasName);
    this.output(OUTPUT.bucket, "Name of the bucket.", bucket.bucketName);
    this.output(OUTPUT.prefixes, "Object-key prefixes of the backups.", prefixes);
    this.output(
      OUTPUT.retentionDays,
      "Days that backups are kept, by prefix.",
      Object.fromEntries(
        this.config.bucket.prefixes.map(({ prefix, expirationInDays }) => [prefix, expirationInDays]),
      ),
    );
    this.output(OUTPUT.writerRoleArn, "ARN of the role that adds backups.", writer.roleArn);
    this.output(OUTPUT.restorerRoleArn, "ARN of the role that restores and verifies.", restorer.roleArn);
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", administrator.roleArn);
    for (const output of caretakerOutputs(roles.caretakers)) this.output(...output);
    if (writer.instanceProfileName !== undefined)
      this.output(OUTPUT.instanceProfile, "Instance profile for the hosts.", writer.instanceProfileName);
    if (certificates !== undefined)
      this.output(
        CERTIFICATES_OUTPUT,
        "Profile of IAM Roles Anywhere for the hosts.",
        certificates.profileArn,
      );
    if (user !== undefined) this.output(USER_OUTPUT.arn, "ARN of the user that adds backups.", user.userArn);
    if (user?.accessKey !== undefined) {
      const { accessKeyId, secretAccessKey } = user.accessKey;
      this.output(USER_OUTPUT.accessKeyId, "Access key of that user.", accessKeyId, true);
      this.output(USER_OUTPUT.secretAccessKey, "Its secret.", secretAccessKey, true);
    }
    this.output(
      OUTPUT.ansibleVault,
      "Variables for an Ansible vault; they hold no secret.",
      ansibleVault({
        keyArn: key.keyArn,
        bucket: bucket.bucketName,
        prefixes,
        principal: writer.roleArn,
      }),
    );
  }
}

interface Parts {
  readonly roles: Roles;
  readonly user: User | undefined;
  readonly key: Key;
  readonly alias: Alias;
  readonly bucket: Bucket;
}
