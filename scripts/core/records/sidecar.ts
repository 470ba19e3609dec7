/**
 * A sidecar: the data key of a backup under newer keys, in an object of its own. The backup stays as it is, because a second header under the
 * same data key would give its authentication key away (decision 8 of docs/architecture.md).
 *
 * Nothing in it is secret, and nothing of it is believed: it says of which message it is, and KMS and the header of that message say whether that is so.
 */
import { z } from "zod";
import { parseArn } from "../../../modules/arn";
import { MAX_ENCRYPTED_DATA_KEYS } from "../crypto/limits";
import { suiteName } from "../crypto/message/message-identity";
import { KMS_PROVIDER_ID } from "../crypto/message/providers";
import { UNSIGNED_SUITE } from "../crypto/message/suites";
import type { MessageIdentity } from "../ports";
import { parseRecordKey } from "./record-key";

/** Bytes of a sidecar at most: 64 KiB. Five data keys of 6,144 bytes, the most that KMS answers with, take 41 KiB in base64. */
export const MAX_SIDECAR_BYTES = 64 * 1024;

/** Bytes of an encrypted data key at most. Source: KMS API Reference, `CiphertextBlob` of Decrypt. */
const MAX_BLOB_BYTES = 6_144;

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));

const sidecar = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal("sealstack-rewrapped-data-keys"),
  /** The backup: its object key. */
  id: z.string().min(1).max(1024),
  /** ISO 8601, UTC, whole seconds; the time in the sidecar's own key. */
  createdAt: z.iso.datetime(),
  message: z.strictObject({
    suite: z.literal(suiteName(UNSIGNED_SUITE.id)),
    messageId: hex(32),
    commitment: hex(32),
    headerSha256: hex(32),
  }),
  dataKeys: z
    .array(
      z.strictObject({
        providerId: z.literal(KMS_PROVIDER_ID),
        keyArn: z.string().max(2048).refine(isKeyArn),
        encryptedDataKey: z.string().refine(isBlob),
      }),
    )
    .min(1)
    .max(MAX_ENCRYPTED_DATA_KEYS),
});

export interface Sidecar {
  readonly id: string;
  readonly createdAt: Date;
  readonly message: MessageIdentity;
  readonly dataKeys: readonly { readonly keyArn: string; readonly blob: Buffer }[];
}

/** The one text that a sidecar has: {@link parseSidecar} takes no other. */
export function formatSidecar({ id, createdAt, message, dataKeys }: Sidecar): Buffer {
  const { suite, messageId, commitment, headerSha256 } = message;
  const value = {
    schemaVersion: 1,
    kind: "sealstack-rewrapped-data-keys",
    id,
    createdAt: createdAt.toISOString(),
    message: { suite, messageId, commitment, headerSha256 },
    dataKeys: dataKeys.map(({ keyArn, blob }) => ({
      providerId: KMS_PROVIDER_ID,
      keyArn,
      encryptedDataKey: blob.toString("base64"),
    })),
  };
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** What came of reading a sidecar: it, or why it is none, as a clause. */
export type SidecarResult = { readonly sidecar: Sidecar } | SidecarProblem;

export interface SidecarProblem {
  readonly problem: string;
  /** Nothing is wrong with it: the backup has another message since. */
  readonly outlived?: true;
}

/** @param key of the object that it was read from. */
export function parseSidecar(text: string, key: string): SidecarResult {
  if (text.length > MAX_SIDECAR_BYTES) return TOO_LONG;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "it is not JSON" };
  }
  const parsed = sidecar.safeParse(value);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    return { problem: `it is no sidecar: not valid at ${first?.path.join(".") || "the whole"}` };
  }
  const { id, createdAt, message, dataKeys } = parsed.data;
  const found: Sidecar = {
    id,
    createdAt: new Date(createdAt),
    message,
    dataKeys: dataKeys.map(({ keyArn, encryptedDataKey }) => ({
      keyArn,
      blob: Buffer.from(encryptedDataKey, "base64"),
    })),
  };
  if (formatSidecar(found).toString() !== text) return { problem: "it is not written as sidecars are" };
  if (parseRecordKey(key)?.at.getTime() !== found.createdAt.getTime())
    return { problem: "it stands under a name that it was not made for" };
  return { sidecar: found };
}

export const TOO_LONG: SidecarResult = { problem: `it is longer than ${MAX_SIDECAR_BYTES} bytes` };

export function isKeyArn(text: string): boolean {
  const { service, resource = "" } = parseArn(text) ?? {};
  return service === "kms" && /^key\/[A-Za-z0-9-]+$/.test(resource);
}

function isBlob(text: string): boolean {
  const { length } = Buffer.from(text, "base64");
  return length > 0 && length <= MAX_BLOB_BYTES;
}
