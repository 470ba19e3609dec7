/** Names of what the stack prints. `region`, `key_arn`, `bucket` and `replicas` are those that the command-line tool reads. */
import { REPLICAS_OUTPUT, OUTPUT as TOOL_OUTPUT } from "../../modules/backup-contract";
import { STATE_OUTPUT } from "../../modules/state-contract";

export const OUTPUT = {
  region: TOOL_OUTPUT.region,
  keyArn: TOOL_OUTPUT.keyArn,
  keyId: TOOL_OUTPUT.keyId,
  alias: TOOL_OUTPUT.alias,
  bucket: TOOL_OUTPUT.bucket,
  prefixes: TOOL_OUTPUT.prefixes,
  administratorRoleArn: TOOL_OUTPUT.administratorRoleArn,
  replicas: REPLICAS_OUTPUT,
  ...STATE_OUTPUT,
} as const;
