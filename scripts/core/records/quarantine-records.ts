/** Which backups are known to be bad. That one is stands in the name of a mark, why in the mark itself, which fewer may read. */
import { z } from "zod";
import { OperatorError } from "../../errors";
import { type BackupName, stemOf } from "../object-key";
import type { ObjectStore } from "../ports";
import { readShort } from "./read-short";
import { parseRecordKey, type RecordName, recordFolder } from "./record-key";

/** The newest mark of each backup in quarantine, by its prefix and stem together. */
export type QuarantineRecords = ReadonlyMap<string, RecordName>;

/** Bytes of a mark that are read at most: 16 KiB, more than a reason needs. */
const MAX_MARK_BYTES = 16 * 1024;

/** Longest reason, in characters: a few sentences. */
export const MAX_REASON_LENGTH = 1000;

/** What stands in a mark. */
export const quarantineMark = z.object({
  schemaVersion: z.literal(1),
  /** Id of the backup. */
  backup: z.string(),
  /** Why it is known to be bad, for people. */
  reason: z.string().refine((text) => text !== "" && [...text].length <= MAX_REASON_LENGTH),
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
  /** ARN of who made the mark; absent where AWS was not asked. */
  caller: z.string().optional(),
  /** Where it was made. */
  host: z.string(),
  toolVersion: z.string(),
});
export type QuarantineMark = z.infer<typeof quarantineMark>;

/**
 * The marks below prefixes that were not deleted.
 *
 * @param prefixes of backups, such as those of the stack; marks below folders within them are not looked for. Who has a listing of backups has these in it.
 * @throws OperatorError when they cannot be listed.
 */
export async function quarantineRecords(
  store: ObjectStore,
  prefixes: readonly string[],
  signal?: AbortSignal,
): Promise<QuarantineRecords> {
  const found = new QuarantineMarks();
  for (const prefix of prefixes)
    for await (const { key } of store.list(recordFolder(prefix, "quarantine"), signal && { signal }))
      found.see(key);
  return found.records;
}

/** Picks the marks out of a listing of more. */
export class QuarantineMarks {
  readonly records = new Map<string, RecordName>();

  see(key: string): void {
    const record = parseRecordKey(key);
    if (record?.kind !== "quarantine") return;
    const of = `${record.prefix}${record.stem}`;
    const known = this.records.get(of);
    if (known === undefined || known.at < record.at) this.records.set(of, record);
  }
}

/** The mark of one backup; `undefined` when it is not in quarantine. */
export const quarantineOf = (
  backup: Pick<BackupName, "prefix" | "name" | "createdAt">,
  records: QuarantineRecords,
): RecordName | undefined => records.get(`${backup.prefix}${stemOf(backup)}`);

/**
 * Why a backup is in quarantine. Whoever may list can see that it is; who may not read the mark, or finds another thing in it, is told so in
 * place of the reason.
 */
export async function quarantineReason(
  store: ObjectStore,
  { key }: RecordName,
  signal: AbortSignal,
): Promise<string> {
  try {
    const mark = parse(await readShort(store, key, MAX_MARK_BYTES, signal));
    return mark?.reason ?? "its mark does not say why";
  } catch (error) {
    if (!(error instanceof OperatorError) || signal.aborted) throw error;
    return error.exit === "accessDenied" ? "the reason may not be read" : "its mark cannot be read";
  }
}

function parse(text: string | undefined): QuarantineMark | undefined {
  if (text === undefined) return undefined;
  try {
    return quarantineMark.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
