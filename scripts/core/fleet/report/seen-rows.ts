/** Which rows of a manifest have a result: eight bytes of a digest for each, so that a million take 16 to 32 MiB and not their keys. */
import { createHash } from "node:crypto";
import type { ManifestRow } from "../manifest";
import { decodedKey } from "../object-key-text";

const FIRST_SLOTS = 1024;
const FREE = 0n;

export class SeenRows {
  private slots = new BigUint64Array(FIRST_SLOTS);
  private taken = 0;

  add(row: Pick<ManifestRow, "key" | "versionId">): void {
    this.put(digestOf(row.key, undefined)); // a manifest may name no versions
    if (row.versionId !== undefined) this.put(digestOf(row.key, row.versionId));
  }

  has({ key, versionId }: Pick<ManifestRow, "key" | "versionId">): boolean {
    const digest = digestOf(key, versionId);
    return this.slots[this.slotOf(digest)] === digest;
  }

  private put(digest: bigint): void {
    const slot = this.slotOf(digest);
    if (this.slots[slot] === digest) return;
    this.slots[slot] = digest;
    this.taken += 1;
    if (this.taken * 2 <= this.slots.length) return;
    const all = this.slots;
    this.slots = new BigUint64Array(all.length * 2);
    for (const each of all) if (each !== FREE) this.slots[this.slotOf(each)] = each;
  }

  /** Where it is, or would be. */
  private slotOf(digest: bigint): number {
    const mask = this.slots.length - 1;
    let slot = Number(digest & 0xffff_ffffn) & mask;
    while (this.slots[slot] !== FREE && this.slots[slot] !== digest) slot = (slot + 1) & mask;
    return slot;
  }
}

/** However the key was encoded. */
function digestOf(key: string, versionId: string | undefined): bigint {
  const text = JSON.stringify([decodedKey(key) ?? key, versionId ?? null]);
  const digest = createHash("sha256").update(text).digest().readBigUInt64LE();
  return digest === FREE ? 1n : digest;
}
