/** How long objects are kept, by prefix, as plain data: what most buckets need of lifecycle rules. */
import { folderOrAll } from "../../aws-formats";
import { rangeText } from "../../config-error";
import { having, knownList, knownNumber, object, text } from "../../shape";
import { shown } from "../../show-value";
import { assertArguments } from "../../validate";
import { LIFECYCLE_DAYS } from "../limits";
import type { LifecycleRule } from "./lifecycle-rules";

/** How long objects below one prefix are kept. Days are whole numbers from 1. */
export interface Retention {
  /** Start of the object keys, with the slash: `step-ca/`. */
  readonly prefix: string;
  /** Days until an object expires. On a versioned bucket it then turns noncurrent, hidden by a delete marker. */
  readonly expirationInDays: number;
  /** Days until a noncurrent version is removed for good. */
  readonly noncurrentExpirationInDays: number;
  /** Days until the parts of an upload that was never completed are removed. */
  readonly abortIncompleteMultipartUploadInDays: number;
}

const DAYS = {
  expirationInDays: knownNumber,
  noncurrentExpirationInDays: knownNumber,
  abortIncompleteMultipartUploadInDays: knownNumber,
};

/**
 * Two rules a prefix, because S3 does not take `days` and `expiredObjectDeleteMarker` in one: the first lets objects expire, removes
 * noncurrent versions and unfinished uploads, the second removes the delete markers that are left.
 */
export function lifecycleRules(retentions: readonly Retention[]): LifecycleRule[] {
  assertArguments(
    "lifecycleRules",
    { retentions },
    { retentions: knownList(object<Retention>({ prefix: folderOrAll, ...DAYS })) },
  );
  return retentions.flatMap((retention): LifecycleRule[] => {
    const filter = [{ prefix: retention.prefix }];
    return [
      {
        id: `expire ${retention.prefix}`,
        status: "Enabled",
        filter,
        expiration: [{ days: retention.expirationInDays }],
        noncurrentVersionExpiration: [{ noncurrentDays: retention.noncurrentExpirationInDays }],
        abortIncompleteMultipartUpload: [
          { daysAfterInitiation: retention.abortIncompleteMultipartUploadInDays },
        ],
      },
      {
        id: `remove delete markers ${retention.prefix}`,
        status: "Enabled",
        filter,
        expiration: [{ expiredObjectDeleteMarker: true }],
      },
    ];
  });
}

/** Everything that is wrong with retentions as a whole, one sentence each. */
export function retentionProblems(retentions: readonly Retention[]): readonly string[] {
  return [...retentions.flatMap(daysProblems), ...overlapProblems(retentions.map(({ prefix }) => prefix))];
}

function daysProblems({ prefix, ...days }: Retention): string[] {
  return Object.entries(days)
    .filter(
      ([, value]) => !Number.isInteger(value) || value < LIFECYCLE_DAYS.min || value > LIFECYCLE_DAYS.max,
    )
    .map(([name, value]) => `${name} of ${shown(prefix)} must be ${rangeText(LIFECYCLE_DAYS)}, got ${value}`);
}

/** Rules of two prefixes must not meet on one object: the shorter one would win unseen. */
export function overlapProblems(prefixes: readonly string[]): string[] {
  const form = knownList(text)("prefixes", prefixes);
  if (form.length > 0) return [...form];
  return prefixes.flatMap((prefix, index) =>
    prefixes
      .slice(index + 1)
      .filter((other) => other.startsWith(prefix) || prefix.startsWith(other))
      .map((other) => `prefixes must not overlap, got ${shown(prefix)} and ${shown(other)}`),
  );
}

/** A lock that outlives the expiration keeps what the lifecycle rule is there to remove, and everybody pays for it. */
export function lockProblems(
  retention: Pick<Retention, "prefix" | "expirationInDays">,
  lock: { readonly retentionInDays: number },
): string[] {
  const form = [
    ...having<typeof retention>({ prefix: text, expirationInDays: knownNumber })("retention", retention),
    ...having<typeof lock>({ retentionInDays: knownNumber })("lock", lock),
  ];
  if (form.length > 0) return form;
  const { prefix, expirationInDays } = retention;
  const { retentionInDays } = lock;
  if (retentionInDays <= expirationInDays) return [];
  return [
    `object lock of ${retentionInDays} days must not outlast the expiration of ${shown(prefix)}, got ${expirationInDays} days`,
  ];
}
