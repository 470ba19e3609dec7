/** Names of what the stack prints. The command-line tool reads all but the roles. */
import { OUTPUT as READ } from "../../modules/backup-contract";

export const OUTPUT = {
  region: READ.region,
  keyArn: READ.keyArn,
  keyId: READ.keyId,
  alias: READ.alias,
  keyVersions: READ.keyVersions,
  keyVersion: READ.keyVersion,
  userRoleArn: "user_role_arn",
  importerRoleArn: "importer_role_arn",
  administratorRoleArn: "administrator_role_arn",
} as const;
