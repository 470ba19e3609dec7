/** Names of what the stack prints. `region` and `key_arn` are those that the command-line tool reads. */
export const OUTPUT = {
  region: "region",
  keyArn: "key_arn",
  keyId: "key_id",
  alias: "key_alias",
  openerRoleArn: "opener_role_arn",
  administratorRoleArn: "administrator_role_arn",
} as const;
