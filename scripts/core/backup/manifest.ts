import { z } from "zod";
import { BACKUP_SOURCES } from "../../../modules/backup-contract";
import { COMPRESSIONS, DEFAULT_COMPRESSION } from "../archive/compression/compression";
import type { ObjectStore } from "../ports";
import { readShort } from "../records/read-short";

/** Bytes of a manifest that are read at most: 64 KiB. */
export const MAX_MANIFEST_BYTES = 64 * 1024;

const bytes = z.number().int().nonnegative();

const manifest = z.object({
  schemaVersion: z.literal(1),
  /** The object key of the payload. */
  id: z.string(),
  source: z.enum(BACKUP_SOURCES),
  name: z.string(),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  /** Bytes of the tar archive, before compression. */
  plaintextBytes: bytes,
  /** Of the archive; those who wrote no word of it had no choice. */
  compression: z.enum(COMPRESSIONS).default(DEFAULT_COMPRESSION),
  /** Bytes of the payload object. */
  ciphertextBytes: bytes,
  /** SHA-256 of the payload object, in hexadecimal. */
  ciphertextSha256: z.string().regex(/^[0-9a-f]{64}$/),
  format: z.enum(["aws-encryption-sdk-v2", "age-v1"]),
  /** Keys that could open the payload when it was made. */
  keyArns: z.array(z.string()),
  /** Encryption context; not secret. */
  context: z.record(z.string(), z.string()),
  /** Regular files inside. */
  files: bytes,
  /** Time from the first byte read to the last byte stored. */
  durationSeconds: z.number().nonnegative(),
  toolVersion: z.string(),
});

/**
 * The object beside a payload. Nothing protects it, so it is a hint: it says what to expect, and never which key or context
 * to use.
 */
export type Manifest = z.infer<typeof manifest>;

export function formatManifest(value: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** What came of reading a manifest. */
export type ManifestResult =
  | { readonly manifest: Manifest }
  /** Why there is none to be had: absent, or not one. */
  | { readonly problem: string };

export function parseManifest(text: string): ManifestResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "the manifest is not JSON" };
  }
  const parsed = manifest.safeParse(value);
  if (parsed.success) return { manifest: parsed.data };
  const fields = parsed.error.issues.map(({ path }) => path.join(".") || "the whole").slice(0, 5);
  return { problem: `the manifest is not valid at: ${fields.join(", ")}` };
}

/** Reads a manifest; only as much of it as a manifest can have. */
export async function readManifest(
  store: Pick<ObjectStore, "get">,
  key: string,
  signal: AbortSignal,
): Promise<ManifestResult> {
  const text = await readShort(store, key, MAX_MANIFEST_BYTES, signal);
  return text === undefined
    ? { problem: `the manifest is longer than ${MAX_MANIFEST_BYTES} bytes` }
    : parseManifest(text);
}
