/** Names of the objects that say something about a backup. Pure. */
import {
  OBJECT_SUFFIX,
  RECORD_KINDS,
  RECORDS_FOLDER,
  type RecordKind,
} from "../../../modules/backup-contract";
import { type BackupName, normalPrefix, parseId, parseTimestamp, stemOf, timestampOf } from "../object-key";

/** What the key of a record says. */
export interface RecordName {
  readonly key: string;
  readonly kind: RecordKind;
  /** Prefix of the backup, with the slash; `""` at the top of the bucket. */
  readonly prefix: string;
  /** Id of the backup without its prefix and everything from `.tar` on. */
  readonly stem: string;
  /** When the record was made, whole seconds. */
  readonly at: Date;
  /** With the dot, `.json` as a rule. */
  readonly ending: string;
}

/** Where the records of a kind stand below a prefix, with the slash. */
export const recordFolder = (prefix: string, kind: RecordKind): string =>
  `${normalPrefix(prefix)}${RECORDS_FOLDER}${RECORD_KINDS[kind]}`;

/**
 * Key of a new record about a backup.
 * @param id of the backup; an object key that is none has no records
 */
export function recordKey(kind: RecordKind, id: string, at: Date, ending = ".json"): string {
  const backup = parseId(id);
  if (backup === undefined) throw new Error("records are about backups only");
  return `${recordFolder(backup.prefix, kind)}${stemOf(backup)}/${timestampOf(at)}${ending}`;
}

const RECORD = new RegExp(
  `^(.*/)?${escaped(RECORDS_FOLDER)}(${Object.keys(RECORD_KINDS).join("|")})/([^/]+)/(\\d{8}T\\d{6}Z)(\\.[a-z0-9.]+)$`,
);

/** What the key of a record says; `undefined` when it is none. */
export function parseRecordKey(key: string): RecordName | undefined {
  const [, prefix = "", kind, stem, time, ending] = RECORD.exec(key) ?? [];
  if (kind === undefined || stem === undefined || time === undefined || ending === undefined)
    return undefined;
  const at = parseTimestamp(time);
  return at && { key, kind: kind as RecordKind, prefix, stem, at, ending };
}

/** What a stem says; `undefined` when it is none. */
export function parseStem(stem: string): Pick<BackupName, "name" | "createdAt"> | undefined {
  const backup = parseId(`${stem}.tar${OBJECT_SUFFIX.kms}`);
  return backup?.prefix === "" ? backup : undefined;
}

function escaped(text: string): string {
  return text.replace(/[.]/g, "\\$&");
}
