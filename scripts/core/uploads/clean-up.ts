/** Ends uploads that hosts left behind which are gone, or have forgotten them. */
import { type ExitName, OperatorError } from "../../errors";
import { manifestKey, normalPrefix, parseId } from "../object-key";
import { parseRecordKey } from "../records/record-key";
import type { UnfinishedUpload, UnfinishedUploads } from "./ports";

/**
 * - `aborted`; `to abort`: it would be.
 * - `gone`: somebody was faster.
 * - `young`: a run may still be at it.
 * - `not ours`: no backup has such a key.
 * - `failed`: it is left.
 */
export type UploadState = "aborted" | "to abort" | "gone" | "young" | "not ours" | "failed";

export interface Found extends UnfinishedUpload {
  readonly state: UploadState;
  /** Of `failed`. */
  readonly problem?: { readonly exit: ExitName; readonly message: string };
}

export interface CleanUpRequest {
  /** None within another; `""` is the whole bucket. */
  readonly prefixes: readonly string[];
  /** Uploads begun later are left alone. */
  readonly before: Date;
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

/** @throws OperatorError when uploads cannot be listed; that one cannot be aborted is told with it. */
export async function cleanUpUploads(
  uploads: UnfinishedUploads,
  { prefixes, before, dryRun }: CleanUpRequest,
  signal: AbortSignal,
): Promise<Found[]> {
  const found: UnfinishedUpload[] = [];
  for (const prefix of prefixes)
    for await (const upload of uploads.list(normalPrefix(prefix), { signal })) found.push(upload);
  const done: Found[] = [];
  for (const upload of found) {
    signal.throwIfAborted();
    if (!isOurs(upload.key)) done.push({ ...upload, state: "not ours" });
    else if (upload.initiated >= before) done.push({ ...upload, state: "young" });
    else if (dryRun) done.push({ ...upload, state: "to abort" });
    else done.push(await abort(uploads, upload, signal));
  }
  return done;
}

async function abort(
  uploads: UnfinishedUploads,
  upload: UnfinishedUpload,
  signal: AbortSignal,
): Promise<Found> {
  try {
    return { ...upload, state: (await uploads.abort(upload, { signal })) ? "aborted" : "gone" };
  } catch (error) {
    if (!(error instanceof OperatorError) || signal.aborted) throw error;
    return { ...upload, state: "failed", problem: { exit: error.exit, message: error.message } };
  }
}

/** A payload, a manifest or a record. */
function isOurs(key: string): boolean {
  if (parseId(key) !== undefined || parseRecordKey(key) !== undefined) return true;
  const payload = key.replace(/\.manifest\.json$/, ".tar.kms");
  return parseId(payload) !== undefined && manifestKey(payload) === key;
}
