/** Where key material comes from. */

/** What follows from an origin. */
export interface KeyOriginTraits {
  /** Whether KMS can rotate the material by itself, where the key spec can be rotated at all. */
  readonly rotates: boolean;
  /** Whether the key can have replicas. */
  readonly multiRegion: boolean;
  /** Whether only `SYMMETRIC_DEFAULT` is possible. */
  readonly symmetricOnly: boolean;
  /** Props that must be given, and with no other origin. */
  readonly needs: readonly ("customKeyStoreId" | "xksKeyId")[];
}

/**
 * KMS's own names.
 *
 * Sources: KMS API Reference, `CreateKey`: `Origin`, `CustomKeyStoreId` ("only for symmetric encryption KMS keys in a single Region"),
 * `XksKeyId`; KMS Developer Guide, "Rotate AWS KMS keys" (no automatic rotation of imported material and in custom key stores).
 */
export const KEY_ORIGINS = {
  /** KMS makes it. */
  AWS_KMS: { rotates: true, multiRegion: true, symmetricOnly: false, needs: [] },
  /** Made by you and imported after the deployment, so that it is never in the Terraform state. */
  EXTERNAL: { rotates: false, multiRegion: true, symmetricOnly: false, needs: [] },
  /** Made in the CloudHSM cluster of a custom key store. */
  AWS_CLOUDHSM: { rotates: false, multiRegion: false, symmetricOnly: true, needs: ["customKeyStoreId"] },
  /** Stays in a key manager outside AWS, behind the proxy of an external key store. */
  EXTERNAL_KEY_STORE: {
    rotates: false,
    multiRegion: false,
    symmetricOnly: true,
    needs: ["customKeyStoreId", "xksKeyId"],
  },
} as const satisfies Record<string, KeyOriginTraits>;

export type KeyOrigin = keyof typeof KEY_ORIGINS;

/** The row of an origin, without the exact types of the table. */
export function keyOriginTraits(origin: KeyOrigin): KeyOriginTraits {
  return KEY_ORIGINS[origin];
}
