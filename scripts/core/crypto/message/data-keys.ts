/** Where the engine gets its data keys: KMS in the product, a raw AES key in tests and vectors. */
import type { EncryptionContext } from "../../ports";
import type { EncryptedDataKey, MessageHeader, ParsedHeader } from "./message-header";

export interface GeneratedDataKey {
  /** Overwritten by whoever asked for it; OpenSSL's and the SDK's copies are not ours to overwrite. */
  readonly dataKey: Buffer;
  readonly encrypted: readonly EncryptedDataKey[];
}

export interface SealingKeys {
  /** A fresh data key of so many bytes, encrypted under every wrapping key in this context. */
  generate(context: EncryptionContext, bytes: number): Promise<GeneratedDataKey>;
}

/** @typeParam H as much of a header as the data key takes */
export interface OpeningKeys<H extends MessageHeader = ParsedHeader> {
  /**
   * Judges a header, which is not authenticated yet, before anything is asked of anybody.
   * @throws OperatorError when the message must not be opened with these keys.
   */
  admit(header: MessageHeader): void;
  /** The data key, from the first of the message's encrypted data keys that gives it. Zeroed by whoever asked for it. */
  decrypt(header: H): Promise<Buffer>;
}
