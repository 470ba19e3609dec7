/**
 * What a host remembers of its runs, one file a target. An attempt is written before its outcome is known, so that a run which was killed does not
 * look like none; ages are computed by whoever reads.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { OperatorError } from "../../errors";
import { adviceFor, reasonOf } from "../../system-codes";
import { errorCode } from "../errno";
import { writeStateFile } from "../files/state-file";
import { CHANNELS } from "../notify/section";

export const STEP_NAMES = ["backup", "prune", "drill"] as const;
export type StepName = (typeof STEP_NAMES)[number];

const stepRecord = z.object({
  lastAttempt: z.iso.datetime(),
  /** Absent until there was one. */
  lastSuccess: z.iso.datetime().optional(),
  /** Exit status of the last attempt; absent while it runs, and for ever when it was killed. */
  status: z.number().int().optional(),
  durationSeconds: z.number().nonnegative().optional(),
  /** What it said, of a failure. */
  message: z.string().max(2000).optional(),
  hint: z.string().max(2000).optional(),
  /** Id of the backup that it made, or that still holds everything. */
  backup: z.string().optional(),
  /** Of the last backup that was made. */
  bytes: z.number().nonnegative().optional(),
  /** Attempts since the last success, or since ever; without the one that runs. */
  failures: z.number().int().positive().optional(),
  /** Whether a hook failed that ran after the last attempt; absent where none ran. */
  hookFailed: z.boolean().optional(),
});
export type StepRecord = z.infer<typeof stepRecord>;

/** Attempts in a row that did not succeed. An attempt without an end was killed, unless it still runs. */
export function failuresOf(record: StepRecord | undefined): number {
  if (record === undefined || record.status === 0) return 0;
  if (record.status === undefined) return (record.failures ?? 0) + 1;
  return record.failures ?? 1;
}

const targetRecord = z.object({
  schemaVersion: z.literal(1),
  target: z.string(),
  steps: z.partialRecord(z.enum(STEP_NAMES), stepRecord),
  /** Of each channel that was last used: whether it did not work. */
  notificationFailed: z.partialRecord(z.enum(CHANNELS), z.boolean()).optional(),
});
export type TargetRecord = z.infer<typeof targetRecord>;

const placeOf = (directory: string, target: string): string => join(directory, "targets", `${target}.json`);

/** What is remembered of a target; nothing where there is none, or what is there is not ours: then everything is due. */
export function readTargetRecord(directory: string, target: string): TargetRecord | undefined {
  let text: string;
  try {
    text = readFileSync(placeOf(directory, target), "utf8");
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return undefined;
    throw new OperatorError("target", `${placeOf(directory, target)} cannot be read: ${reasonOf(cause)}`, {
      hint: adviceFor(cause, "read"),
      cause,
    });
  }
  try {
    return targetRecord.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What is remembered of all targets, by name; of a directory that is not there, nothing. */
export function rememberedRecords(directory: string): readonly TargetRecord[] {
  let names: readonly string[];
  try {
    names = readdirSync(join(directory, "targets"));
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .sort()
    .flatMap((name) => readTargetRecord(directory, name.slice(0, -".json".length)) ?? []);
}

/** @throws OperatorError `target` */
export const writeTargetRecord = (
  directory: string,
  record: TargetRecord,
  signal: AbortSignal,
): Promise<void> => writeStateFile(placeOf(directory, record.target), record, signal);
