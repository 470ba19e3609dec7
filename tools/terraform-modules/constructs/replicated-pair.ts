import { awsEnvironment } from "../../../modules/iam";
import { ExistingKey } from "../../../modules/kms";
import { Bucket, type BucketProps, Replication, type ReplicationRule } from "../../../modules/s3";
import { type ConstructModule, camelKeys } from "./construct";
import { PAIR_CONFIGURATIONS, PAIR_REFUSED, type PairValues } from "./replicated-pair-values";

export const replicatedPair: ConstructModule<PairValues> = {
  partials: ["data", "buckets", "bucket-lifecycle"],
  configurations: PAIR_CONFIGURATIONS,
  refused: PAIR_REFUSED,
  stackId: () => "pair",
  build: (stack, _, { bucket, replica, rules = [{}], role_name, tags }) => {
    const env = awsEnvironment(stack);
    const there = replica.region === undefined ? env : { ...env, region: replica.region };
    const common = {
      ...(bucket.object_lock === undefined ? {} : { objectLock: camelKeys(bucket.object_lock) }),
      ...(tags === undefined ? {} : { tags }),
    };
    const source = new Bucket(stack, "source-bucket", {
      ...common,
      name: bucket.name,
      env,
      key: new ExistingKey(stack, "source", { keyArn: bucket.kms_key_arn, env }),
      retentions: retentionsOf(bucket.retentions),
    } as unknown as BucketProps);
    const target = new Bucket(stack, "replica-bucket", {
      ...common,
      name: replica.name,
      env: there,
      ...(replica.region === undefined ? {} : { region: replica.region }),
      key: new ExistingKey(stack, "replica", { keyArn: replica.kms_key_arn, env: there }),
      retentions: retentionsOf(replica.retentions ?? bucket.retentions),
    } as unknown as BucketProps);
    const { role } = new Replication(stack, "replication", {
      env,
      source,
      ...(role_name === undefined ? {} : { roleName: role_name }),
      destinations: [
        {
          bucket: target,
          rules: rules.map((rule) => camelKeys({ ...rule }) as unknown as ReplicationRule),
          otherWriters: replica.other_writer_arns ?? [],
        },
      ],
    });
    return {
      bucket_arn: source.bucketArn,
      replica_arn: target.bucketArn,
      role_arn: role.roleArn,
    };
  },
};

const retentionsOf = (retentions: PairValues["bucket"]["retentions"] = []) =>
  retentions.map((one) => camelKeys({ abort_incomplete_multipart_upload_in_days: 7, ...one }));
