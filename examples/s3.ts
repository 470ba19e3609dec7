/** Buckets: each part between `#region` and `#endregion` stands in docs/modules/s3.md. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { type AwsEnvironment, accountRootArn } from "../modules/iam";
import { Key } from "../modules/kms";
import { Bucket, noOverwriteStatement } from "../modules/s3";

/** Adds every example to a stack. */
export function addS3(stack: TerraformStack): void {
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  const { accountId } = new DataAwsCallerIdentity(stack, "account");
  const env: AwsEnvironment = {
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    accountId,
    region: "eu-central-1",
  };

  // #region Bucket
  const key = new Key(stack, "key", {
    description: "Backups",
    policy: { env, administrators: [accountRootArn(env)] },
  });
  new Bucket(stack, "backups", {
    name: "example-backups",
    key,
    retentions: [
      {
        prefix: "etcd/",
        expirationInDays: 90,
        noncurrentExpirationInDays: 30,
        abortIncompleteMultipartUploadInDays: 7,
      },
    ],
    objectLock: { mode: "GOVERNANCE", retentionInDays: 30 },
    policy: (bucketArn) => [noOverwriteStatement(bucketArn, ["arn:aws:iam::111122223333:role/writer"])],
  });
  // #endregion
}
