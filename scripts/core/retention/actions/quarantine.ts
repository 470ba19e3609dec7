/** Puts a backup into quarantine by a mark beside it, and takes it out again: a locked object can be neither tagged nor deleted. */
import { isPrintable } from "../../../../modules/printable";
import { OperatorError } from "../../../errors";
import { type BackupName, stemOf } from "../../object-key";
import type { ObjectStore } from "../../ports";
import { MAX_REASON_LENGTH, type QuarantineMark } from "../../records/quarantine-records";
import { parseRecordKey, recordFolder, recordKey } from "../../records/record-key";
import { backupId } from "../bucket/chosen";
import type { VersionedStore } from "../ports";

export interface QuarantineRequest {
  readonly id: string;
  readonly reason: string;
  readonly at: Date;
  readonly host: string;
  readonly toolVersion: string;
  /** ARN of who does it. */
  readonly caller?: string | undefined;
}

/** @throws OperatorError `usage` for a reason that is none, or would act on a terminal */
export function assertReason(reason: string): void {
  const length = [...reason].length;
  if (reason.trim() !== "" && length <= MAX_REASON_LENGTH && isPrintable(reason)) return;
  const got =
    length > MAX_REASON_LENGTH
      ? `${length} characters`
      : reason.trim() === ""
        ? "nothing"
        : "a character that cannot be shown";
  throw new OperatorError(
    "usage",
    `a reason must be one line of 1 to ${MAX_REASON_LENGTH} printable characters, got ${got}`,
    { hint: "say in a sentence why the backup is known to be bad, with --reason" },
  );
}

/**
 * @returns key of the mark
 * @throws OperatorError `notFound` when there is no such backup to be seen
 */
export async function quarantine(
  store: ObjectStore,
  { id, reason, at, host, toolVersion, caller }: QuarantineRequest,
  signal: AbortSignal,
): Promise<string> {
  assertReason(reason);
  await assertListed(store, backupId(id), signal);
  const mark: QuarantineMark = {
    schemaVersion: 1,
    backup: id,
    reason,
    at: at.toISOString(),
    ...(caller === undefined ? {} : { caller }),
    host,
    toolVersion,
  };
  const key = recordKey("quarantine", id, at);
  const body = Buffer.from(`${JSON.stringify(mark, undefined, 2)}\n`);
  await store.putNew(key, body, { contentType: "application/json", signal });
  return key;
}

async function assertListed(store: ObjectStore, { id }: BackupName, signal: AbortSignal): Promise<void> {
  for await (const { key } of store.list(id, { signal })) if (key === id) return;
  throw new OperatorError("notFound", `${store.name} has no backup ${id}`, {
    hint: "check --bucket and the id; see `sealstack list`",
  });
}

/**
 * Keys of the marks of a backup that count.
 * @throws OperatorError `usage` for what is no id
 */
export async function marksOf(store: VersionedStore, id: string, signal: AbortSignal): Promise<string[]> {
  const name = backupId(id);
  const keys: string[] = [];
  for await (const { key, isLatest, isDeleteMarker } of store.versions(
    `${recordFolder(name.prefix, "quarantine")}${stemOf(name)}/`,
    { signal },
  ))
    if (isLatest && !isDeleteMarker && parseRecordKey(key)?.kind === "quarantine") keys.push(key);
  return keys;
}
