/** What the import of key material asks of KMS. */

/** A KMS key, as far as an import depends on it. */
export interface ImportTarget {
  /** Key ARN, whatever the key was named by. */
  readonly arn: string;
  /** `EXTERNAL` is the only origin that takes material. */
  readonly origin: string;
  /** KMS's own word: `PendingImport`, `Enabled`, `Disabled`, `PendingDeletion`, … */
  readonly state: string;
  /** KMS's own word: `SYMMETRIC_DEFAULT`, `RSA_4096`, … */
  readonly spec: string;
  /** Its part in a multi-Region key; `undefined` for a key of one region. */
  readonly multiRegion: "PRIMARY" | "REPLICA" | undefined;
}

/**
 * How material is wrapped on its way to KMS.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-get-public-key-and-token.html
 */
export type WrappingAlgorithm = "RSAES_OAEP_SHA_256" | "RSA_AES_KEY_WRAP_SHA_256";

/** Belong together, for one import within 24 hours. */
export interface ImportParameters {
  /** RSA key of 4096 bits that material is wrapped under; SPKI, DER. */
  readonly publicKey: Uint8Array;
  readonly token: Uint8Array;
}

/** Material under the public key of {@link ImportParameters}, and how KMS is to keep it. */
export interface WrappedMaterial {
  readonly token: Uint8Array;
  readonly wrapped: Uint8Array;
  /** When KMS deletes the material again; never when absent. */
  readonly validTo: Date | undefined;
  /** Whether the key knows the material; KMS decides by what the key has when absent. Symmetric keys only. */
  readonly importType: "NEW_KEY_MATERIAL" | "EXISTING_KEY_MATERIAL" | undefined;
  /** Symmetric keys only. */
  readonly description: string | undefined;
  /** KMS refuses material that does not have this id. Symmetric keys only. */
  readonly materialId: string | undefined;
}

/** Every call fails with an OperatorError that names the SDK's error. */
export interface KeyImport {
  /** @param key ARN, id, alias name or alias ARN. */
  describe(key: string): Promise<ImportTarget>;
  parameters(arn: string, algorithm: WrappingAlgorithm): Promise<ImportParameters>;
  /** @returns the id that KMS gave the material; `undefined` where it gives none (asymmetric and HMAC keys). */
  importMaterial(arn: string, material: WrappedMaterial): Promise<string | undefined>;
}
