/** Buckets: each part between `#region` and `#endregion` stands in docs/modules/s3.md. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { type AwsEnvironment, accountRootArn, Role, serviceTrust } from "../modules/iam";
import { Key } from "../modules/kms";
import {
  AccountPublicAccessBlock,
  BatchReplication,
  Bucket,
  noOverwriteStatement,
  Replication,
} from "../modules/s3";

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
  const policy = { env, administrators: [accountRootArn(env)] };
  const trust = [serviceTrust("ec2", env)];
  const writer = new Role(stack, "writer", { name: "backup-writer", description: "Adds backups.", trust });
  const restorer = new Role(stack, "restorer", {
    name: "backup-restorer",
    description: "Restores backups.",
    trust,
  });

  // #region Bucket
  const key = new Key(stack, "key", { description: "Backups", policy });
  const logs = new Bucket(stack, "logs", {
    name: "example-access-logs",
    env,
    sseS3: { on: "server access logs take no customer key" },
    lifecycle: [{ id: "a year", expirationInDays: 365, noncurrentExpirationInDays: 30 }],
  });
  const backups = new Bucket(stack, "backups", {
    name: "example-backups",
    env,
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
    accessLogs: { target: logs, prefix: "backups/" },
    inventories: { weekly: { destination: { bucket: logs, prefix: "lists/" }, frequency: "Weekly" } },
    policy: (bucketArn) => [noOverwriteStatement(bucketArn, ["arn:aws:iam::111122223333:role/other"])],
  });
  backups.grantAppendOnly(writer, { prefixes: ["etcd/"] });
  // For `sealstack restore --rehydrate latest`: the objects, archived ones too, and the messages in them.
  backups.grantRestoreOnly(restorer, { prefixes: ["etcd/"] });
  key.grantDecrypt(restorer, { encryptionContext: { "sealstack:purpose": "backup" } });
  // #endregion

  // #region Replication
  const copies = new Bucket(stack, "copies", {
    name: "example-backup-copies",
    key: new Key(stack, "copies-key", { description: "Copies of backups", policy, region: "eu-west-1" }),
    region: "eu-west-1",
    objectLock: { mode: "GOVERNANCE", retentionInDays: 30 },
  });
  const { otherAccounts } = new Replication(stack, "replication", {
    env,
    source: backups,
    destinations: [
      { bucket: copies, rules: [{ prefix: "etcd/", replicationTime: true }] },
      {
        bucket: {
          bucketArn: "arn:aws:s3:::example-vault",
          accountId: "444455556666",
          region: "eu-north-1",
          keyArn: "arn:aws:kms:eu-north-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab",
          objectLock: true,
        },
      },
    ],
  });
  // What account 444455556666 has to apply; in a program of its own, `acceptReplicas` does.
  for (const { accountId: id, bucketPolicy, keyPolicy } of otherAccounts) {
    new TerraformOutput(stack, `bucket-policy-${id}`, { value: bucketPolicy });
    new TerraformOutput(stack, `key-policy-${id}`, { value: keyPolicy });
  }
  // #endregion

  // #region BatchReplication
  const reports = new Bucket(stack, "reports", { name: "example-reports", key });
  // What was in the bucket before: a job under this role has the replication copy it.
  const batch = new BatchReplication(stack, "batch", {
    env,
    roleName: "backup-batch-replication",
    source: backups,
    reports,
    prefixes: ["etcd/"],
  });
  new TerraformOutput(stack, "batch-role", { value: batch.role.roleArn });
  // #endregion

  // #region AccountPublicAccessBlock
  new AccountPublicAccessBlock(stack, "public-access");
  // #endregion
}
