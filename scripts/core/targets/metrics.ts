/**
 * What Prometheus' node_exporter collects from a file: times, not ages, so that whoever reads computes how old they are, and a file that nobody writes any more
 * gets older and not healthier.
 */
import { Gauge, Registry } from "prom-client";
import { intervalsOf, spanSeconds, type TargetConfig } from "./schema";
import { STEP_NAMES, type StepRecord, type TargetRecord } from "./target-record";

const NAMES = ["target", "step"] as const;

/** The text of the file. */
export function metricsText(
  targets: readonly TargetConfig[],
  recordOf: (target: string) => TargetRecord | undefined,
): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `sealstack_${name}`, help, labelNames: NAMES, registers: [registry] });
  const attempt = gauge("last_attempt_timestamp_seconds", "When the step was last begun; 0 if it never was.");
  const success = gauge("last_success_timestamp_seconds", "When the step last succeeded; 0 if it never did.");
  const every = gauge("interval_seconds", "How often the step is to succeed.");
  const status = gauge(
    "last_exit_status",
    "Exit status of the last attempt; 1 while it runs, and when it was killed.",
  );
  const duration = gauge("last_duration_seconds", "How long the last attempt took.");
  const bytes = gauge("last_backup_bytes", "Bytes of the last backup, as it is stored.");
  for (const target of targets) {
    const steps = recordOf(target.target)?.steps;
    for (const step of STEP_NAMES) {
      const span = intervalsOf(target)[step];
      if (span === undefined) continue;
      const labels = { target: target.target, step };
      const record: Partial<StepRecord> = steps?.[step] ?? {};
      attempt.set(labels, secondsOf(record.lastAttempt));
      success.set(labels, secondsOf(record.lastSuccess));
      every.set(labels, spanSeconds(span) ?? 0);
      if (record.lastAttempt !== undefined) status.set(labels, record.status ?? UNFINISHED);
      if (record.durationSeconds !== undefined) duration.set(labels, record.durationSeconds);
      if (record.bytes !== undefined) bytes.set(labels, record.bytes);
    }
  }
  return registry.metrics();
}

const UNFINISHED = 1;

const secondsOf = (time: string | undefined): number => (time === undefined ? 0 : Date.parse(time) / 1000);
