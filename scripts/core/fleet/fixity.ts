/** Digests of payloads against those in their manifests. */
import { OperatorError } from "../../errors";
import { readManifest } from "../backup/manifest";
import { disagreements } from "../backup/payload";
import { assertAsManifestSays } from "../backup/verify";
import { type BackupName, manifestKey } from "../object-key";
import type { ObjectStore } from "../ports";

export interface Digest {
  /** In hexadecimal. */
  readonly sha256: string;
  /** Where they are known. */
  readonly bytes?: number;
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
  if ("problem" in read) throw new OperatorError("notAuthentic", read.problem);
  const { manifest } = read;
  assertAsManifestSays(
    `${name.id} was read`,
    disagreements([
      ["id", manifest.id, name.id],
      ...(is.bytes === undefined ? [] : [["ciphertextBytes", manifest.ciphertextBytes, is.bytes] as const]),
      ["ciphertextSha256", manifest.ciphertextSha256, is.sha256],
    ]),
  );
}
