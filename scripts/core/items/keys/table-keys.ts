/**
 * Two levels of keys: KMS encrypts a *table key*, in the context that all fields of the table share, and the table key wraps a data key
 * of its own for every field, in that field's whole context.
 *
 * So one call of KMS serves many records, though each field is bound to its record: a data key of KMS itself can be used only in the
 * context that it was made in, which is why the Encryption SDK's caching never shares one between two contexts.
 */
import { randomBytes } from "node:crypto";
import type { GeneratedDataKey, SealingKeys } from "../../crypto/message/data-keys";
import type { EncryptedDataKey } from "../../crypto/message/message-header";
import { wrap } from "../../crypto/message/raw-aes";
import type { EncryptionContext } from "../../ports";

/** What the official libraries' raw AES keyring calls the key. */
export const TABLE_KEY = { namespace: "sealstack-table-key", name: "table-key" } as const;

/** Provider of the encrypted table key, which stands beside the data keys of the message; other libraries pass it over. */
export const ENCRYPTED_TABLE_KEY = "sealstack-table-key-by-kms";

/** Bytes of AES-256. */
export const TABLE_KEY_BYTES = 32;

export interface TableKeyLimits {
  readonly maxRecords: number;
  readonly maxAgeSeconds: number;
}

interface Current {
  readonly key: Buffer;
  /** Under every KMS key. */
  readonly encrypted: readonly EncryptedDataKey[];
  /** Milliseconds of the clock. */
  readonly made: number;
  records: number;
}

/** Makes data keys for fields. One call at a time. */
export class TableKeys implements SealingKeys {
  private current: Current | undefined;

  /**
   * @param kms gives table keys.
   * @param clock milliseconds from any start; it never goes back.
   */
  constructor(
    private readonly kms: SealingKeys,
    private readonly tableContext: EncryptionContext,
    private readonly limits: TableKeyLimits,
    private readonly clock: () => number,
  ) {}

  /** The next data keys are for another record. */
  beginRecord(): void {
    if (this.current === undefined) return;
    this.current.records++;
    if (this.current.records > this.limits.maxRecords) this.close();
  }

  async generate(context: EncryptionContext, bytes: number): Promise<GeneratedDataKey> {
    const { key, encrypted } = await this.tableKey();
    const dataKey = randomBytes(bytes);
    return { dataKey, encrypted: [wrap({ ...TABLE_KEY, key }, dataKey, context), ...encrypted] };
  }

  close(): void {
    this.current?.key.fill(0);
    this.current = undefined;
  }

  private async tableKey(): Promise<Current> {
    const { current } = this;
    const { maxAgeSeconds } = this.limits;
    if (current !== undefined && this.clock() - current.made < maxAgeSeconds * 1000) return current;
    this.close();
    const made = this.clock(); // before the answer: never older than it is taken for
    const { dataKey: key, encrypted } = await this.kms.generate(this.tableContext, TABLE_KEY_BYTES);
    const asTableKey = encrypted.map((each) => ({ ...each, providerId: ENCRYPTED_TABLE_KEY }));
    this.current = { key, encrypted: asTableKey, made, records: 1 };
    return this.current;
  }
}
