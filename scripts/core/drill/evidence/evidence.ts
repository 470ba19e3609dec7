/** What a drill leaves for those who were not there. */
import { z } from "zod";
import { BACKUP_SOURCES } from "../../../../modules/backup-contract";
import { DRILL_RESULTS } from "../../records/drill-records";
import { drillCheck } from "../checks/check";

const seconds = z.number().nonnegative();
const time = z.iso.datetime();

/**
 * The record of one drill. No value of an encryption context, no name and no content of a file stands in it but what the checks name: it may be read by more
 * people than the backup.
 */
export const evidence = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal("sealstack drill"),
  /** `failed` when one of the checks failed; what was skipped proves nothing either way. */
  result: z.enum(DRILL_RESULTS),
  backup: z.object({
    /** The object key of the payload. */
    id: z.string(),
    /** Where it was read from: `s3://BUCKET`. */
    store: z.string(),
    /** Of the store, where one was given or is known. */
    region: z.string().optional(),
    createdAt: time,
    /** Up to when runs found nothing changed since; `createdAt` where none did. */
    freshAt: time,
    /** From `createdAt` to the drill's start. */
    ageSeconds: seconds,
    /** What follows is known of a backup that could be opened. */
    source: z.enum(BACKUP_SOURCES).optional(),
    /** Where it was made. */
    host: z.string().optional(),
    /** Of the payload. */
    ciphertextBytes: seconds.optional(),
    /** Of the payload, in hexadecimal. */
    ciphertextSha256: z.string().optional(),
    /** Of all files. */
    contentBytes: seconds.optional(),
    files: seconds.optional(),
    /** Keys that can open it; none for a passphrase. */
    keyArns: z.array(z.string()).optional(),
  }),
  choice: z.object({
    by: z.enum(["latest", "random", "id"]),
    windowDays: z.number().optional(),
    seed: z.string().optional(),
    /** How many backups it was chosen from. */
    candidates: z.number().optional(),
  }),
  startedAt: time,
  finishedAt: time,
  durationSeconds: seconds,
  checks: z.array(drillCheck),
  by: z.object({
    /** ARN of who asked AWS; absent where AWS did not tell. */
    caller: z.string().optional(),
    /** Name of the host. */
    host: z.string(),
  }),
  /** Of the programs that took part. */
  versions: z.record(z.string(), z.string()),
});
export type Evidence = z.infer<typeof evidence>;

export const formatEvidence = (record: Evidence): Buffer =>
  Buffer.from(`${JSON.stringify(record, undefined, 2)}\n`);
