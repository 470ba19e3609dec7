/** Names of what the stack prints. `region` and `key_arn` are those that the command-line tool reads. */
export const OUTPUT = {
  region: "region",
  keyArn: "key_arn",
  keyId: "key_id",
  alias: "key_alias",
  macKeyArn: "mac_key_arn",
  macAlias: "mac_key_alias",
  signerRoleArn: "signer_role_arn",
  verifierRoleArn: "verifier_role_arn",
  administratorRoleArn: "administrator_role_arn",
} as const;
