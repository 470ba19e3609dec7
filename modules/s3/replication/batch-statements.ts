/**
 * What the role of S3 Batch Replication may do, as plain data; the key of the reports aside, which is granted.
 *
 * Source: S3 User Guide, "Configuring an IAM role for S3 Batch Replication", the policy for a manifest that S3 generates. Left out is what its example
 * has for a manifest that is stored: the job makes its list and keeps it to itself.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-policies.html
 */
import { formatArn } from "../../arn";
import type { Statement } from "../../iam/policies/policy-document";
import type { AwsEnvironment } from "../../iam/policies/principals";
import { serviceTrust } from "../../iam/trust/trust-policies";

/** Service that runs jobs. */
const BATCH_OPERATIONS = "batchoperations.s3";

/**
 * Only for jobs of this account and region. AWS's example has no condition; these are IAM's own against the confused deputy, and a job's ARN is what such a request is
 * made for (Service Authorization Reference, "Amazon S3", resource type `job`).
 */
export function batchReplicationTrust(env: AwsEnvironment): Statement {
  const { partition, region, accountId: account } = env;
  return serviceTrust(BATCH_OPERATIONS, env, {
    sourceAccounts: [account],
    sourceArns: [formatArn({ partition, service: "s3", region, account, resource: "job/*" })],
  });
}

/** @param prefixes starts of the object keys that are copied; an empty one is all of them */
export function batchReplicationStatements(
  source: { readonly bucketArn: string; readonly prefixes: readonly string[] },
  reports: { readonly bucketArn: string; readonly prefix: string },
): readonly Statement[] {
  const { bucketArn, prefixes } = source;
  return [
    {
      sid: "StartReplication",
      actions: ["s3:InitiateReplication"],
      resources: prefixes.map((prefix) => `${bucketArn}/${prefix}*`),
    },
    {
      sid: "ListForReplication",
      // S3 makes the list of objects as it makes an inventory.
      actions: ["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"],
      resources: [bucketArn],
    },
    {
      sid: "WriteReports",
      actions: ["s3:PutObject"],
      resources: [`${reports.bucketArn}/${reports.prefix}*`],
    },
  ];
}
