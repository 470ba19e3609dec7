/** Proves that a backup can be restored, and writes nothing. */
import { OperatorError } from "../../errors";
import type { ArchiveSink } from "../archive/reading/read";
import { type BackupName, manifestKey } from "../object-key";
import type { EncryptionContext } from "../ports";
import { assertAsManifestSays } from "./compare-manifest";
import { readManifest } from "./manifest";
import { comparePayload, type Payload, type PayloadSurroundings, readPayload } from "./payload";

export interface Verified extends Payload {
  /** `false`: there is no manifest, so the backup is incomplete though its payload is whole. */
  readonly manifest: boolean;
  /** A clause, where the manifest is of the message that was there before. */
  readonly manifestRemark: string | undefined;
  /** Its description as it stands in the archive, with what it says of its predecessors. */
  readonly infoBytes: Buffer | undefined;
}

/**
 * Downloads and authenticates all of a payload, compares every file with its digest inside, and the payload with its manifest.
 *
 * @throws {@link OperatorError} `notAuthentic` when anything differs.
 */
export async function verify(
  name: BackupName,
  context: EncryptionContext,
  surroundings: PayloadSurroundings,
): Promise<Verified> {
  const { store, signal } = surroundings;
  const manifest = await readManifest(store, manifestKey(name.id), signal).catch(absent);
  let infoBytes: Buffer | undefined;
  const onInfo = (bytes: Buffer): void => {
    infoBytes = bytes;
  };
  const payload = await readPayload(name, { context, digest: true, onInfo }, NOWHERE, surroundings);
  if (manifest === undefined) return { ...payload, manifest: false, manifestRemark: undefined, infoBytes };
  const comparison = comparePayload(manifest, name, payload);
  assertAsManifestSays(`the payload of ${name.id} is authentic`, comparison);
  return { ...payload, manifest: true, manifestRemark: comparison.remark, infoBytes };
}

/** Reads everything, so that it is digested, and keeps nothing. */
export const NOWHERE: ArchiveSink = {
  directory: async () => {},
  symlink: async () => {},
  file: async (_, body) => {
    for await (const _chunk of body);
  },
};

/** @returns `undefined` for a manifest that is not there; any other failure goes on. */
export function absent(error: unknown): undefined {
  if (error instanceof OperatorError && error.exit === "notFound") return undefined;
  throw error;
}
