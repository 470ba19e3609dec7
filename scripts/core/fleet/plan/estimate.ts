/** What work on a fleet takes: requests, time and money, before any of it is done. */
import { type Bill, bill, type Quantity } from "../../cost/billing";
import { PRICE_REGIONS, pricing } from "../../cost/prices";
import { functionTime } from "./function-time";
import type { FleetFigures } from "./objects";

/** What does the work: this host, a job of S3 Batch Operations, or a distributed map of Step Functions. */
export type FleetDriver = "local" | "s3-batch" | "step-functions";

/** Of the function; its time costs less on arm64. */
export type Architecture = "x86_64" | "arm64";

/** Of a child execution that succeeds at once: its start, and the states Invoke, Judge and Done. */
export const TRANSITIONS_PER_OBJECT = 4;

export interface WorkOfFleet {
  /** Requests to KMS, at most. */
  readonly kmsCalls: number;
  /** Requests to S3 that read, and that write or list. */
  readonly reads: number;
  readonly writes: number;
  /** Bytes that are read or written by whoever does the work. */
  readonly bytes: number;
  /** Whether a function is invoked for each object. */
  readonly invokes: boolean;
}

export interface Estimate {
  readonly objects: number;
  readonly bytes: number;
  readonly kmsCalls: number;
  readonly lambdaInvocations: number;
  /** At most, by an estimate: of a function with 1,024 MiB. */
  readonly lambdaGbSeconds: number;
  /** At this rate of requests to KMS; the work itself may take longer. */
  readonly kmsSeconds: number;
  /** `undefined` where no price of the Region is known. */
  readonly bill: Bill | undefined;
}

export interface EstimateSettings {
  readonly region: string | undefined;
  /** Requests to KMS a second. */
  readonly kmsRate: number;
  readonly driver: FleetDriver;
  readonly architecture: Architecture;
}

export function estimate(
  { objects, bytes }: Pick<FleetFigures, "objects" | "bytes">,
  work: WorkOfFleet,
  { region = "", kmsRate, driver, architecture }: EstimateSettings,
): Estimate {
  const { kmsCalls, reads, writes } = work;
  const invokes = driver !== "local" && work.invokes;
  const lambdaInvocations = invokes ? objects : 0;
  const lambdaGbSeconds = invokes ? functionTime(kmsCalls + reads + writes, work.bytes) : 0;
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
    quantity("invocations of the function", "lambda.requests", lambdaInvocations),
    quantity(
      `time of the function, at most, on ${architecture}`,
      `lambda.gbSeconds.${architecture}`,
      lambdaGbSeconds,
    ),
    ...(driver === "step-functions"
      ? [quantity("steps of the state machine", "states.transitions", objects * TRANSITIONS_PER_OBJECT)]
      : []),
    ...(driver === "s3-batch"
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
    lambdaInvocations,
    lambdaGbSeconds: Math.ceil(lambdaGbSeconds),
    kmsSeconds: kmsCalls / kmsRate,
    bill: PRICE_REGIONS.includes(region) ? bill(quantities, pricing()) : undefined,
  };
}
