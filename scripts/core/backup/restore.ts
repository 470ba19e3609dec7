/** Brings a backup back, all of it or nothing. */
import { OperatorError } from "../../errors";
import { type ExtractOptions, Extractor } from "../archive/reading/extract";
import { OneFile } from "../archive/reading/one-file";
import { type Selection, selecting } from "../archive/reading/select";
import { fillAtomically } from "../archive/reading/staging";
import type { Spool } from "../files/spool";
import { type BackupName, manifestKey } from "../object-key";
import type { EncryptionContext, ObjectStore } from "../ports";
import { readManifest } from "./manifest";
import { comparePayload, type Payload, type PayloadSurroundings, readPayload } from "./payload";

export interface RestoreRequest extends ExtractOptions {
  /** A new or an empty directory. */
  readonly target: string;
  /** Pairs that the encryption context must hold besides those of every backup. */
  readonly context: EncryptionContext;
  /** What of it is restored. @default - all */
  readonly selection?: Selection | undefined;
}

/** A backup of one file, read to its end. */
export interface Released extends Restored {
  /** Its bytes; to be disposed of. */
  readonly kept: Spool;
}

export interface Restored extends Payload {
  /** How it came to open, where its own keys did not, and what the manifest says otherwise; the payload is authentic all the same. */
  readonly remarks: readonly string[];
}

/**
 * The target appears when the last byte was authenticated and every file compared with its digest, or not at all.
 *
 * @throws OperatorError `target` before anything is fetched when the target is in use.
 */
export async function restore(
  name: BackupName,
  { target, context, selection, ...options }: RestoreRequest,
  surroundings: PayloadSurroundings,
): Promise<Restored> {
  const { store, signal } = surroundings;
  const payload = await fillAtomically(target, async (directory, atLast) => {
    const extractor = new Extractor(directory, options);
    const sink = selection === undefined ? extractor : selecting(extractor, selection, true);
    const read = await readPayload(name, { context, digest: false }, sink, surroundings);
    selection?.assertAllFound(name.id);
    await extractor.finish(atLast);
    signal.throwIfAborted();
    return read;
  });
  return { ...payload, remarks: await remarksOn(payload, name, store, signal) };
}

/**
 * Reads a backup that holds one file and nothing else, or of which one was chosen, for stdout. Nothing of it is to be had before the last byte
 * was authenticated.
 *
 * @throws OperatorError `usage` when it holds anything else.
 */
export async function release(
  name: BackupName,
  { context, selection }: Pick<RestoreRequest, "context" | "selection">,
  surroundings: PayloadSurroundings,
): Promise<Released> {
  const { store, signal } = surroundings;
  const file = new OneFile();
  const sink = selection === undefined ? file : selecting(file, selection, false);
  try {
    const payload = await readPayload(name, { context, digest: false }, sink, surroundings);
    selection?.assertAllFound(name.id);
    const kept = file.only();
    return { ...payload, kept, remarks: await remarksOn(payload, name, store, signal) };
  } catch (error) {
    await file.dispose();
    throw error;
  }
}

/** Everything is there by now: that the manifest cannot be read is worth a word, and no failure. */
async function remarksOn(
  payload: Payload,
  name: BackupName,
  store: ObjectStore,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    const read = await readManifest(store, manifestKey(name.id), signal);
    const { problems, remark } = comparePayload(read, name, payload);
    return [...payload.keyRemarks, ...problems, ...(remark === undefined ? [] : [remark])];
  } catch (error) {
    if (!(error instanceof OperatorError) || signal.aborted) throw error;
    return [
      ...payload.keyRemarks,
      error.exit === "notFound" ? "it has no manifest" : `its manifest cannot be compared: ${error.summary}`,
    ];
  }
}
