/** Opens data keys of fields; table keys are kept for a while, by their encrypted form. */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { damaged } from "../../crypto/damage";
import type { OpeningKeys } from "../../crypto/message/data-keys";
import type { EncryptedDataKey, MessageHeader } from "../../crypto/message/message-header";
import { names, unwrap } from "../../crypto/message/raw-aes";
import type { EncryptionContext } from "../../ports";
import { KEPT_TABLE_KEYS } from "../limits";
import { ENCRYPTED_TABLE_KEY, TABLE_KEY } from "./table-keys";

/** Provider id of data keys that KMS encrypted, as the Encryption SDK has it. */
const KMS = "aws-kms";

/** What KMS encrypted of a message, be it a table key or, without one, the field's own data key. */
export const encryptedByKms = ({ encryptedDataKeys }: MessageHeader): readonly EncryptedDataKey[] => {
  const provider = encryptedDataKeys.some(isWrapped) ? ENCRYPTED_TABLE_KEY : KMS;
  return encryptedDataKeys
    .filter(({ providerId }) => providerId === provider)
    .map((each) => ({ ...each, providerId: KMS }));
};

const isWrapped = (key: EncryptedDataKey): boolean => names(key, TABLE_KEY);

export interface OpenedTableKeysSettings {
  readonly maxAgeSeconds: number;
  /** @default 100 */
  readonly kept?: number;
  readonly clock: () => number;
}

export class OpenedTableKeys {
  private readonly kept: LRUCache<string, Buffer>;

  /** @param kms decrypts what {@link encryptedByKms} gives of a header. */
  constructor(
    private readonly kms: OpeningKeys<MessageHeader>["decrypt"],
    private readonly tableContext: EncryptionContext,
    { maxAgeSeconds, kept = KEPT_TABLE_KEYS, clock }: OpenedTableKeysSettings,
  ) {
    this.kept = new LRUCache({
      max: kept,
      ttl: maxAgeSeconds * 1000,
      ttlAutopurge: true,
      ttlResolution: 0, // else the time of a moment ago
      perf: { now: clock },
      dispose: (key) => key.fill(0),
    });
  }

  /** The data key of a field, whose header was judged. */
  async decrypt(header: MessageHeader): Promise<Buffer> {
    const encryptedDataKeys = encryptedByKms(header);
    const wrapped = header.encryptedDataKeys.filter(isWrapped);
    if (wrapped.length === 0) return this.kms({ ...header, encryptedDataKeys });
    const key = await this.tableKey({ ...header, encryptedDataKeys });
    for (const each of wrapped) {
      const dataKey = unwrap({ key }, each, header.encryptionContext);
      if (dataKey !== undefined) return dataKey;
    }
    throw damaged("its data key was changed, or is of another context");
  }

  close(): void {
    this.kept.clear();
  }

  private async tableKey(header: MessageHeader): Promise<Buffer> {
    const name = nameOf(header.encryptedDataKeys);
    const known = this.kept.get(name);
    if (known !== undefined) return known;
    const key = await this.kms({ ...header, encryptionContext: this.tableContext });
    this.kept.set(name, key);
    return key;
  }
}

/** Of all that KMS is shown; lengths stand before the parts, so that none can be taken for another. */
function nameOf(encrypted: readonly EncryptedDataKey[]): string {
  const hash = createHash("sha256");
  for (const { rawInfo, encryptedDataKey } of encrypted)
    for (const part of [rawInfo, encryptedDataKey]) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}
