/** What is due for a target, and the command line that does it. Pure. */
import { demandsOf, type TargetConfig } from "./schema";
import { failuresOf, type StepName, type StepRecord, type TargetRecord } from "./target-record";

export interface Step {
  readonly name: StepName;
  /** After `sealstack`. No secret is in it: of those, the file has only names of files. */
  readonly argv: readonly string[];
  /** When it is due; in the past where it is now. */
  readonly due: Date;
}

/**
 * A timer that wakes every six hours is a little early or late: what is due within a twentieth of its span, at most five minutes, is due.
 */
const EARLY_SHARE = 20;
const EARLY_SECONDS = 300;

/** Every step that the target asks for, in the order in which they run. */
export function stepsOf(target: TargetConfig, record: TargetRecord | undefined, now: Date): readonly Step[] {
  const { retention, drill } = target;
  const demands = demandsOf(target);
  const step = (name: StepName, argv: readonly string[]): Step => ({
    name,
    argv,
    due: dueAt(demands[name]?.every ?? 0, record?.steps[name], now),
  });
  return [
    step("backup", backupArguments(target)),
    ...(retention === undefined ? [] : [step("prune", pruneArguments(target, retention))]),
    ...(drill === undefined ? [] : [step("drill", drillArguments(target, drill))]),
  ];
}

/** What failed since, or was killed, is due. A success of the future was written under a wrong clock: to wait for it could take years. */
function dueAt(seconds: number, record: StepRecord | undefined, now: Date): Date {
  const lastSuccess = record?.lastSuccess;
  if (lastSuccess === undefined || failuresOf(record) > 0 || Date.parse(lastSuccess) > now.getTime())
    return new Date(0);
  const early = Math.min(seconds / EARLY_SHARE, EARLY_SECONDS);
  return new Date(Date.parse(lastSuccess) + (seconds - early) * 1000);
}

/** Flags as `--flag=value`, so that no value can be taken for a flag. */
const flags = (values: Readonly<Record<string, string | number | boolean | undefined>>): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return [value === true ? `--${name}` : `--${name}=${value}`];
  });

const placeFlags = (target: TargetConfig): readonly string[] =>
  flags({
    outputs: target.outputs,
    stack: target.stack,
    region: target.region,
    "endpoint-url": target.endpointUrl,
    bucket: target.bucket,
    prefix: target.prefix,
    name: target.name ?? target.target,
  });

const keyFlags = ({ key, passphraseFile }: TargetConfig): readonly string[] =>
  flags({ key, "passphrase-file": passphraseFile });

const contextFlags = ({ context }: TargetConfig): readonly string[] =>
  Object.entries(context).map(([name, value]) => `--context=${name}=${value}`);

function backupArguments(target: TargetConfig): readonly string[] {
  const { source, path, program, compression, etcd, stepCaPasswordFile } = target;
  return [
    "backup",
    ...placeFlags(target),
    ...keyFlags(target),
    ...contextFlags(target),
    ...flags({
      source,
      compression,
      "skip-if-unchanged": target.skipIfUnchanged,
      "skip-unsupported": target.skipUnsupported,
      "etcd-endpoints": etcd?.endpoints,
      "etcd-cacert": etcd?.cacert,
      "etcd-cert": etcd?.cert,
      "etcd-key": etcd?.key,
      "step-ca-password-file": stepCaPasswordFile,
    }),
    ...(path === undefined ? [] : [path]),
    ...(program === undefined ? [] : ["--", ...program]),
  ];
}

function pruneArguments(
  target: TargetConfig,
  retention: NonNullable<TargetConfig["retention"]>,
): readonly string[] {
  return [
    "prune",
    ...placeFlags(target),
    ...flags({
      "keep-last": retention.last,
      "keep-hourly": retention.hourly,
      "keep-daily": retention.daily,
      "keep-weekly": retention.weekly,
      "keep-monthly": retention.monthly,
      "keep-yearly": retention.yearly,
      "keep-within": retention.within,
      "time-zone": retention.timeZone,
    }),
  ];
}

function drillArguments(target: TargetConfig, drill: NonNullable<TargetConfig["drill"]>): readonly string[] {
  const random = drill.windowInDays !== undefined;
  return [
    "drill",
    ...placeFlags(target),
    ...keyFlags(target),
    ...contextFlags(target),
    ...flags({
      random,
      window: drill.windowInDays,
      "check-command": drill.checkCommand,
      "mac-key": drill.macKey,
      "step-ca-password-file": target.stepCaPasswordFile,
    }),
  ];
}
