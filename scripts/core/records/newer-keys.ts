/** Looks for the sidecars of a backup when its own keys do not open it. */

import { OperatorError } from "../../errors";
import { isSame } from "../crypto/message/message-identity";
import { type BackupName, stemOf } from "../object-key";
import type { FoundKeys, MessageIdentity, ObjectStore, RewrappedKey, RewrappedKeys } from "../ports";
import { readShort } from "./read-short";
import { parseRecordKey, type RecordName, recordFolder } from "./record-key";
import { MAX_SIDECAR_BYTES, parseSidecar, type SidecarResult, TOO_LONG } from "./sidecar";

/** Sidecars of one backup that are read: the newest. Each may cost a call of KMS. */
const MAX_SIDECARS = 10;

/** How the message of a backup came to open, for people; empty where it opened with its own keys. */
export interface NewerKeys extends RewrappedKeys {
  readonly remarks: readonly string[];
  /** ARN of the newer key that opened it. */
  readonly openedWith: string | undefined;
}

/** @param only the message's own keys are not asked. */
export function newerKeys(
  store: Pick<ObjectStore, "get" | "list">,
  name: BackupName,
  { only, signal }: { readonly only: boolean; readonly signal: AbortSignal },
): NewerKeys {
  const remarks: string[] = [];
  let openedWith: string | undefined;
  return {
    only,
    remarks,
    get openedWith() {
      return openedWith;
    },
    opened: (keyArn, said) => {
      openedWith = keyArn;
      remarks.push(...said);
    },
    find: (message) => find(store, name, message, signal),
  };
}

async function find(
  store: Pick<ObjectStore, "get" | "list">,
  name: BackupName,
  message: MessageIdentity,
  signal: AbortSignal,
): Promise<FoundKeys> {
  const found: RewrappedKey[] = [];
  const problems: string[] = [];
  try {
    const records = await sidecarsOf(store, name, signal);
    for (const record of records.slice(0, MAX_SIDECARS)) {
      const read = await readSidecar(store, record.key, signal);
      const result = checkSidecar(read, name, message);
      if (result === undefined) continue;
      if ("problem" in result) problems.push(`${record.key} is not used: ${result.problem}`);
      else for (const key of result.sidecar.dataKeys) found.push({ ...key, from: record.key });
    }
    if (records.length > MAX_SIDECARS)
      problems.push(`${records.length - MAX_SIDECARS} older sidecars were not read`);
  } catch (error) {
    if (!(error instanceof OperatorError) || signal.aborted) throw error;
    problems.push(`sidecars cannot be looked for: ${error.summary}`);
  }
  return { found, problems };
}

/** Names of the sidecars of a backup, the newest first. */
async function sidecarsOf(
  store: Pick<ObjectStore, "list">,
  name: BackupName,
  signal: AbortSignal,
): Promise<RecordName[]> {
  const records: RecordName[] = [];
  const folder = `${recordFolder(name.prefix, "keys")}${stemOf(name)}/`;
  for await (const { key } of store.list(folder, { signal })) {
    const record = parseRecordKey(key);
    if (record !== undefined) records.push(record);
  }
  return records.sort(newestFirst);
}

export const newestFirst = (a: RecordName, b: RecordName): number =>
  b.at.getTime() - a.at.getTime() || (a.key < b.key ? -1 : 1);

/** One that cannot be read is a problem of its own, and must not hide the others. */
export async function readSidecar(
  store: Pick<ObjectStore, "get">,
  key: string,
  signal: AbortSignal,
): Promise<SidecarResult> {
  try {
    const text = await readShort(store, key, MAX_SIDECAR_BYTES, signal);
    return text === undefined ? TOO_LONG : parseSidecar(text, key);
  } catch (error) {
    if (!(error instanceof OperatorError) || signal.aborted) throw error;
    return { problem: error.summary };
  }
}

/** @returns `undefined` for a sidecar of a backup that only has the same stem. */
export function checkSidecar(
  read: SidecarResult,
  { id }: BackupName,
  message: MessageIdentity,
): SidecarResult | undefined {
  if ("problem" in read) return read;
  if (read.sidecar.id !== id) return sameStem(read.sidecar.id, id) ? undefined : { problem: OF_ANOTHER };
  return isSame(read.sidecar.message, message) ? read : { problem: OF_ANOTHER_MESSAGE, outlived: true };
}

const sameStem = (one: string, other: string): boolean =>
  one.slice(0, one.lastIndexOf(".tar")) === other.slice(0, other.lastIndexOf(".tar"));

const OF_ANOTHER = "it is of another backup";
const OF_ANOTHER_MESSAGE = "it is of another message that had this id";
