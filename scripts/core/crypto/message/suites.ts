/**
 * The algorithm suites of the AWS Encryption SDK.
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/algorithms-reference.html
 */

export interface Suite {
  readonly id: number;
  readonly name: string;
  readonly cipher: "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm";
  /** Length of the data key and of the derived key. */
  readonly keyBytes: 16 | 24 | 32;
  /** Hash of HKDF; absent where the data key itself encrypts. */
  readonly kdf?: "sha256" | "sha384" | "sha512";
  /** Whether the header commits to one data key; such messages have format version 2, all others version 1. */
  readonly committing: boolean;
  readonly signature?: { readonly curve: "prime256v1" | "secp384r1"; readonly hash: "sha256" | "sha384" };
}

const P256 = { curve: "prime256v1", hash: "sha256" } as const;
const P384 = { curve: "secp384r1", hash: "sha384" } as const;

export const UNSIGNED_SUITE: Suite = {
  id: 0x0478,
  name: "AES_256_GCM_HKDF_SHA512_COMMIT_KEY",
  cipher: "aes-256-gcm",
  keyBytes: 32,
  kdf: "sha512",
  committing: true,
};

export const SIGNED_SUITE: Suite = {
  ...UNSIGNED_SUITE,
  id: 0x0578,
  name: "AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384",
  signature: P384,
};

/** Suites before key commitment: nothing is sealed with them. */
const NON_COMMITTING = [
  { id: 0x0014, bits: 128 },
  { id: 0x0046, bits: 192 },
  { id: 0x0078, bits: 256 },
  { id: 0x0114, bits: 128, kdf: "sha256" },
  { id: 0x0146, bits: 192, kdf: "sha256" },
  { id: 0x0178, bits: 256, kdf: "sha256" },
  { id: 0x0214, bits: 128, kdf: "sha256", signature: P256 },
  { id: 0x0346, bits: 192, kdf: "sha384", signature: P384 },
  { id: 0x0378, bits: 256, kdf: "sha384", signature: P384 },
] as const;

const SUITES: ReadonlyMap<number, Suite> = new Map(
  [UNSIGNED_SUITE, SIGNED_SUITE, ...NON_COMMITTING.map(nonCommitting)].map((suite) => [suite.id, suite]),
);

/** `undefined` for an id that no suite has. */
export const suiteById = (id: number): Suite | undefined => SUITES.get(id);

function nonCommitting({ id, bits, ...rest }: (typeof NON_COMMITTING)[number]): Suite {
  const kdf = "kdf" in rest ? `_HKDF_${rest.kdf.toUpperCase()}` : "";
  const ecdsa = "signature" in rest ? `_ECDSA_P${rest.signature === P256 ? 256 : 384}` : "";
  return {
    id,
    name: `AES_${bits}_GCM_IV12_TAG16${kdf}${ecdsa}`,
    cipher: `aes-${bits}-gcm`,
    keyBytes: (bits / 8) as Suite["keyBytes"],
    committing: false,
    ...rest,
  };
}
