/** Brings a backup back, all of it or nothing. */
import { type ExtractOptions, Extractor } from "../archive/reading/extract";
import { fillAtomically } from "../archive/reading/staging";
import type { EncryptionContext } from "../ports";
import { readManifest } from "./manifest";
import { type BackupName, manifestKey } from "./object-key";
import { manifestProblems, type Payload, type PayloadSurroundings, readPayload } from "./payload";
import { absent } from "./verify";

export interface RestoreRequest extends ExtractOptions {
  /** A new or an empty directory. */
  readonly target: string;
  /** Pairs that the encryption context must hold besides those of every backup. */
  readonly context: EncryptionContext;
}

export interface Restored extends Payload {
  /** What the manifest says otherwise; the payload is authentic all the same. */
  readonly remarks: readonly string[];
}

/**
 * The target appears when the last byte was authenticated and every file compared with its digest, or not at all.
 *
 * @throws OperatorError `target` before anything is fetched when the target is in use.
 */
export async function restore(
  name: BackupName,
  { target, context, ...options }: RestoreRequest,
  surroundings: PayloadSurroundings,
): Promise<Restored> {
  const { store, signal } = surroundings;
  const payload = await fillAtomically(target, async (directory) => {
    const extractor = new Extractor(directory, options);
    const read = await readPayload(name, { context, digest: false }, extractor, surroundings);
    await extractor.finish();
    signal.throwIfAborted();
    return read;
  });
  const manifest = await readManifest(store, manifestKey(name.id), signal).catch(absent);
  const remarks = manifest === undefined ? ["it has no manifest"] : manifestProblems(payload, name, manifest);
  return { ...payload, remarks };
}
