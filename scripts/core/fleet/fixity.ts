/** Digests of payloads against those in their manifests. */
import { assertAsManifestSays, compareManifest } from "../backup/compare-manifest";
import { readManifest } from "../backup/manifest";
import { type BackupName, manifestKey } from "../object-key";
import type { ObjectStore } from "../ports";

export interface Digest {
  /** In hexadecimal. */
  readonly sha256: string;
  /** Where they are known. */
  readonly bytes?: number | undefined;
}

/**
 * @param is of what is stored.
 * @throws OperatorError `notAuthentic` where it is not what the manifest says; `notFound` where there is no manifest: there is nothing to compare with.
 */
export async function compareDigest(
  store: Pick<ObjectStore, "get">,
  name: BackupName,
  is: Digest,
  signal: AbortSignal,
): Promise<void> {
  const read = await readManifest(store, manifestKey(name.id), signal);
  const header = { format: name.format, keyArns: [] }; // it was not read
  assertAsManifestSays(`${name.id} is there`, compareManifest(read, name, { header, ...is }));
}
