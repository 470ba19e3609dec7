/** Names of what the stack prints. `region`, `key_arn`, `key_alias` and `bucket` are those that the command-line tool reads. */
export const OUTPUT = {
  region: "region",
  keyArn: "key_arn",
  keyId: "key_id",
  alias: "key_alias",
  bucket: "bucket",
  userArn: "user_arn",
  accessKeyId: "user_access_key_id",
  secretAccessKey: "user_secret_access_key",
  administratorRoleArn: "administrator_role_arn",
} as const;
