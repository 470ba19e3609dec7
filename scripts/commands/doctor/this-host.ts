/** What stands on this host: programs, and what `sealstack run` remembers. */
import type { Settings } from "../../config";
import { type Check, look } from "../../core/doctor/check";
import { rememberedRecords, type StepRecord } from "../../core/targets/target-record";
import { OperatorError } from "../../errors";
import { stateDirectory } from "../../state-directory";
import type { CommandIo } from "../io";

/** Programs that backups and drills of some sources call. */
const PROGRAMS = [
  ["etcdctl", ["version"], "backups of etcd"],
  ["etcd", ["--version"], "drills of etcd"],
  ["step-ca", ["version"], "drills of step-ca"],
] as const;

export async function programsOf({ services, signal }: CommandIo): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const [program, args, use] of PROGRAMS)
    checks.push(
      await look("program", program, async () => {
        const { status, stdout } = await services.runTool(program, args, { env: {}, signal });
        if (status === undefined) return { result: "unknown", detail: `not on the PATH; ${use} need it` };
        return { result: "ok", detail: stdout.split("\n")[0] ?? "" };
      }),
    );
  return checks;
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
