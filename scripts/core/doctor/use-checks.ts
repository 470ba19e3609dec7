/** What these credentials can do: each is tried in a way that changes nothing. */
import { hostname } from "node:os";
import { BACKUP_PURPOSE, CONTEXT_KEY } from "../../../modules/backup-contract";
import { quickVerify } from "../backup/quick-verify";
import { askForDataKey } from "../backup/wait-for-policy";
import type { BackupName } from "../object-key";
import type { MessageCipher, ObjectStore } from "../ports";
import { type Check, look } from "./check";

/** Asks KMS for a data key in the context of a backup, and throws it away. */
export function sealCheck(cipher: () => Promise<MessageCipher>, prefix: string): Promise<Check> {
  return look("seal", "to make a backup: a data key", async () => {
    const context = {
      [CONTEXT_KEY.purpose]: BACKUP_PURPOSE,
      [CONTEXT_KEY.backup]: `${prefix}doctor-${hostname()}`,
      [CONTEXT_KEY.source]: "files",
    };
    const { format } = await askForDataKey(await cipher(), context);
    return {
      result: "ok",
      detail: format === "age-v1" ? "a passphrase needs none" : "KMS gave one, which was thrown away",
    };
  });
}

/** Opens some places of the newest backup. */
export function openCheck(
  store: ObjectStore,
  cipher: () => Promise<MessageCipher>,
  newest: BackupName | undefined,
  signal: AbortSignal,
): Promise<Check> {
  return look("open", "to open a backup: the newest", async () => {
    if (newest === undefined) return { result: "unknown", detail: "there is none to try" };
    const { checkedFrames, frames } = await quickVerify(
      newest,
      {},
      { store, cipher: await cipher(), signal },
    );
    return {
      result: "ok",
      detail: `${newest.id}: ${checkedFrames.length} of ${frames} frames are authentic`,
    };
  });
}
