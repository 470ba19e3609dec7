/** Backups that come and go: what they take of a bucket, and how often S3 and KMS are asked. */
import { partBytes, RANGE_BYTES } from "../../store/limits";
import type { Profile } from "../profile/fields";
import type { Bucket, LifecycleRule } from "../synthesis/buckets";
import { DAYS_PER_MONTH } from "../units";

/** Backups under one prefix. */
export interface Backups {
  readonly prefix: string;
  readonly rule: LifecycleRule & { readonly expirationInDays: number };
  /** Bytes of one, its manifest not counted. */
  readonly bytes: number;
  readonly perMonth: number;
}

/** Bytes of a manifest, about. */
export const MANIFEST_BYTES = 2048;

/** Objects of a backup: itself and its manifest. */
export const OBJECTS_PER_BACKUP = 2;

/** The backups of a bucket: what has a rule that expires it. */
export function backupsIn({ rules }: Bucket, profile: Profile): readonly Backups[] {
  return rules.flatMap((rule): Backups[] => {
    const { prefix, expirationInDays } = rule;
    if (expirationInDays === undefined) return [];
    const { backupSize, backupsPerDay } = { ...profile, ...profile.prefixes[prefix] };
    return [
      {
        prefix,
        rule: { ...rule, expirationInDays },
        bytes: backupSize,
        perMonth: backupsPerDay * DAYS_PER_MONTH,
      },
    ];
  });
}

/** Requests that write one backup: its parts, their beginning and end, and the manifest. */
export function writesOf(bytes: number): number {
  const parts = partsOf(bytes);
  return (parts === 1 ? 1 : parts + 2) + 1;
}

/** Requests that read one: its ranges, and the manifest. */
export const readsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / RANGE_BYTES)) + 1;

function partsOf(bytes: number): number {
  let left = bytes;
  let parts = 0;
  while (left > 0 && parts < 10_000) {
    parts += 1;
    left -= partBytes(parts);
  }
  return Math.max(1, parts);
}
