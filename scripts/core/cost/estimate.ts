/** What a stack costs a month in steady state: from what was synthesized, how it is used, and the price table. Pure. */
import { type Bill, bill, type Quantity } from "./billing";
import { type BucketKeyEffect, merged } from "./findings";
import { auditQuantities } from "./parts/audit";
import { backupsIn } from "./parts/backups";
import { fleetFindings } from "./parts/fleet";
import { keyQuantities } from "./parts/keys";
import { tableQuantities, unknownTypes, usageQuantities } from "./parts/others";
import { replicationFindings } from "./parts/replication";
import { storageFindings } from "./parts/storage";
import { type Pricing, priceOf } from "./prices";
import type { Profile } from "./profile/fields";
import { bucketsOf } from "./synthesis/buckets";
import type { Synthesis } from "./synthesis/read";

/** What a bucket key saves, or would save. */
export interface BucketKeySaving extends BucketKeyEffect {
  readonly usdWith: number;
  readonly usdWithout: number;
}

export interface Estimate extends Omit<Bill, "withoutPrice"> {
  readonly stack: string;
  readonly region: string;
  /** The regions whose prices were not known, and whose were taken. */
  readonly pricedAs: Readonly<Record<string, string>>;
  readonly notCounted: readonly string[];
  readonly bucketKeys: readonly BucketKeySaving[];
  /** Prefixes of the backups that it counts. */
  readonly prefixes: readonly string[];
}

/** What no estimate of ours counts. */
export const NEVER_COUNTED: readonly string[] = [
  "free allowances of the account, such as 20,000 requests to KMS, 5 GB of logs and 10 alarms a month",
  "discounts for large amounts, and taxes",
  "first copies of data that is there already, and retrieval from Glacier",
  "minimum storage times and sizes of the colder storage classes",
];

const OBJECT_REQUESTS = /^s3\.requests\./;

/** @throws OperatorError `usage`, for a region without prices and for what only Terraform resolves. */
export function estimate(synthesis: Synthesis, profile: Profile, pricing: Pricing): Estimate {
  const buckets = bucketsOf(synthesis);
  const written = buckets.filter(({ role }) => role === "source");
  const stored = merged([
    ...written.map((bucket) => storageFindings(bucket, profile)),
    ...buckets.flatMap((bucket) => replicationFindings(bucket, buckets, profile)),
    fleetFindings(synthesis, buckets, profile),
  ]);
  const objectRequests = stored.quantities
    .filter(({ price }) => OBJECT_REQUESTS.test(price))
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const quantities = summed([
    ...keyQuantities(synthesis, profile),
    ...stored.quantities,
    ...auditQuantities(synthesis, buckets, profile, objectRequests),
    ...tableQuantities(synthesis, profile),
    ...usageQuantities(synthesis.region, profile),
  ]);
  const { withoutPrice, ...billed } = bill(quantities, pricing);
  const regions = [...new Set([synthesis.region, ...quantities.map(({ region }) => region)])];
  return {
    stack: synthesis.stack,
    region: synthesis.region,
    ...billed,
    pricedAs: Object.fromEntries(
      regions.map((region) => [region, pricing.regionFor(region)]).filter(([region, as]) => region !== as),
    ),
    notCounted: [...withoutPrice, ...stored.notCounted, ...unknownTypes(synthesis)],
    bucketKeys: stored.bucketKeys.map((each) => saving(each, pricing)),
    prefixes: [
      ...new Set(written.flatMap((bucket) => backupsIn(bucket, profile).map(({ prefix }) => prefix))),
    ],
  };
}

/** Quantities that differ in nothing but their number, such as alarms. */
function summed(quantities: readonly Quantity[]): readonly Quantity[] {
  const sums = new Map<string, Quantity>();
  for (const each of quantities) {
    const key = [each.of, each.region, each.what, each.price].join("\n");
    sums.set(key, { ...each, quantity: each.quantity + (sums.get(key)?.quantity ?? 0) });
  }
  return [...sums.values()];
}

function saving(effect: BucketKeyEffect, pricing: Pricing): BucketKeySaving {
  const { usd = 0, per = 1 } = priceOf("kms.requests", pricing.regionFor(effect.region)) ?? {};
  return {
    ...effect,
    usdWith: (effect.requestsWith / per) * usd,
    usdWithout: (effect.requestsWithout / per) * usd,
  };
}
