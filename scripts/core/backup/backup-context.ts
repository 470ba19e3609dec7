import { BACKUP_PURPOSE, type BackupSource, CONTEXT_KEY } from "../../../modules/backup-contract";
import type { EncryptionContext } from "../ports";

/** The encryption context of a new backup: what every backup has, and the user's own pairs. */
export function newContext(id: string, source: BackupSource, extra: EncryptionContext): EncryptionContext {
  return { ...extra, ...expectedContext(id, {}), [CONTEXT_KEY.source]: source };
}

/** What the context of a backup must hold to be taken for the one that was asked for. */
export function expectedContext(id: string, extra: EncryptionContext): EncryptionContext {
  return { ...extra, [CONTEXT_KEY.purpose]: BACKUP_PURPOSE, [CONTEXT_KEY.backup]: id };
}
