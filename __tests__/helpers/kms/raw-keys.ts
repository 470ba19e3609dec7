/**
 * Data keys under raw AES keys of the test's own, as the official raw AES keyrings wrap them: what KMS is to the product.
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/use-raw-aes-keyring.html
 */
import { randomBytes } from "node:crypto";
import { refuseManyKeys } from "../../../scripts/core/crypto/kms/judge-header";
import type { OpeningKeys, SealingKeys } from "../../../scripts/core/crypto/message/data-keys";
import type { MessageHeader } from "../../../scripts/core/crypto/message/message-header";
import { names, type RawKey, unwrap, wrap } from "../../../scripts/core/crypto/message/raw-aes";
import { OperatorError } from "../../../scripts/errors";

export { type RawKey, unwrap, wrap };

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
