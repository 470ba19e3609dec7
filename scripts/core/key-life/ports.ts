/** What the life of keys needs of KMS. */
import type { OperatorError } from "../../errors";
import type { EncryptionContext } from "../ports";

/**
 * What can be done with a key now.
 * - `usable`: it opens.
 * - `disabled`, `pending deletion`, `pending import`, `unavailable`: in KMS's words; it opens nothing as long as that lasts.
 * - `not found`: KMS has no such key any more, or never had.
 * - `unknown`: it could not be asked.
 */
export type Condition =
  | "usable"
  | "disabled"
  | "pending deletion"
  | "pending import"
  | "unavailable"
  | "not found"
  | "unknown";

export interface KeyState {
  readonly arn: string;
  readonly condition: Condition;
  /** KMS's own word, such as `PendingReplicaDeletion`; absent where it said none. */
  readonly kmsState?: string;
  /** When KMS deletes it; of one whose deletion was scheduled. */
  readonly deletionDate?: Date;
  /** When its imported material expires. */
  readonly validTo?: Date;
  /** ARNs of the other keys of a multi-Region key: what one opens, they open. */
  readonly replicas: readonly string[];
  /** Why the condition is `unknown`, as a clause. */
  readonly problem?: string;
  /** What the look failed with, where it did. */
  readonly failure?: OperatorError;
  /** Whether data keys can be encrypted under it: symmetric, for encryption. Absent where KMS did not say. */
  readonly encrypts?: boolean;
  /** In KMS's words, such as `SYMMETRIC_DEFAULT`. Absent where KMS did not say. */
  readonly spec?: string;
  /** Whether it is in a key store of the customer's: CloudHSM, or outside of AWS. */
  readonly inKeyStore?: boolean;
}

export interface KeyStates {
  /**
   * @param key ARN of a key.
   * @throws OperatorError only for what no key has to do with, such as missing credentials.
   */
  state(key: string): Promise<KeyState>;
  /** The ARN behind whatever names a key. @throws OperatorError when the lookup fails. */
  arnOf(key: string): Promise<string>;
}

/** A data key as KMS encrypted it. */
export interface WrappedDataKey {
  readonly keyArn: string;
  readonly blob: Buffer;
}

/** Puts data keys under other keys. Every call fails with an OperatorError that names the SDK's error. */
export interface DataKeyMover {
  /** Inside of KMS: nobody sees the data key. Both keys must be of one region. */
  reEncrypt(from: WrappedDataKey, to: string, context: EncryptionContext): Promise<Buffer>;
  /** The data key itself: whoever asks overwrites it. */
  decrypt(from: WrappedDataKey, context: EncryptionContext, bytes: number): Promise<Buffer>;
  encrypt(to: string, dataKey: Buffer, context: EncryptionContext): Promise<Buffer>;
}
