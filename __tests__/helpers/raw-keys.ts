/**
 * Data keys under raw AES keys of the test's own, as the official raw AES keyrings wrap them: what KMS is to the product.
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/use-raw-aes-keyring.html
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { refuseManyKeys } from "../../scripts/core/crypto/kms/judge-header";
import type { OpeningKeys, SealingKeys } from "../../scripts/core/crypto/message/data-keys";
import {
  type EncryptedDataKey,
  type MessageHeader,
  serializeContext,
  uint32,
} from "../../scripts/core/crypto/message/message-header";
import type { EncryptionContext } from "../../scripts/core/ports";
import { OperatorError } from "../../scripts/errors";

const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface RawKey {
  readonly namespace: string;
  readonly name: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** A key that is different for every seed. */
export const rawKey = (seed = 7): RawKey => ({
  namespace: "test",
  name: `key-${seed}`,
  key: Buffer.alloc(32, seed),
});

export function rawKeys(keys: readonly RawKey[] = [rawKey()]): SealingKeys & OpeningKeys {
  const admit: OpeningKeys["admit"] = ({ encryptedDataKeys }) => {
    refuseManyKeys(encryptedDataKeys.length);
    if (!encryptedDataKeys.some((wrapped) => keys.some((key) => names(wrapped, key))))
      throw new OperatorError("key", "the message was sealed with another key");
  };
  return {
    generate: async (context, bytes) => {
      const dataKey = randomBytes(bytes);
      return { dataKey, encrypted: keys.map((key) => wrap(key, dataKey, context)) };
    },
    admit,
    decrypt: async (header) => unwrapFirst(keys, header),
  };
}

function unwrapFirst(
  keys: readonly RawKey[],
  { encryptedDataKeys, encryptionContext }: MessageHeader,
): Buffer {
  for (const wrapped of encryptedDataKeys)
    for (const key of keys.filter((one) => names(wrapped, one))) {
      const dataKey = unwrap(key, wrapped, encryptionContext);
      if (dataKey !== undefined) return dataKey;
    }
  throw new OperatorError("notAuthentic", "no data key of the message can be decrypted");
}

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

const names = ({ providerId, rawInfo }: EncryptedDataKey, { namespace, name }: RawKey): boolean =>
  providerId === namespace && rawInfo.subarray(0, -(8 + IV_BYTES)).equals(Buffer.from(name));

export function unwrap(
  { key }: RawKey,
  { rawInfo, encryptedDataKey }: EncryptedDataKey,
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
