import { shown } from "../../show-value";

/**
 * Where objects can move, from warm to cold: never back, and no class twice.
 *
 * `minimumDays` is the age before which a lifecycle rule cannot move objects there, and for how long one rule has to leave them there before they go
 * on to a class of `AFTER_STAY`. The other classes have none.
 *
 * Source: S3 User Guide, "Transitioning objects using Amazon S3 Lifecycle", "Supported lifecycle transitions" and "Constraints".
 */
export const STORAGE_CLASSES = {
  STANDARD_IA: { minimumDays: 30 },
  INTELLIGENT_TIERING: { minimumDays: 0 },
  ONEZONE_IA: { minimumDays: 30 },
  GLACIER_IR: { minimumDays: 0 },
  GLACIER: { minimumDays: 0 },
  DEEP_ARCHIVE: { minimumDays: 0 },
} as const;

export type StorageClass = keyof typeof STORAGE_CLASSES;

const ORDER = Object.keys(STORAGE_CLASSES);

const AFTER_STAY: readonly StorageClass[] = ["ONEZONE_IA", "GLACIER", "DEEP_ARCHIVE"];

/** Days that one rule has to leave objects in the first class before it moves them to the second. */
export function stayInDays(from: StorageClass, to: StorageClass): number {
  return AFTER_STAY.includes(to) ? STORAGE_CLASSES[from].minimumDays : 0;
}

/** Whether S3 moves objects from the first class to the second. */
export function isColder(from: StorageClass, to: StorageClass): boolean {
  if (from === "ONEZONE_IA" && to === "GLACIER_IR") return false; // the one gap in the order
  return ORDER.indexOf(from) < ORDER.indexOf(to);
}

/** What is wrong with a storage class that a program got from elsewhere. */
export function storageClassProblem(what: string, storageClass: string): string | undefined {
  return ORDER.includes(storageClass)
    ? undefined
    : `${what} must be one of ${ORDER.join(", ")}, got ${shown(storageClass)}`;
}
