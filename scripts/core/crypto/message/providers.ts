/** What a message says of who sealed its data keys. */
import type { EncryptedDataKey } from "./message-header";

/** Provider id of data keys that KMS encrypted. Source: Encryption SDK, message format, "Key provider ID". */
export const KMS_PROVIDER_ID = "aws-kms";

/** Provider id of data keys that were encrypted with the public half of an RSA key of KMS. Source: AWS KMS RSA keyring, "OnEncrypt". */
export const RSA_PROVIDER_ID = "aws-kms-rsa";

/** What tells a data key's wrapping key. */
export type NamedKey = Pick<EncryptedDataKey, "providerId" | "providerInfo">;

/** Whether somebody who only has a public key can have sealed one of them. */
export const isWithPublicKey = (encryptedDataKeys: readonly NamedKey[]): boolean =>
  encryptedDataKeys.some(({ providerId }) => providerId === RSA_PROVIDER_ID);
