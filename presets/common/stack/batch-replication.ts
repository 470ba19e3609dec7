import type { Construct } from "constructs";
import { ConfigError } from "../../../modules/config-error";
import type { AwsEnvironment } from "../../../modules/iam";
import type { Key } from "../../../modules/kms";
import { BatchReplication, Bucket } from "../../../modules/s3";
import { BUCKET_NAME_LENGTH } from "../../../modules/s3/limits";
import { shown } from "../../../modules/show-value";
import type { BatchReplicationConfig } from "../pair/batch-schema";
import { OUTPUT } from "../pair/outputs";

/** What {@link batchReplication} needs. */
export interface BatchReplicationParts {
  readonly config: BatchReplicationConfig;
  readonly env: AwsEnvironment;
  /** Of the stack, as it is written: the one of `env` is known to Terraform only. */
  readonly region: string;
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
  assertNameFits(stack, parts.region);
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

/** Of an account's digits only their number is known. It is the longest of the names that are made for buckets. */
function assertNameFits(stack: string, region: string): void {
  const name = `${stack}-batch-<account id>-${region}`;
  const length = name.length - "<account id>".length + ACCOUNT_DIGITS;
  if (length > BUCKET_NAME_LENGTH.max)
    throw new ConfigError(`${stack}/reports`, [
      `bucket name must be ${BUCKET_NAME_LENGTH.min} to ${BUCKET_NAME_LENGTH.max} characters long, got ${length} in ${shown(name)}`,
    ]);
}

const ACCOUNT_DIGITS = 12;
