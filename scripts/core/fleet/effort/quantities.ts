/** What AWS counts of work on a fleet, by the ids of the price table. */
import type { WorkOfFleet } from "./requests";

/** What does the work: this host, a job of S3 Batch Operations, or a distributed map of Step Functions. */
export type FleetDriver = "local" | "s3-batch" | "step-functions";

/** Of the function; its time costs less on arm64. */
export type Architecture = "x86_64" | "arm64";

/** Of a child execution that succeeds at once: its start, and the states Invoke, Judge and Done. */
export const TRANSITIONS_PER_OBJECT = 4;

/** Something that AWS counts. */
export interface Counted {
  /** What it is, for people. */
  readonly what: string;
  /** Id of its price. */
  readonly price: string;
  readonly quantity: number;
}

export interface Doer {
  readonly driver: FleetDriver;
  readonly architecture: Architecture;
  /** GB-seconds of the function. */
  readonly gbSeconds: number;
}

/** Whether the function is invoked for each object. */
export const invokesFunction = ({ invokes }: WorkOfFleet, driver: FleetDriver): boolean =>
  invokes && driver !== "local";

/** Of one time through `objects`. */
export function countedOf(
  work: WorkOfFleet,
  objects: number,
  { driver, architecture, gbSeconds }: Doer,
): readonly Counted[] {
  const counted = (what: string, price: string, quantity: number): Counted => ({ what, price, quantity });
  return [
    counted("requests to KMS", "kms.requests", work.kmsCalls),
    counted("requests to S3 that read", "s3.requests.read", work.reads),
    counted("requests to S3 that write or list", "s3.requests.write", work.writes),
    ...(invokesFunction(work, driver)
      ? [
          counted("invocations of the function", "lambda.requests", objects),
          counted(
            `time of the function, at most, on ${architecture}`,
            `lambda.gbSeconds.${architecture}`,
            gbSeconds,
          ),
        ]
      : []),
    ...(driver === "step-functions"
      ? [counted("steps of the state machine", "states.transitions", objects * TRANSITIONS_PER_OBJECT)]
      : []),
    ...(driver === "s3-batch"
      ? [
          counted("job of S3 Batch Operations", "s3.batch.job", 1),
          counted("objects of the job", "s3.batch.objects", objects),
        ]
      : []),
  ];
}
