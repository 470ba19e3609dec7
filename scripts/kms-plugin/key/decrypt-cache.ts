/**
 * Remembers what KMS decrypted, and lets requests for the same ciphertext that come while it is asked share one call. A restart of
 * kube-apiserver with KMS v1 reads every secret at once; without this each is a call.
 *
 * Entries hold plaintext data keys, so they are bounded in number and age, and dropped
 * as soon as KMS refuses the key: see {@link clear}.
 */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { CacheConfig } from "../settings/config";

export interface CacheCounts {
  hit(): void;
  shared(): void;
  miss(): void;
}

export class DecryptCache {
  private readonly inFlight = new Map<string, Promise<Buffer>>();
  private readonly kept: LRUCache<string, Buffer> | undefined;
  /** Answers that were asked for before the last {@link clear} are not kept. */
  private generation = 0;

  constructor(
    { maxEntries, ttlSeconds }: CacheConfig,
    private readonly counts: CacheCounts,
  ) {
    if (maxEntries > 0 && ttlSeconds > 0)
      this.kept = new LRUCache({
        max: maxEntries,
        ttl: ttlSeconds * 1_000,
        dispose: (plaintext) => plaintext.fill(0),
      });
  }

  get size(): number {
    return this.kept?.size ?? 0;
  }

  /** @returns bytes of the caller's own. */
  async get(
    ciphertext: Uint8Array,
    keys: readonly string[],
    load: () => Promise<Uint8Array>,
  ): Promise<Buffer> {
    const name = createHash("sha256").update(keys.join()).update("\0").update(ciphertext).digest("base64");
    const known = this.kept?.get(name);
    if (known !== undefined) {
      this.counts.hit();
      return Buffer.from(known);
    }
    const running = this.inFlight.get(name);
    if (running !== undefined) {
      this.counts.shared();
      return Buffer.from(await running);
    }
    this.counts.miss();
    const loading = this.load(name, load);
    this.inFlight.set(name, loading);
    return Buffer.from(await loading);
  }

  private async load(name: string, load: () => Promise<Uint8Array>): Promise<Buffer> {
    const { generation } = this;
    try {
      const plaintext = Buffer.from(await load());
      if (generation === this.generation) this.kept?.set(name, Buffer.from(plaintext)); // a copy: what is evicted is overwritten
      return plaintext;
    } finally {
      this.inFlight.delete(name);
    }
  }

  clear(): void {
    this.generation++;
    this.kept?.clear();
  }
}
