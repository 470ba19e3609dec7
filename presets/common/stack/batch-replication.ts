import type { Construct } from "constructs";
import type { AwsEnvironment } from "../../../modules/iam";
import type { Key } from "../../../modules/kms";
import { BatchReplication, Bucket } from "../../../modules/s3";
import type { BatchReplicationConfig } from "../pair/batch-schema";
import { OUTPUT } from "../pair/outputs";

/** What {@link batchReplication} needs. */
export interface BatchReplicationParts {
  readonly config: BatchReplicationConfig;
  readonly env: AwsEnvironment;
  /** What is copied, under this key, which encrypts the reports as well. */
  readonly source: Bucket;
  readonly key: Key;
  /** Starts of the object keys that are copied; none are all. */
  readonly prefixes: readonly string[];
  readonly preventDestroy: Bucket["props"]["preventDestroy"];
  readonly tags: Readonly<Record<string, string>>;
}

/** Start of the object keys of reports. */
const REPORTS = "batch-replication/";

/** The role of jobs that copy what is there already, and the bucket to which they report; by the names of their outputs. */
export function batchReplication(
  scope: Construct,
  parts: BatchReplicationParts,
): readonly (readonly [name: string, description: string, value: string])[] {
  const { config, env, source, key, prefixes, preventDestroy, tags } = parts;
  const stack = scope.node.id;
  const reports = new Bucket(scope, "reports", {
    name: `${stack}-batch-${env.accountId}-${env.region}`,
    key,
    retentions: [
      {
        prefix: REPORTS,
        expirationInDays: config.reportsExpireInDays,
        noncurrentExpirationInDays: 1,
        abortIncompleteMultipartUploadInDays: 1,
      },
    ],
    ...(preventDestroy === undefined ? {} : { preventDestroy }),
    tags,
  });
  const { role } = new BatchReplication(scope, "batch-replication", {
    env,
    roleName: `${stack}-batch-replication`,
    source,
    reports,
    reportPrefix: REPORTS,
    ...(prefixes.length === 0 ? {} : { prefixes }),
  });
  return [
    [OUTPUT.batchReplicationRoleArn, "ARN of the role of Batch Replication jobs.", role.roleArn],
    [OUTPUT.reportsBucket, "Name of the bucket for their reports.", reports.bucketName],
  ];
}
