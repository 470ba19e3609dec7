import { z } from "zod";
import { BACKUP_SOURCES } from "../../../modules/backup-contract";
import { OperatorError } from "../../errors";

/** One check of a source, made before it was read. */
const sourceCheck = z.object({
  /** What was looked at, such as `intermediate key matches its certificate`. */
  name: z.string(),
  result: z.enum(["passed", "warning", "not checked"]),
  /** Why it was not checked, or what the warning is. */
  detail: z.string().optional(),
});
export type SourceCheck = z.infer<typeof sourceCheck>;

const backupInfo = z.object({
  schemaVersion: z.literal(1),
  /** The object key that the backup was made for. */
  id: z.string(),
  source: z.enum(BACKUP_SOURCES),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  /** Name of the host. */
  host: z.string(),
  /** Version of sealstack. */
  toolVersion: z.string(),
  checks: z.array(sourceCheck),
  /** What was left out because an archive cannot hold it; paths. */
  skipped: z.array(z.string()),
});

/**
 * `backup.json`, the first member: what the backup is, inside what is encrypted and authenticated. Passphrase files have
 * no encryption context, so there this is the only thing that binds a payload to its id.
 */
export type BackupInfo = z.infer<typeof backupInfo>;

/** @param catalog what is known of earlier backups; whoever only wants to know of this one need not read it. */
export function formatInfo(info: BackupInfo, catalog?: object): Buffer {
  return Buffer.from(`${JSON.stringify({ ...info, ...(catalog && { catalog }) }, undefined, 2)}\n`);
}

/** @throws {@link OperatorError} `notAuthentic` when `bytes` are not a description of a backup. */
export function parseInfo(bytes: Buffer): BackupInfo {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    value = undefined;
  }
  const parsed = backupInfo.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new OperatorError(
    "notAuthentic",
    "the backup's own description (.sealstack/backup.json) is not valid",
    {
      hint: "check that the object was written by `sealstack backup`",
    },
  );
}
