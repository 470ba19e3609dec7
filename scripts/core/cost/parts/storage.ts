/** Storage and requests of the buckets that somebody writes to. */
import type { Quantity } from "../billing";
import type { Findings } from "../findings";
import type { Profile } from "../profile/fields";
import type { Bucket } from "../synthesis/buckets";
import { DAYS_PER_MONTH, GIB } from "../units";
import { type Backups, backupsIn, MANIFEST_BYTES, OBJECTS_PER_BACKUP, readsOf, writesOf } from "./backups";
import { type Stay, staysOf } from "./stays";

/**
 * Share of requests that a bucket key leaves, where objects are written and read by the thousand. AWS says that it saves up to 99 %.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
const LEFT_BY_BUCKET_KEY = 0.01;

/** Everything about a bucket of backups, or of other data. */
export function storageFindings(bucket: Bucket, profile: Profile): Findings {
  const backups = backupsIn(bucket, profile);
  return backups.length > 0 ? ofBackups(bucket, backups, profile) : ofData(bucket, profile);
}

/** Of a bucket with backups: its versions, requests in steady state, and what S3 asks of KMS. */
function ofBackups(bucket: Bucket, backups: readonly Backups[], profile: Profile): Findings {
  const { address: of, region } = bucket;
  const sum = (value: (each: Backups) => number): number =>
    backups.reduce((total, each) => total + value(each), 0);
  const restores = profile.restoresPerMonth;
  const made = sum(({ perMonth }) => perMonth);
  const restored = restores * backups.length;
  const writes = sum(({ bytes, perMonth }) => perMonth * writesOf(bytes));
  const reads = sum(({ bytes }) => restores * readsOf(bytes));
  const outside = profile.restoresOutsideAws ? sum(({ bytes }) => (restores * bytes) / GIB) : 0;
  const at = { of, region };
  return {
    quantities: [
      ...versions(bucket, backups),
      { ...at, what: "requests that write backups", price: "s3.requests.write", quantity: writes },
      // A restore looks for the newest backup first, and a listing costs as much as a write.
      { ...at, what: "requests that list backups", price: "s3.requests.write", quantity: restored },
      { ...at, what: "requests that read backups", price: "s3.requests.read", quantity: reads },
      { ...at, what: "restores to outside of AWS", price: "transfer.internet", quantity: outside },
      {
        ...at,
        what: "data keys of backups, made and opened",
        price: "kms.requests",
        quantity: made + restored,
      },
      ...kmsOfBucket(bucket, made + restored, writes + reads),
    ],
    notCounted: endless(bucket, backups),
    bucketKeys: effect(bucket, made + restored, writes + reads),
  };
}

/** Of a bucket with data that nothing expires. */
function ofData(bucket: Bucket, profile: Profile): Findings {
  const { address: of, region, rules, versioned } = bucket;
  const { storedSize, overwrittenPerMonth, writesPerMonth, readsPerMonth } = profile;
  const at = { of, region };
  const requests = writesPerMonth + readsPerMonth;
  const noncurrentInDays = rules.find(
    (rule) => rule.prefix === "" && rule.noncurrentInDays !== undefined,
  )?.noncurrentInDays;
  const kept = versioned ? (overwrittenPerMonth / GIB) * ((noncurrentInDays ?? 0) / DAYS_PER_MONTH) : 0;
  const storage = "s3.storage.STANDARD";
  return {
    quantities: [
      { ...at, what: "stored data", price: storage, quantity: storedSize / GIB },
      { ...at, what: `noncurrent versions, ${noncurrentInDays} days`, price: storage, quantity: kept },
      { ...at, what: "requests that write objects", price: "s3.requests.write", quantity: writesPerMonth },
      { ...at, what: "requests that read objects", price: "s3.requests.read", quantity: readsPerMonth },
      ...kmsOfBucket(bucket, requests * LEFT_BY_BUCKET_KEY, requests),
    ],
    notCounted:
      versioned && noncurrentInDays === undefined && storedSize + overwrittenPerMonth > 0
        ? [`${of}: noncurrent versions, which no rule removes, so that they become more every month`]
        : [],
    bucketKeys: effect(bucket, requests * LEFT_BY_BUCKET_KEY, requests),
  };
}

/** Storage in steady state: as much as comes in a day, times the days that it stays. */
export function versions(
  bucket: Bucket,
  backups: readonly Backups[],
  storageClass?: string,
  what = "backups",
): readonly Quantity[] {
  const { address: of, region } = bucket;
  const stored = new Map<string, Quantity>();
  const moved = new Map<string, Quantity>();
  const add = (to: Map<string, Quantity>, quantity: Quantity): void => {
    const key = `${quantity.what} ${quantity.price}`;
    to.set(key, { ...quantity, quantity: quantity.quantity + (to.get(key)?.quantity ?? 0) });
  };
  for (const { rule, bytes, perMonth } of backups) {
    const stays = staysOf(rule, rule.expirationInDays, bucket, storageClass);
    for (const [index, stay] of stays.entries()) {
      const gib = (((bytes + MANIFEST_BYTES) / GIB) * perMonth * stay.days) / DAYS_PER_MONTH;
      add(stored, { of, region, ...storagePrice(stay, what), quantity: gib });
      if (index > 0 && stay.storageClass !== stays[index - 1]?.storageClass)
        add(moved, {
          of,
          region,
          what: `${what} that move to ${stay.storageClass}`,
          price: `s3.transition.${stay.storageClass}`,
          quantity: perMonth * OBJECTS_PER_BACKUP,
        });
    }
  }
  return [...stored.values(), ...moved.values()];
}

function storagePrice({ version, storageClass }: Stay, what: string): Pick<Quantity, "what" | "price"> {
  const suffix = storageClass === "STANDARD" ? "" : `, ${storageClass}`;
  return { what: `${what}, ${version} versions${suffix}`, price: `s3.storage.${storageClass}` };
}

/** Versions that stay for ever. */
function endless({ address, versioned }: Bucket, backups: readonly Backups[]): string[] {
  return backups
    .filter(({ rule }) => versioned && rule.noncurrentInDays === undefined)
    .map(
      ({ prefix }) =>
        `${address}: noncurrent versions under '${prefix}', which no rule removes, so that they become more every month`,
    );
}

function kmsOfBucket(bucket: Bucket, withKey: number, without: number): Quantity[] {
  const { address: of, region, kms, bucketKey } = bucket;
  const quantity = bucketKey ? withKey : without;
  return kms ? [{ of, region, what: "requests of S3 to KMS", price: "kms.requests", quantity }] : [];
}

function effect({ address, region, kms, bucketKey }: Bucket, withKey: number, without: number) {
  return kms && without > 0
    ? [{ bucket: address, region, on: bucketKey, requestsWith: withKey, requestsWithout: without }]
    : [];
}
