/** What sealing and opening of fields needs from the outside world. */
import type { EncryptionContext } from "../ports";

/** Seals and opens single fields of the records of one table. Every call fails with an OperatorError. */
export interface ItemCipher {
  /** Says that the next fields are of another record. */
  beginRecord(): void;
  /** @returns a whole message, bound to all of the context. */
  seal(plaintext: Buffer, context: EncryptionContext): Promise<Buffer>;
  /** Fails unless the message has this very context, with no pair more and no pair less. */
  open(message: Buffer, context: EncryptionContext): Promise<Buffer>;
  /** Keys of KMS that were asked and answered, by their ARNs. */
  readonly keyArns: readonly string[];
  /** Data keys that KMS was asked for or to decrypt. */
  readonly dataKeys: number;
  /** Overwrites every key that is kept. */
  close(): void;
}

export interface ItemCipherSettings {
  /** What KMS is told with a table key: what all fields of the table have in common. */
  readonly tableContext: EncryptionContext;
  /** Records that one table key seals. */
  readonly maxRecords: number;
  /** Seconds that a table key is kept. */
  readonly maxAgeSeconds: number;
  /** Ask KMS for a data key of its own for each field. */
  readonly keyPerField: boolean;
  /** Regions besides that of each key, in which its replicas may open. */
  readonly fallbackRegions: readonly string[];
}
