/** Names of what the stack prints: `fleet plan` and `fleet run` read all but the last two from `--outputs`. */
import { FLEET_OUTPUT, OUTPUT as TOOL_OUTPUT } from "../../modules/backup-contract";

export const OUTPUT = {
  region: TOOL_OUTPUT.region,
  bucket: TOOL_OUTPUT.bucket,
  prefixes: TOOL_OUTPUT.prefixes,
  keyArn: TOOL_OUTPUT.keyArn,
  ...FLEET_OUTPUT,
  functionRoleArn: "function_role_arn",
  stateMachineArn: "state_machine_arn",
} as const;
