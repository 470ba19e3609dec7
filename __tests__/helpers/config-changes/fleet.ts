import { CLAIM_VARIANTS } from "../../../presets/fleet/claims";
import { fleetSchema } from "../../../presets/fleet/config";
import { KEY_ARN, PERIMETER, type Row, roles } from "./common";

const { roles: _, ...base } = CLAIM_VARIANTS["rewrap, by a state machine too, with a path and a boundary"];

export const fleet: Row = {
  schema: fleetSchema,
  base,
  changes: {
    region: { to: "eu-west-1", loses: ["aws_cloudwatch_log_group.log", "aws_s3_bucket.reports"] },
    tags: { to: { team: "platform" } },
    operation: { to: "reencrypt" },
    "backups.bucket": { to: "other-backups" },
    "backups.prefixes": { to: ["other/"] },
    "backups.keyArns": { to: [KEY_ARN] },
    "backups.roleArn": { to: "arn:aws:iam::111122223333:role/other" },
    "function.package": { to: { bucket: "example-artifacts", key: "other.zip" } },
    "function.runtime": { to: "nodejs22.x" },
    "function.architecture": { to: "x86_64" },
    "function.memoryMiB": { to: 4096 },
    "function.kmsRequestsPerSecond": { to: 1000 },
    "function.reservedConcurrency": { to: 10 },
    "function.logRetentionInDays": { to: 30 },
    "stateMachine.definition": { to: "/opt/other/fleet-state-machine.asl.json" },
    "bucket.name": { to: "another-name", loses: ["aws_s3_bucket.reports"] },
    "bucket.expirationInDays": { to: 30 },
    "bucket.preventDestroy": { to: false },
    "alarms.topicArns": { to: ["arn:aws:sns:eu-central-1:111122223333:alerts"] },
    ...roles("job", "function_role", "machine_role"),
    ...PERIMETER,
  },
};
