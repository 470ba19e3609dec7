/** What KMS takes as the material of each key spec. */
import type { WrappingAlgorithm } from "./ports";

/** Raw bytes, as many as `min` to `max`. */
interface RawForm {
  readonly kind: "raw";
  /** Bytes. */
  readonly min: number;
  /** Bytes. */
  readonly max: number;
}

/** A private key in PKCS #8. */
interface RsaForm {
  readonly kind: "rsa";
  readonly modulusBits: number;
}

/** A private key in PKCS #8, on a named curve. */
interface EcForm {
  readonly kind: "ec";
  /** Name of the curve, as OpenSSL calls it. */
  readonly curve: string;
}

export type MaterialForm = RawForm | RsaForm | EcForm;

/** The longest HMAC key: 1024 bits. A longer one is hashed by its owner first. */
const MAX_HMAC_BYTES = 128;

const hmac = (bits: number): RawForm => ({ kind: "raw", min: bits / 8, max: MAX_HMAC_BYTES });
const rsa = (modulusBits: number): RsaForm => ({ kind: "rsa", modulusBits });
const ec = (curve: string): EcForm => ({ kind: "ec", curve });

/**
 * By key spec. Left out: ML-DSA ("Importing ML-DSA keys is not supported"), Ed25519 (not in the list), and SM2, which only the regions in China
 * have and whose wrapping is another.
 *
 * Source: KMS Developer Guide, "Requirements for imported key material".
 */
const FORMS: Readonly<Record<string, MaterialForm>> = {
  SYMMETRIC_DEFAULT: { kind: "raw", min: 32, max: 32 },
  HMAC_224: hmac(224),
  HMAC_256: hmac(256),
  HMAC_384: hmac(384),
  HMAC_512: hmac(512),
  RSA_2048: rsa(2048),
  RSA_3072: rsa(3072),
  RSA_4096: rsa(4096),
  ECC_NIST_P256: ec("prime256v1"),
  ECC_NIST_P384: ec("secp384r1"),
  ECC_NIST_P521: ec("secp521r1"),
  ECC_SECG_P256K1: ec("secp256k1"),
};

/** China's symmetric keys are SM4 keys of 128 bits. Source: as above. */
const SM4: MaterialForm = { kind: "raw", min: 16, max: 16 };

/** Key specs that material can be imported for. */
export const IMPORTABLE_SPECS: readonly string[] = Object.keys(FORMS);

/** `undefined` for a spec that takes no material, or none that we know of. */
export function materialForm(spec: string, partition: string): MaterialForm | undefined {
  return spec === "SYMMETRIC_DEFAULT" && partition === "aws-cn" ? SM4 : FORMS[spec];
}

/**
 * An RSA private key is longer than RSA can encrypt, so that it needs the two-step algorithm; everything else fits into a wrapping key of
 * 4096 bits (446 bytes) and needs no more.
 */
export function wrappingAlgorithm({ kind }: MaterialForm): WrappingAlgorithm {
  return kind === "rsa" ? "RSA_AES_KEY_WRAP_SHA_256" : "RSAES_OAEP_SHA_256";
}
