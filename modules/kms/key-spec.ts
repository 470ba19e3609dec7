/** What a kind of key can do. */
export interface KeySpecTraits {
  /** What the key can be made for; KMS calls it `KeyUsage`. */
  readonly usages: readonly string[];
  /** Whether KMS can rotate its material by itself. */
  readonly rotates: boolean;
}

/**
 * Every key spec that {@link Key} can make.
 * Sources: KMS Developer Guide, "Key spec reference" and "Rotate AWS KMS keys".
 */
export const KEY_SPECS = {
  SYMMETRIC_DEFAULT: { usages: ["ENCRYPT_DECRYPT"], rotates: true },
} as const satisfies Record<string, KeySpecTraits>;

export type KeySpec = keyof typeof KEY_SPECS;
