/** Seals messages with the public half of an RSA key of KMS: no credentials, no network. */
import { type KeyObject, randomBytes } from "node:crypto";
import type { EncryptionAlgorithm, MessageSealer } from "../../ports";
import type { SealingKeys } from "../message/data-keys";
import { RSA_PROVIDER_ID } from "../message/providers";
import { sealFile } from "../message-files";
import { sealMessage } from "../messages";
import { wrapUnderRsa } from "./rsa-data-keys";

export interface PublicKeySealerSettings {
  /** An RSA key that was judged by `assertEncryptionKey`. */
  readonly publicKey: KeyObject;
  /** ARN of the KMS key that it is the public half of: messages name it. Whether it is, nobody can tell here. */
  readonly keyArn: string;
  readonly algorithm: EncryptionAlgorithm;
}

export function publicKeySealer(settings: PublicKeySealerSettings): MessageSealer {
  const keys = publicKeys(settings);
  return {
    format: "aws-encryption-sdk-v2",
    seal: (context, { digest } = {}) => sealMessage(keys, { context, ...(digest && { digest }) }),
    sealFile: (files, context) => sealFile(keys, { context }, files),
  };
}

function publicKeys({ publicKey, keyArn, algorithm }: PublicKeySealerSettings): SealingKeys {
  return {
    generate: async (context, bytes) => {
      const dataKey = randomBytes(bytes);
      const encryptedDataKey = wrapUnderRsa(publicKey, algorithm, dataKey, context);
      const rawInfo = Buffer.from(keyArn);
      return {
        dataKey,
        encrypted: [{ providerId: RSA_PROVIDER_ID, providerInfo: keyArn, rawInfo, encryptedDataKey }],
      };
    },
  };
}
