/** What `sealstack run` is to do on this host, and what it remembers. */
import { accessSync, constants, existsSync } from "node:fs";
import { type Check, look } from "../../core/doctor/check";
import { readTargets } from "../../core/targets/read-targets";
import { DEFAULT_TARGETS_FILE, type TargetConfig } from "../../core/targets/schema";
import { rememberedRecords, type StepRecord } from "../../core/targets/target-record";
import { OperatorError } from "../../errors";
import type { Settings } from "../../settings/config";
import { stateDirectory } from "../../settings/state-directory";

/** What `backup.yaml` has this host do. @returns no targets where it has no such file, or one that cannot be read. */
export async function targetsOf(config: string | undefined): Promise<{
  readonly checks: readonly Check[];
  readonly targets: readonly TargetConfig[] | undefined;
}> {
  const file = config ?? DEFAULT_TARGETS_FILE;
  const name = `targets of ${file}`;
  if (config === undefined) {
    if (!existsSync(file)) return { checks: [], targets: undefined };
    if (!isReadable(file)) {
      const detail = "another user's, who alone may read them";
      return { checks: [{ subject: "run", name, result: "not allowed", detail }], targets: undefined };
    }
  }
  let targets: readonly TargetConfig[] | undefined;
  const check = await look("run", name, async () => {
    ({ targets } = readTargets(file));
    return { result: "ok", detail: targets.map(({ target }) => target).join(", ") };
  });
  return { checks: [check], targets };
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** What `sealstack run` remembers on this host. */
export function runsOf(settings: Settings): readonly Check[] {
  let directory: string;
  try {
    directory = stateDirectory(settings);
  } catch (error) {
    if (error instanceof OperatorError) return [];
    throw error;
  }
  return rememberedRecords(directory).flatMap(({ target, steps, notificationFailed = {} }) => [
    ...Object.entries(steps).map(([step, record]) => lastRun(target, step, record)),
    ...Object.entries(notificationFailed).flatMap(([channel, failed]): readonly Check[] => {
      if (!failed) return [];
      const [subject, name] = ["run", `${channel} of ${target}`] as const;
      const mend = `run \`sealstack run --force ${target}\`: its warning says why`;
      return [{ subject, name, result: "warning", detail: "nobody was told the last time", mend }];
    }),
  ]);
}

function lastRun(target: string, step: string, record: StepRecord): Check {
  const { status, message, hint, lastAttempt, lastSuccess, hookFailed = false } = record;
  const [subject, name] = ["run", `last ${step} of ${target}`] as const;
  if (status === 0 && hookFailed)
    return { subject, name, result: "warning", detail: `on ${lastSuccess}; a hook after it failed` };
  if (status === 0) return { subject, name, result: "ok", detail: `on ${lastSuccess}` };
  const before = lastSuccess === undefined ? "it never succeeded" : `the last good one was on ${lastSuccess}`;
  if (status === undefined)
    return {
      subject,
      name,
      result: "warning",
      detail: `begun on ${lastAttempt}, and it runs or was killed; ${before}`,
    };
  return {
    subject,
    name,
    result: "problem",
    detail: `failed with status ${status} on ${lastAttempt}: ${message ?? "without a reason"}; ${before}`,
    ...(hint !== undefined && { mend: hint }),
  };
}
