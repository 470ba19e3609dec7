/** By which keys a backup opens, by what its header and its sidecars say. Nothing is decrypted. */

import { OperatorError } from "../../errors";
import { expectedContext } from "../backup/backup-context";
import { judgeHeader, refuseManyKeys } from "../crypto/kms/judge-header";
import type { ParsedHeader } from "../crypto/message/message-header";
import { identityOf } from "../crypto/message/message-identity";
import { isWithPublicKey, KMS_PROVIDER_ID } from "../crypto/message/providers";
import { readHeader } from "../crypto/spot-check";
import type { EncryptionContext, MessageIdentity, ObjectStore } from "../ports";
import { checkSidecar, readSidecar } from "../records/newer-keys";
import { isKeyArn } from "../records/sidecar";
import type { WrappedDataKey } from "./ports";
import type { SurveyedBackup } from "./survey";

/** A data key of a backup, and where it stands. */
export interface Way extends WrappedDataKey {
  /** Key of the sidecar; `undefined` is the message's own header. */
  readonly sidecar: string | undefined;
}

export interface BackupKeys {
  /** As much of the header as it takes to know its data key. */
  readonly header: Pick<ParsedHeader, "suite" | "messageId" | "commitment">;
  readonly identity: MessageIdentity;
  readonly context: EncryptionContext;
  /** The header's in its order, then those of the sidecars, the newest first. */
  readonly ways: readonly Way[];
  /** What is wrong with sidecars that are not used; each a clause. */
  readonly problems: readonly string[];
}

/**
 * @param backup a KMS one.
 * @throws OperatorError when the header cannot be read, or is of another backup.
 */
export async function keysOf(
  store: Pick<ObjectStore, "get" | "ranges">,
  backup: SurveyedBackup,
  signal: AbortSignal,
): Promise<BackupKeys> {
  const header = await readHeader(
    await store.ranges(backup.id, { signal }),
    { admit: admitted(backup.id) },
    {},
  );
  const identity = identityOf(header);
  if (identity === undefined) throw new OperatorError("notAuthentic", "the message commits to no data key");
  const ways: Way[] = header.encryptedDataKeys
    .filter(({ providerId, providerInfo }) => providerId === KMS_PROVIDER_ID && isKeyArn(providerInfo))
    .map(({ providerInfo: keyArn, encryptedDataKey: blob }) => ({
      keyArn,
      blob: Buffer.from(blob),
      sidecar: undefined,
    }));
  if (ways.length === 0) throw new OperatorError("key", "its header names no KMS key");
  const problems: string[] = [];
  for (const { key } of backup.sidecars) {
    const result = checkSidecar(await readSidecar(store, key, signal), backup, identity);
    if (result === undefined) continue;
    if ("problem" in result) {
      if (result.outlived !== true) problems.push(`${key} is not used: ${result.problem}`);
    } else for (const each of result.sidecar.dataKeys) ways.push({ ...each, sidecar: key });
  }
  const { suite, encryptionContext: context } = header;
  const [messageId, commitment] = [Buffer.from(header.messageId), Buffer.from(header.commitment)]; // without what was read with them
  return { header: { suite, messageId, commitment }, identity, context, ways, problems };
}

/** Refuses what no restore would take, whatever the key. */
function admitted(id: string) {
  return ({
    encryptedDataKeys,
    encryptionContext,
  }: Pick<ParsedHeader, "encryptedDataKeys" | "encryptionContext">) => {
    refuseManyKeys(encryptedDataKeys.length);
    if (isWithPublicKey(encryptedDataKeys))
      throw new OperatorError("key", "the message was sealed with a public key, and no backup is");
    const own = encryptedDataKeys.map(({ providerInfo }) => providerInfo);
    judgeHeader({ encryptedDataKeys, encryptionContext }, own, expectedContext(id, {}), {});
  };
}
