/** What a grant can allow, by kind of key. */
import type { KeyKind } from "./key-spec";

const ON_EVERY_KEY = ["DescribeKey", "CreateGrant", "RetireGrant"] as const;
const WITH_PUBLIC_HALF = [...ON_EVERY_KEY, "GetPublicKey"] as const;

/**
 * Operations that KMS takes in a grant on a kind of key. Source: KMS Developer Guide, "Grant operations", and KMS API Reference, `CreateGrant`,
 * `Operations`: "must be supported on the type of key".
 */
export const GRANT_OPERATIONS = {
  symmetricEncryption: [
    "Decrypt",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
    ...ON_EVERY_KEY,
  ],
  asymmetricEncryption: ["Decrypt", "Encrypt", "ReEncryptFrom", "ReEncryptTo", ...WITH_PUBLIC_HALF],
  signing: ["Sign", "Verify", ...WITH_PUBLIC_HALF],
  mac: ["GenerateMac", "VerifyMac", ...ON_EVERY_KEY],
  keyAgreement: ["DeriveSharedSecret", ...WITH_PUBLIC_HALF],
} as const satisfies Record<KeyKind, readonly string[]>;

export type GrantOperation = (typeof GRANT_OPERATIONS)[KeyKind][number];

/** Every operation of the request carries an encryption context, or has nothing to do with one. */
const WITHOUT_CONTEXT: readonly GrantOperation[] = ["DescribeKey", "RetireGrant"];

/** Whether a constraint on the encryption context bounds anything in a grant of these operations. */
export function constrainable(operations: readonly GrantOperation[]): boolean {
  return operations.some((operation) => !WITHOUT_CONTEXT.includes(operation));
}
