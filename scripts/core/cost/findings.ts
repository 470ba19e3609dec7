/** What the parts of an estimate find in a stack. */
import type { Quantity } from "./billing";

/** What S3 asks KMS for, with and without a bucket key. */
export interface BucketKeyEffect {
  readonly bucket: string;
  readonly region: string;
  /** Whether the bucket has one: that number is billed. */
  readonly on: boolean;
  readonly requestsWith: number;
  readonly requestsWithout: number;
}

export interface Findings {
  readonly quantities: readonly Quantity[];
  /** What costs something and is in no quantity. */
  readonly notCounted?: readonly string[];
  readonly bucketKeys?: readonly BucketKeyEffect[];
}

export function merged(all: readonly Findings[]): Required<Findings> {
  return {
    quantities: all.flatMap(({ quantities }) => quantities),
    notCounted: [...new Set(all.flatMap(({ notCounted = [] }) => notCounted))],
    bucketKeys: all.flatMap(({ bucketKeys = [] }) => bucketKeys),
  };
}
