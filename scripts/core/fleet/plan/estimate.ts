/** What work on a fleet takes: requests, time and money, before any of it is done. */
import { type Bill, bill } from "../../cost/billing";
import { PRICE_REGIONS, pricing } from "../../cost/prices";
import { functionTime, PLANNED_MEMORY_MIB } from "../effort/function-time";
import { type Architecture, countedOf, type FleetDriver, invokesFunction } from "../effort/quantities";
import type { FleetSize, WorkOfFleet } from "../effort/requests";

export interface Estimate {
  readonly objects: number;
  readonly bytes: number;
  readonly kmsCalls: number;
  readonly lambdaInvocations: number;
  /** At most, by an estimate: of a function with {@link PLANNED_MEMORY_MIB}. */
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
  { objects, bytes }: FleetSize,
  work: WorkOfFleet,
  { region = "", kmsRate, driver, architecture }: EstimateSettings,
): Estimate {
  const { kmsCalls, reads, writes } = work;
  const invokes = invokesFunction(work, driver);
  const gbSeconds = invokes ? functionTime(kmsCalls + reads + writes, work.bytes, PLANNED_MEMORY_MIB) : 0;
  const quantities = countedOf(work, objects, { driver, architecture, gbSeconds }).map((counted) => ({
    ...counted,
    of: "the job",
    region,
  }));
  return {
    objects,
    bytes,
    kmsCalls,
    lambdaInvocations: invokes ? objects : 0,
    lambdaGbSeconds: Math.ceil(gbSeconds),
    kmsSeconds: kmsCalls / kmsRate,
    bill: PRICE_REGIONS.includes(region) ? bill(quantities, pricing()) : undefined,
  };
}
