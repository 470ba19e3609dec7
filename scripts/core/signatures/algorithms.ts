/** Which algorithm goes with which key, and what each of them signs. */
import { OperatorError } from "../../errors";

/** Bytes that KMS takes of a message. Source: KMS API Reference, `Sign`, `GenerateMac`: `Message`. */
export const MAX_MESSAGE_BYTES = 4096;

interface Algorithm {
  /** Hash of the message, which is made here, so that a message may have any length; `undefined` where KMS takes the message itself. */
  readonly digest: "sha256" | "sha384" | "sha512" | undefined;
  readonly family: Family;
}

/** Kinds of keys that share algorithms. */
type Family = "RSA" | "P256" | "P384" | "P521" | "Ed25519" | "ML-DSA";

/** Source: KMS Developer Guide, "Key spec reference". The first of a family is its default: PSS, as KMS recommends over PKCS #1 v1.5. */
export const SIGNING_ALGORITHMS = {
  RSASSA_PSS_SHA_256: { family: "RSA", digest: "sha256" },
  RSASSA_PSS_SHA_384: { family: "RSA", digest: "sha384" },
  RSASSA_PSS_SHA_512: { family: "RSA", digest: "sha512" },
  RSASSA_PKCS1_V1_5_SHA_256: { family: "RSA", digest: "sha256" },
  RSASSA_PKCS1_V1_5_SHA_384: { family: "RSA", digest: "sha384" },
  RSASSA_PKCS1_V1_5_SHA_512: { family: "RSA", digest: "sha512" },
  ECDSA_SHA_256: { family: "P256", digest: "sha256" },
  ECDSA_SHA_384: { family: "P384", digest: "sha384" },
  ECDSA_SHA_512: { family: "P521", digest: "sha512" },
  ED25519_SHA_512: { family: "Ed25519", digest: undefined },
  ML_DSA_SHAKE_256: { family: "ML-DSA", digest: undefined },
} as const satisfies Readonly<Record<string, Algorithm>>;

export type SigningAlgorithm = keyof typeof SIGNING_ALGORITHMS;

const FAMILIES: Readonly<Record<string, Family>> = {
  RSA_2048: "RSA",
  RSA_3072: "RSA",
  RSA_4096: "RSA",
  ECC_NIST_P256: "P256",
  ECC_SECG_P256K1: "P256",
  ECC_NIST_P384: "P384",
  ECC_NIST_P521: "P521",
  ECC_NIST_EDWARDS25519: "Ed25519",
  ML_DSA_44: "ML-DSA",
  ML_DSA_65: "ML-DSA",
  ML_DSA_87: "ML-DSA",
};

/** By spec of the key. Source: as above, "HMAC key specs". */
const MAC_ALGORITHMS = {
  HMAC_224: "HMAC_SHA_224",
  HMAC_256: "HMAC_SHA_256",
  HMAC_384: "HMAC_SHA_384",
  HMAC_512: "HMAC_SHA_512",
} as const;

export type MacAlgorithm = (typeof MAC_ALGORITHMS)[keyof typeof MAC_ALGORITHMS];

/**
 * The algorithm to use with a key.
 * @param asked by name; the key's default without one.
 * @throws OperatorError `usage` when it does not exist, or does not go with the key; `key` when the key signs nothing.
 */
export function signingAlgorithm(
  { spec, usage }: { readonly spec: string; readonly usage: string },
  asked: string | undefined,
): SigningAlgorithm {
  if (usage !== "SIGN_VERIFY")
    throw new OperatorError("key", `a key for signatures is needed, got one of usage ${usage} (${spec})`, {
      hint: "give a key whose usage is SIGN_VERIFY",
    });
  const family = FAMILIES[spec];
  const allowed = (Object.keys(SIGNING_ALGORITHMS) as SigningAlgorithm[]).filter(
    (name) => SIGNING_ALGORITHMS[name].family === family,
  );
  const [first] = allowed;
  if (first === undefined)
    throw new OperatorError("key", `keys of spec ${spec} are not supported`, {
      hint: `use a key of spec ${Object.keys(FAMILIES).join(", ")}`,
    });
  if (asked === undefined) return first;
  const found = allowed.find((name) => name === asked);
  if (found !== undefined) return found;
  throw new OperatorError(
    "usage",
    `the key (${spec}) has no algorithm '${asked}', allowed: ${allowed.join(", ")}`,
    { hint: "leave --algorithm out for the first of them" },
  );
}

/** @throws OperatorError `key` when it is no HMAC key. */
export function macAlgorithm(spec: string): MacAlgorithm {
  const found = MAC_ALGORITHMS[spec as keyof typeof MAC_ALGORITHMS];
  if (found !== undefined) return found;
  throw new OperatorError("key", `an HMAC key is needed, got one of spec ${spec}`, {
    hint: `give a key of spec ${Object.keys(MAC_ALGORITHMS).join(", ")}`,
  });
}
