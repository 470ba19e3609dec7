import type { Construct } from "constructs";
import { InlinePolicy } from "../../modules/iam";
import { acceptReplicas, Bucket } from "../../modules/s3";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { noncurrentRules } from "../common/config/retention-schema";
import { OUTPUT } from "../common/pair/outputs";
import { administratorStatements } from "../common/pair/policies";
import { AwsStack } from "../common/stack/aws-stack";
import { pairKey, pairRole } from "../common/stack/pair-parts";
import { s3ReplicationDestinationSchema } from "./config";

/** What {@link S3ReplicationDestinationStack} needs. */
export type S3ReplicationDestinationStackProps = PresetProps<typeof s3ReplicationDestinationSchema>;

/**
 * The bucket and key for replicas of another account's bucket. It is deployed first: the other half needs its key. So it names roles of the other account by conditions,
 * because neither KMS nor S3 takes a principal that is not there yet.
 */
export class S3ReplicationDestinationStack extends AwsStack {
  constructor(scope: Construct, id: string, props: S3ReplicationDestinationStackProps) {
    const { config, deployment } = presetProps(s3ReplicationDestinationSchema, scope, id, props);
    super(scope, id, deployment);
    this.allRoles(config.roles);
    this.perimeter(config.perimeter, [config.source.roleArn]);
    const { env } = this;
    const { tags, source, bucket: own } = config;
    const reader = pairRole(this, {
      env,
      name: "reader",
      description: "Reads replicas; changes none.",
      config: config.reader,
      tags,
    });
    const administrator = pairRole(this, {
      env,
      name: "administrator",
      description: "Manages the key; does not use it, and reads no replica.",
      config: config.administrator,
      tags,
    });
    const key = pairKey(this, "key", {
      env,
      config: config.key,
      description: `Replicas in ${id}`,
      administrator,
      tags,
    });
    const bucket = new Bucket(this, "replicas", {
      name: own.name ?? `${id}-${env.accountId}-${env.region}`,
      key,
      retentions: own.retentions,
      ...noncurrentRules(own.noncurrentExpirationInDays),
      ...(own.objectLock === undefined ? {} : { objectLock: own.objectLock }),
      preventDestroy: own.preventDestroy || { off: "bucket.preventDestroy is false in the configuration" },
      tags,
    });
    const theirs = { crossAccount: true, byName: true } as const;
    acceptReplicas(bucket, { role: { arn: source.roleArn }, ...theirs });
    bucket.grantRestoreOnly(reader, { prefixes: [""] });
    for (const arn of source.readerArns) bucket.grantRestoreOnly({ arn }, { prefixes: [""], ...theirs });
    new InlinePolicy(this, "administrator-policy", {
      name: "replication",
      attachTo: { role: administrator },
      statements: administratorStatements(config.key.alias, [
        { env, keyArn: key.keyArn, bucketArn: bucket.bucketArn },
      ]),
    });
    this.output(OUTPUT.region, "Region of bucket and key.", env.region);
    this.output(OUTPUT.accountId, "Account of the stack.", env.accountId);
    this.output(OUTPUT.keyArn, "ARN of the key: destination.account.keyArn of the other half.", key.keyArn);
    this.output(OUTPUT.keyId, "Id of the key.", key.keyId);
    this.output(OUTPUT.alias, "Alias of the key.", config.key.alias);
    this.output(
      OUTPUT.bucket,
      "Name of the bucket: destination.account.bucket of the other half.",
      bucket.bucketName,
    );
    this.output(OUTPUT.readerRoleArn, "ARN of the role that reads replicas.", reader.roleArn);
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", administrator.roleArn);
  }
}
