/**
 * What Prometheus' node_exporter collects from a file: times, not ages, so that whoever reads computes how old they are, and a file that nobody writes any more
 * gets older and not healthier. What is not known is left out: no number stands for it.
 */
import { Gauge, Registry } from "prom-client";
import { demandsOf, type StepDemand, type TargetConfig } from "./schema";
import { failuresOf, STEP_NAMES, type StepRecord, type TargetRecord } from "./target-record";

interface StepMetric {
  readonly help: string;
  /** @returns nothing where it is not known */
  readonly of: (record: StepRecord | undefined, demand: StepDemand) => number | undefined;
}

/** Of each step of each target. */
export const STEP_METRICS: Readonly<Record<string, StepMetric>> = {
  sealstack_last_attempt_timestamp_seconds: {
    help: "When the step was last begun; 0 if it never was.",
    of: (record) => secondsOf(record?.lastAttempt),
  },
  sealstack_last_success_timestamp_seconds: {
    help: "When the step last succeeded; 0 if it never did.",
    of: (record) => secondsOf(record?.lastSuccess),
  },
  sealstack_interval_seconds: {
    help: "How often the step is to succeed.",
    of: (_, { every }) => every,
  },
  sealstack_max_age_seconds: {
    help: "How old the last success may get.",
    of: (_, { maxAge }) => maxAge,
  },
  sealstack_last_exit_status: {
    help: "Exit status of the last attempt; absent while its end is not known.",
    of: (record) => record?.status,
  },
  sealstack_attempt_unfinished: {
    help: "1 if the last attempt has not ended: it runs, or was killed.",
    of: (record) => (record === undefined ? undefined : Number(record.status === undefined)),
  },
  sealstack_failed_attempts: {
    help: "Attempts in a row that did not succeed, without one that may still run.",
    of: (record) => (record?.status === undefined ? (record?.failures ?? 0) : failuresOf(record)),
  },
  sealstack_last_duration_seconds: {
    help: "How long the last attempt took; absent while its end is not known.",
    of: (record) => record?.durationSeconds,
  },
  sealstack_last_backup_bytes: {
    help: "Bytes of the last backup that was made, as it is stored.",
    of: (record) => record?.bytes,
  },
  sealstack_hook_failed: {
    help: "1 if a hook failed that ran after the last attempt; absent where none ran.",
    of: (record) => (record?.hookFailed === undefined ? undefined : Number(record.hookFailed)),
  },
};

/** Of the host, and of what tells others. */
export const OTHER_METRICS = {
  sealstack_notification_failed: "1 if nobody was told the last time by this channel.",
  sealstack_last_run_timestamp_seconds:
    "When `sealstack run` was last started, whether anything was due or not.",
  sealstack_build_info: "1, with the version of sealstack.",
} as const;

/** Who writes the file. */
export interface Writer {
  readonly version: string;
  readonly startedAt: Date;
}

/** The text of the file. */
export function metricsText(
  targets: readonly TargetConfig[],
  recordOf: (target: string) => TargetRecord | undefined,
  { version, startedAt }: Writer,
): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const steps = targets.flatMap((target) => {
    const record = recordOf(target.target)?.steps;
    const demands = demandsOf(target);
    return STEP_NAMES.flatMap((step) => {
      const demand = demands[step];
      return demand === undefined ? [] : [{ target: target.target, step, demand, record: record?.[step] }];
    });
  });
  for (const [name, { help, of }] of Object.entries(STEP_METRICS)) {
    const metric = gauge(name, help, ["target", "step"]);
    for (const { target, step, demand, record } of steps) {
      const value = of(record, demand);
      if (value !== undefined) metric.set({ target, step }, value);
    }
  }
  const help = OTHER_METRICS;
  const notification = gauge("sealstack_notification_failed", help.sealstack_notification_failed, [
    "target",
    "channel",
  ]);
  for (const { target, notify } of targets)
    for (const [channel, failed] of Object.entries(recordOf(target)?.notificationFailed ?? {}))
      if (channel in notify) notification.set({ target, channel }, Number(failed));
  gauge("sealstack_last_run_timestamp_seconds", help.sealstack_last_run_timestamp_seconds).set(
    startedAt.getTime() / 1000,
  );
  gauge("sealstack_build_info", help.sealstack_build_info, ["version"]).set({ version }, 1);
  return registry.metrics();
}

const secondsOf = (time: string | undefined): number => (time === undefined ? 0 : Date.parse(time) / 1000);
