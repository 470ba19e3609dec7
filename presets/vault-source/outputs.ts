/** Names of what the stack prints beside those of `common/pair/outputs`. */
export const VAULT_SOURCE_OUTPUT = {
  prefix: "prefix",
  restorerRoleArn: "restorer_role_arn",
} as const;
