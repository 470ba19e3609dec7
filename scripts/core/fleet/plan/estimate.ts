/** What work on a fleet takes: requests, time and money, before any of it is done. */
import { type Bill, bill, type Quantity } from "../../cost/billing";
import { PRICE_REGIONS, pricing } from "../../cost/prices";
import type { FleetFigures } from "./objects";

export interface WorkOfFleet {
  /** Requests to KMS, at most. */
  readonly kmsCalls: number;
  /** Requests to S3 that read, and that write or list. */
  readonly reads: number;
  readonly writes: number;
  /** Whether a function is invoked for each object. */
  readonly invokes: boolean;
}

export interface Estimate {
  readonly objects: number;
  readonly bytes: number;
  readonly kmsCalls: number;
  readonly lambdaInvocations: number;
  /** At this rate of requests to KMS; the work itself may take longer. */
  readonly kmsSeconds: number;
  /** `undefined` where no price of the Region is known. */
  readonly bill: Bill | undefined;
}

export interface EstimateSettings {
  readonly region: string | undefined;
  /** Requests to KMS a second. */
  readonly kmsRate: number;
  /** A job of S3 Batch Operations, and not the local driver. */
  readonly batch: boolean;
}

export function estimate(
  { objects, bytes }: Pick<FleetFigures, "objects" | "bytes">,
  { kmsCalls, reads, writes, invokes }: WorkOfFleet,
  { region = "", kmsRate, batch }: EstimateSettings,
): Estimate {
  const quantity = (what: string, price: string, count: number): Quantity => ({
    what,
    of: "the job",
    region,
    price,
    quantity: count,
  });
  const quantities = [
    quantity("requests to KMS", "kms.requests", kmsCalls),
    quantity("requests to S3 that read", "s3.requests.read", reads),
    quantity("requests to S3 that write or list", "s3.requests.write", writes),
    ...(batch
      ? [
          quantity("job of S3 Batch Operations", "s3.batch.job", 1),
          quantity("objects of the job", "s3.batch.objects", objects),
        ]
      : []),
  ];
  return {
    objects,
    bytes,
    kmsCalls,
    lambdaInvocations: batch && invokes ? objects : 0,
    kmsSeconds: kmsCalls / kmsRate,
    bill: PRICE_REGIONS.includes(region) ? bill(quantities, pricing()) : undefined,
  };
}
