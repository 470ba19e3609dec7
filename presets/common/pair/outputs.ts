/** Names of what the stacks print. `region`, `key_arn`, `key_id`, `key_alias` and `bucket` are those that the command-line tool reads. */
export const OUTPUT = {
  region: "region",
  accountId: "account_id",
  keyArn: "key_arn",
  keyId: "key_id",
  alias: "key_alias",
  bucket: "bucket",
  replicas: "replicas",
  replicationRoleArn: "replication_role_arn",
  batchReplicationRoleArn: "batch_replication_role_arn",
  reportsBucket: "reports_bucket",
  writerRoleArn: "writer_role_arn",
  readerRoleArn: "reader_role_arn",
  administratorRoleArn: "administrator_role_arn",
} as const;
