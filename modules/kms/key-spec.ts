/** Which keys exist and what each can be made for: one table, from which legality, rotation and audiences follow. */

/** What a key can be made for; fixed at creation. Source: KMS API Reference, `CreateKey`, `KeyUsage`. */
export const KEY_USAGES = ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

/**
 * How a key is used, which decides what actions make sense on it. KMS has no word for it: it follows from spec and usage.
 * Source: KMS Developer Guide, "Key type reference".
 */
export type KeyKind = "symmetricEncryption" | "asymmetricEncryption" | "signing" | "mac" | "keyAgreement";

/** What a kind of key can do. */
export interface KeySpecTraits {
  /** Legal values of `keyUsage`. Where there are several, the caller has to choose. */
  readonly usages: readonly KeyUsage[];
  readonly family: "symmetric" | "hmac" | "asymmetric";
  /** Whether KMS can rotate its material by itself. */
  readonly rotates: boolean;
  /** Only in the regions of the partition `aws-cn`. */
  readonly chinaOnly?: true;
}

const RSA = { usages: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"], family: "asymmetric", rotates: false } as const;
const NIST_CURVE = {
  usages: ["SIGN_VERIFY", "KEY_AGREEMENT"],
  family: "asymmetric",
  rotates: false,
} as const;
const SIGNING_ONLY = { usages: ["SIGN_VERIFY"], family: "asymmetric", rotates: false } as const;
const HMAC = { usages: ["GENERATE_VERIFY_MAC"], family: "hmac", rotates: false } as const;

/**
 * Every key spec.
 *
 * Sources: KMS API Reference, `CreateKey`, `KeySpec` and `KeyUsage` (Ed25519: "signing and verification only"; SM2: China regions);
 * KMS Developer Guide, "Rotate AWS KMS keys" (automatic rotation: symmetric encryption keys only).
 */
export const KEY_SPECS = {
  SYMMETRIC_DEFAULT: { usages: ["ENCRYPT_DECRYPT"], family: "symmetric", rotates: true },
  RSA_2048: RSA,
  RSA_3072: RSA,
  RSA_4096: RSA,
  ECC_NIST_P256: NIST_CURVE,
  ECC_NIST_P384: NIST_CURVE,
  ECC_NIST_P521: NIST_CURVE,
  ECC_SECG_P256K1: SIGNING_ONLY,
  ECC_NIST_EDWARDS25519: SIGNING_ONLY,
  HMAC_224: HMAC,
  HMAC_256: HMAC,
  HMAC_384: HMAC,
  HMAC_512: HMAC,
  SM2: {
    usages: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"],
    family: "asymmetric",
    rotates: false,
    chinaOnly: true,
  },
  ML_DSA_44: SIGNING_ONLY,
  ML_DSA_65: SIGNING_ONLY,
  ML_DSA_87: SIGNING_ONLY,
} as const satisfies Record<string, KeySpecTraits>;

export type KeySpec = keyof typeof KEY_SPECS;

/** The row of a spec, without the exact types of the table. */
export function keySpecTraits(spec: KeySpec): KeySpecTraits {
  return KEY_SPECS[spec];
}

/** The kind of a key whose spec and usage fit. */
export function keyKind(spec: KeySpec, usage: KeyUsage): KeyKind {
  switch (usage) {
    case "ENCRYPT_DECRYPT":
      return keySpecTraits(spec).family === "symmetric" ? "symmetricEncryption" : "asymmetricEncryption";
    case "SIGN_VERIFY":
      return "signing";
    case "GENERATE_VERIFY_MAC":
      return "mac";
    case "KEY_AGREEMENT":
      return "keyAgreement";
  }
}
