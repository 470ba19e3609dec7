/** Data keys under KMS keys: one `GenerateDataKey` a message, `Encrypt` for further keys, strict `Decrypt`. */
import { OperatorError } from "../../../errors";
import type { EncryptionAlgorithm } from "../../ports";
import type { OpeningKeys, SealingKeys } from "../message/data-keys";
import type { EncryptedDataKey, MessageHeader } from "../message/message-header";
import { KMS_PROVIDER_ID, RSA_PROVIDER_ID } from "../message/providers";
import { sealedWithAnother } from "./judge-header";
import type { KmsCalls } from "./kms-calls";
import { unwrapFromRsa } from "./rsa-data-keys";
import { usableKeys } from "./usable-keys";

/** @param keys ARNs, ids or aliases: the first generates the data key, each further one wraps it too. */
export function kmsSealingKeys(keys: readonly [string, ...string[]], kms: KmsCalls): SealingKeys {
  const [generator, ...more] = keys;
  return {
    generate: async (context, bytes) => {
      const { plaintext: dataKey, ...first } = await kms.generateDataKey(generator, context, bytes);
      const encrypted = [encryptedBy(first)];
      try {
        for (const key of more) encrypted.push(encryptedBy(await kms.encrypt(key, dataKey, context)));
      } catch (error) {
        dataKey.fill(0);
        throw error;
      }
      return { dataKey, encrypted };
    },
  };
}

/**
 * @param keys ARNs of the keys that may open a message; never is another one tried.
 * @param judge refuses messages by their header, before any call.
 * @param rsaAlgorithm of data keys that were sealed with a public key; without it they are passed over.
 */
export function kmsOpeningKeys(
  keys: readonly string[],
  kms: KmsCalls,
  judge: (header: MessageHeader) => void,
  rsaAlgorithm?: EncryptionAlgorithm,
): OpeningKeys<MessageHeader> {
  return { admit: judge, decrypt: (header) => decryptFirst(keys, kms, header, rsaAlgorithm) };
}

/** In the order of the message, as it names the key that generated the data key first. */
async function decryptFirst(
  keys: readonly string[],
  kms: KmsCalls,
  { encryptedDataKeys, encryptionContext, suite }: MessageHeader,
  rsaAlgorithm: EncryptionAlgorithm | undefined,
): Promise<Buffer> {
  let failure: unknown;
  const withRsa = rsaAlgorithm !== undefined && suite.signature === undefined;
  const providers = withRsa ? [KMS_PROVIDER_ID, RSA_PROVIDER_ID] : [KMS_PROVIDER_ID];
  for (const { key, encrypted } of usableKeys(encryptedDataKeys, keys, providers)) {
    const { providerId, encryptedDataKey: blob } = encrypted;
    try {
      if (providerId !== RSA_PROVIDER_ID || rsaAlgorithm === undefined)
        return await kms.decrypt(key, blob, encryptionContext, suite.keyBytes);
      const plaintext = await kms.decryptRsa(key, blob, rsaAlgorithm);
      return unwrapFromRsa(plaintext, encryptionContext, suite.keyBytes);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      failure ??= error;
    }
  }
  throw failure ?? sealedWithAnother(encryptedDataKeys, keys);
}

function encryptedBy({ keyArn, blob }: { readonly keyArn: string; readonly blob: Buffer }): EncryptedDataKey {
  const rawInfo = Buffer.from(keyArn);
  return { providerId: KMS_PROVIDER_ID, providerInfo: keyArn, rawInfo, encryptedDataKey: blob };
}
