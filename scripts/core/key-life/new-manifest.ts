/** The manifest of a backup that has another message now. It is a hint, so it follows the message and is never before it. */
import { OperatorError } from "../../errors";
import { isOfOtherKeys } from "../backup/compare-manifest";
import { formatManifest, MAX_MANIFEST_BYTES, type Manifest, parseManifest } from "../backup/manifest";
import { absent } from "../backup/verify";
import { manifestKey } from "../object-key";
import type { ObjectStore } from "../ports";
import { readShort } from "../records/read-short";
import type { NewMessage } from "./reencrypt-one";
import type { SurveyedBackup } from "./survey";

interface ReadManifest {
  readonly manifest: Manifest;
  readonly etag: string;
}

/** @returns `undefined` where there is none that could be changed. @throws OperatorError when it cannot be read. */
async function read(
  store: Pick<ObjectStore, "get">,
  id: string,
  signal: AbortSignal,
): Promise<ReadManifest | undefined> {
  const body = await store.get(manifestKey(id), { signal }).catch(absent);
  if (body?.etag === undefined) return undefined;
  const text = await readShort({ get: async () => body }, id, MAX_MANIFEST_BYTES, signal);
  const parsed = parseManifest(text ?? "");
  return "problem" in parsed || parsed.manifest.id !== id
    ? undefined
    : { manifest: parsed.manifest, etag: body.etag };
}

/** Whether there is a manifest, and of another message than the one that is there: what a run leaves that was ended between the two. */
export async function isOutdated(
  store: Pick<ObjectStore, "get">,
  { id, bytes }: SurveyedBackup,
  keyArns: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const found = await read(store, id, signal);
  if (found === undefined) return false;
  const { manifest } = found;
  return manifest.ciphertextBytes !== bytes || isOfOtherKeys(manifest, { keyArns });
}

/** @returns what to tell, where there was none to change. */
export async function renewManifest(
  store: ObjectStore,
  { id }: SurveyedBackup,
  { bytes, sha256, header }: Pick<NewMessage, "bytes" | "sha256" | "header">,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const found = await read(store, id, signal);
    if (found === undefined) return "it had no manifest, and has none now";
    const manifest: Manifest = {
      ...found.manifest,
      ciphertextBytes: bytes,
      ciphertextSha256: sha256,
      keyArns: [...header.keyArns],
    };
    const options = { etag: found.etag, contentType: "application/json", signal };
    await store.replace?.(manifestKey(id), formatManifest(manifest), options);
    return undefined;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    throw new OperatorError(
      error.exit,
      `the new message is there and whole, but its manifest is that of the old one: ${error.summary}`,
      { hint: "run the same command again: it writes the manifest", cause: error },
    );
  }
}
