/**
 * Data keys under an AES key of 32 bytes, as the official raw AES keyrings wrap them.
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/use-raw-aes-keyring.html
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { EncryptionContext } from "../../ports";
import { type EncryptedDataKey, IV_BYTES, serializeContext, TAG_BYTES, uint32 } from "./message-header";

export interface RawKey {
  readonly namespace: string;
  readonly name: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** @param iv random, so that one key may wrap 2^32 data keys at most (NIST SP 800-38D, 8.3). */
export function wrap(
  { namespace, name, key }: RawKey,
  dataKey: Buffer,
  context: EncryptionContext,
  iv: Buffer = randomBytes(IV_BYTES),
): EncryptedDataKey {
  const gcm = createCipheriv("aes-256-gcm", key, iv).setAAD(serializeContext(context));
  const encryptedDataKey = Buffer.concat([gcm.update(dataKey), gcm.final(), gcm.getAuthTag()]);
  const rawInfo = Buffer.concat([Buffer.from(name), uint32(8 * TAG_BYTES), uint32(IV_BYTES), iv]);
  return { providerId: namespace, providerInfo: rawInfo.toString(), rawInfo, encryptedDataKey };
}

/** Whether this key wrapped it, by its names. */
export const names = (
  { providerId, rawInfo }: EncryptedDataKey,
  { namespace, name }: Omit<RawKey, "key">,
): boolean => providerId === namespace && rawInfo.subarray(0, -(8 + IV_BYTES)).equals(Buffer.from(name));

/** @returns `undefined` where it is not authentic: of another key, or of another context. */
export function unwrap(
  { key }: Pick<RawKey, "key">,
  { rawInfo, encryptedDataKey }: Pick<EncryptedDataKey, "rawInfo" | "encryptedDataKey">,
  context: EncryptionContext,
): Buffer | undefined {
  try {
    const gcm = createDecipheriv("aes-256-gcm", key, rawInfo.subarray(-IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    gcm.setAAD(serializeContext(context)).setAuthTag(encryptedDataKey.subarray(-TAG_BYTES));
    return Buffer.concat([gcm.update(encryptedDataKey.subarray(0, -TAG_BYTES)), gcm.final()]);
  } catch {
    return undefined;
  }
}
