/**
 * What CloudWatch makes metrics of: a document of the embedded metric format for each step.
 *
 * CloudWatch's alarms cannot subtract a time from now, so ages are in it, as of when the run looked. They age with nobody: an alarm on them has to take
 * missing data for a breach.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { demandsOf, type TargetConfig } from "./schema";
import { failuresOf, STEP_NAMES, type StepRecord, type TargetRecord } from "./target-record";

interface EmfMetric {
  readonly unit: "Seconds" | "Bytes" | "Count" | "None";
  /** @returns nothing where it is not known. */
  readonly of: (record: StepRecord | undefined, at: EmfMoment) => number | undefined;
}

interface EmfMoment {
  readonly now: Date;
  /** Seconds. */
  readonly maxAge: number;
  /** Whether the step ran in this run. */
  readonly ran: boolean;
}

/** A time to come was written under a wrong clock: that is no age. */
function ageOf({ lastSuccess }: Partial<StepRecord> = {}, now: Date): number | undefined {
  if (lastSuccess === undefined) return undefined;
  const age = (now.getTime() - Date.parse(lastSuccess)) / 1000;
  return age < 0 ? undefined : age;
}

/** By their names in CloudWatch. */
export const EMF_METRICS: Readonly<Record<string, EmfMetric>> = {
  Overdue: {
    unit: "None",
    of: (record, { now, maxAge }) => Number((ageOf(record, now) ?? Number.POSITIVE_INFINITY) > maxAge),
  },
  LastSuccessAge: { unit: "Seconds", of: (record, { now }) => ageOf(record, now) },
  FailedAttempts: { unit: "Count", of: (record) => failuresOf(record) },
  ExitStatus: { unit: "None", of: (record, { ran }) => (ran ? record?.status : undefined) },
  Duration: { unit: "Seconds", of: (record, { ran }) => (ran ? record?.durationSeconds : undefined) },
  BackupSize: { unit: "Bytes", of: (record, { ran }) => (ran ? record?.bytes : undefined) },
};

const DIMENSIONS = ["Host", "Target", "Step"] as const;

export interface EmfOptions {
  readonly namespace: string;
  readonly host: string;
  readonly now: Date;
  /** Whether a step ran in this run. */
  readonly ran: (target: string, step: string) => boolean;
}

/** One line for each step of each target. */
export function emfLines(
  targets: readonly TargetConfig[],
  recordOf: (target: string) => TargetRecord | undefined,
  { namespace, host, now, ran }: EmfOptions,
): readonly string[] {
  return targets.flatMap((config) => {
    const { target } = config;
    const steps = recordOf(target)?.steps;
    const demands = demandsOf(config);
    return STEP_NAMES.flatMap((step) => {
      const demand = demands[step];
      if (demand === undefined) return [];
      const moment = { now, maxAge: demand.maxAge, ran: ran(target, step) };
      const known = Object.entries(EMF_METRICS).flatMap(([name, { unit, of }]) => {
        const value = of(steps?.[step], moment);
        return value === undefined ? [] : [{ name, unit, value }];
      });
      const Metrics = known.map(({ name, unit }) => ({ Name: name, Unit: unit }));
      return JSON.stringify({
        _aws: {
          Timestamp: now.getTime(),
          CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [DIMENSIONS], Metrics }],
        },
        ...{ Host: host, Target: target, Step: step },
        ...Object.fromEntries(known.map(({ name, value }) => [name, value])),
      });
    });
  });
}
