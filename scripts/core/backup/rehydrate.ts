/** Brings a backup back out of an archive of S3, or says how far that is. */
import { OperatorError } from "../../errors";
import { type BackupName, manifestKey } from "../object-key";
import type { ObjectStore, Rehydration, RehydrationRequest } from "../ports";

/** Days that a copy stays: a week is enough to restore, and to find out that it was the wrong one. */
export const DEFAULT_DAYS = 7;

/**
 * Asks S3 for the payload and its manifest. To ask again changes nothing.
 * @returns how far the payload is.
 * @throws {@link OperatorError} `notFound` when there is no payload.
 */
export async function rehydrate(
  { id }: BackupName,
  request: RehydrationRequest,
  store: ObjectStore,
  signal: AbortSignal,
): Promise<Rehydration> {
  if (store.rehydrate === undefined) return { state: "there" };
  const payload = await store.rehydrate(id, request, { signal });
  const manifest = await store.rehydrate(manifestKey(id), request, { signal }).catch(unlessAbsent);
  // A manifest is short and hardly ever archived; where it is, it takes as long.
  return isReadable(payload) && manifest !== undefined && !isReadable(manifest) ? manifest : payload;
}

export const isReadable = ({ state }: Rehydration): boolean => state === "there" || state === "back";

function unlessAbsent(error: unknown): undefined {
  if (error instanceof OperatorError && error.exit === "notFound") return undefined;
  throw error;
}
