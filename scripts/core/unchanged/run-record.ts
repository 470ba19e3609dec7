/** What a run remembers on its host of the backup that it made. Nothing in it tells what was backed up. */
import { createHash, randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { geteuid } from "node:process";
import { z } from "zod";
import { reasonOf } from "../../system-codes";
import { errorCode } from "../errno";
import { writeStateFile } from "../files/state-file";
import { SALT_BYTES } from "./fingerprint";

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const record = z.strictObject({
  schemaVersion: z.literal(1),
  /** The store by its name for people. */
  store: z.string(),
  /** Id of the backup, and how the listing showed it. */
  id: z.string(),
  bytes: z.number().int().nonnegative(),
  etag: z.string().optional(),
  lastModified: z.iso.datetime(),
  /** In base64; new for each host and series. */
  salt: z.string().refine((text) => Buffer.from(text, "base64").length === SALT_BYTES),
  /** Salted digests: how it was sealed, and what it holds. */
  manner: digest,
  content: digest,
});
export type RunRecord = z.infer<typeof record>;

/** Bytes of a record that are read at most. */
const MAX_BYTES = 64 * 1024;
/** Others than the owner can do anything with it. */
const OTHERS = 0o077;

/** A series of backups: those that `latest` chooses from. */
export interface Series {
  /** The store by its name for people. */
  readonly store: string;
  /** With the slash. */
  readonly prefix: string;
  readonly name: string;
}

/** Where the record of a series is. */
export function recordPlace(directory: string, { store, prefix, name }: Series): string {
  const which = createHash("sha256")
    .update(JSON.stringify([store, prefix, name]))
    .digest("hex");
  return join(directory, `last-${name}-${which.slice(0, 16)}.json`);
}

/** The record of the last run, or why there is none to go by. */
export function readRecord(place: string): RunRecord | string {
  let fd: number;
  try {
    fd = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return errorCode(error) === "ENOENT"
      ? "no run on this host is remembered"
      : `${place} cannot be read: ${reasonOf(error)}`;
  }
  try {
    const { uid, mode, size } = fstatSync(fd);
    if (uid !== (geteuid?.() ?? uid) || (mode & OTHERS) !== 0)
      return `${place} belongs to another user, or others may use it`;
    const parsed = size > MAX_BYTES ? undefined : record.safeParse(parse(readFileSync(fd, "utf8")));
    return parsed?.success === true ? parsed.data : `${place} is not what sealstack writes`;
  } catch (error) {
    return `${place} cannot be read: ${reasonOf(error)}`;
  } finally {
    closeSync(fd);
  }
}

export const newSalt = (): Buffer => randomBytes(SALT_BYTES);

/** @throws OperatorError `target` */
export const writeRecord = (
  directory: string,
  series: Series,
  value: RunRecord,
  signal: AbortSignal,
): Promise<void> => writeStateFile(recordPlace(directory, series), value, signal);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
