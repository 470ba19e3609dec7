/** Imported material that expires: KMS deletes it then, and nothing opens until the same material is imported again. */
import type { RotationTime } from "./outcome";

const DAY_MS = 24 * 60 * 60 * 1000;

/** @param whose such as `the key 2026-07`. @returns a sentence for material that expires within the days. */
export function expiryWarnings(
  whose: string,
  validTo: Date | undefined,
  { now, warnDays }: RotationTime,
): readonly string[] {
  if (validTo === undefined || validTo.getTime() > now.getTime() + warnDays * DAY_MS) return [];
  const days = Math.max(0, Math.floor((validTo.getTime() - now.getTime()) / DAY_MS));
  return [
    `material of ${whose} expires at ${validTo.toISOString()}, in ${days} days: what it encrypted does not open after that until the same material is imported again`,
  ];
}

/** Whole days since then. */
export const ageInDays = (since: Date, now: Date): number =>
  Math.floor((now.getTime() - since.getTime()) / DAY_MS);
