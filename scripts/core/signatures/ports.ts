/** What signatures and message authentication codes ask of KMS. Every call fails with an OperatorError that names the SDK's error. */
import type { MacAlgorithm, SigningAlgorithm } from "./algorithms";

/** The public half of an asymmetric key. */
export interface PublicKey {
  readonly arn: string;
  /** KMS's own word: `RSA_3072`, `ECC_NIST_P256`, … */
  readonly spec: string;
  /** KMS's own word: `SIGN_VERIFY`, `ENCRYPT_DECRYPT` or `KEY_AGREEMENT`. */
  readonly usage: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Buffer;
}

/** What is signed: the digest of the message, or, where the algorithm takes no digest, the message itself. */
export interface Signed {
  readonly type: "DIGEST" | "RAW";
  readonly bytes: Buffer;
}

export interface Signatures {
  publicKey(key: string): Promise<PublicKey>;
  sign(key: string, signed: Signed, algorithm: SigningAlgorithm): Promise<Buffer>;
  /** @returns whether the signature is right. */
  verify(key: string, signed: Signed, signature: Buffer, algorithm: SigningAlgorithm): Promise<boolean>;
}

export interface MacKey {
  readonly arn: string;
  /** KMS's own word: `HMAC_256`, … */
  readonly spec: string;
}

export interface Macs {
  describe(key: string): Promise<MacKey>;
  generate(key: string, message: Buffer, algorithm: MacAlgorithm): Promise<Buffer>;
  /** @returns whether the code is right. */
  verify(key: string, message: Buffer, mac: Buffer, algorithm: MacAlgorithm): Promise<boolean>;
}
