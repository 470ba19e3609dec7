import type { EncryptionContext } from "../ports";

/** Data keys of states, in one region: that of the key. Failures are OperatorErrors; `unavailable` where the region does not answer in time. */
export interface StateKeys {
  generate(
    keyArn: string,
    context: EncryptionContext,
  ): Promise<{ readonly plaintext: Buffer; readonly blob: Buffer }>;
  decrypt(keyArn: string, blob: Buffer, context: EncryptionContext): Promise<Buffer>;
}

/** Bytes of a data key: AES-256. */
export const DATA_KEY_BYTES = 32;
