import { SNAPSHOT_ACCOUNTS_OUTPUT } from "../../modules/backup-contract";

/** Names of what the stack prints. `region`, `key_arn`, `key_alias` and the accounts are those that the command-line tool reads. */
export const OUTPUT = {
  region: "region",
  keyArn: "key_arn",
  keyId: "key_id",
  alias: "key_alias",
  accounts: SNAPSHOT_ACCOUNTS_OUTPUT,
  sourceKeyArns: "source_key_arns",
  sharerRoleArn: "sharer_role_arn",
  copierRoleArn: "copier_role_arn",
  administratorRoleArn: "administrator_role_arn",
} as const;
