/** Who does what a fleet is for. */
import type { FleetOperation } from "../../modules/backup-contract";

/** Those that a job has S3 do itself, which is the driver that the preset serves for them: it invokes no function, and the role of the job reaches the backups. */
export const isOfS3 = (operation: string): boolean => operation === "fixity" || operation === "rekey-outer";

/** Roles of `etcd-ca-backup` that may do it; none for what S3 does. */
export const ROLES_FOR: Readonly<Record<FleetOperation, readonly string[]>> = {
  verify: ["restorer", "tester"],
  "verify-quick": ["restorer", "tester"],
  rewrap: ["rekeyer"],
  reencrypt: ["rekeyer"],
  fixity: [],
  "rekey-outer": [],
};
