import { hostname } from "node:os";
import { handOver } from "../../core/targets/cloudwatch";
import { emfLines } from "../../core/targets/emf";
import { MetricsFile } from "../../core/targets/metrics-file";
import { readTargets } from "../../core/targets/read-targets";
import { type RunChoice, runTarget, type StepOutcome } from "../../core/targets/run-target";
import { DEFAULT_TARGETS_FILE, type TargetConfig, type Targets } from "../../core/targets/schema";
import { STDERR } from "../../core/targets/sections";
import { readTargetRecord } from "../../core/targets/target-record";
import { exitNameOf, OperatorError } from "../../errors";
import type { LogFields } from "../../output/log-format";
import type { Output, Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { stateDirectory } from "../../settings/state-directory";
import { cleanUp } from "../clean-up";
import { formatAge, formatDuration, formatTable } from "../format";
import type { CommandIo } from "../io";

export interface RunOptions extends RunChoice {
  readonly settings: Settings;
  /** `backup.yaml`. */
  readonly config: string | undefined;
  /** Names; all of the file when there is none. */
  readonly targets: readonly string[];
}

/** Does what is due for each target. One that fails does not stop the others. */
export async function run(options: RunOptions, io: CommandIo): Promise<Report> {
  const { settings, config = DEFAULT_TARGETS_FILE, dryRun } = options;
  const all = readTargets(config);
  if (all.logFormat !== undefined) io.output.preferLogFormat(all.logFormat);
  const chosen = choose(all, options.targets, config);
  const directory = stateDirectory(settings);
  if (!dryRun) cleanUp([directory], io);
  const {
    services: { notifyPorts, ...services },
    now,
    signal,
    output,
    toolVersion: version,
  } = io;
  const metrics = new MetricsFile(all, { version, startedAt: now(), stateDirectory: directory, signal });
  const surroundings = {
    // What a step remembers, it remembers where the run does.
    runSelf: (argv: readonly string[], ending: AbortSignal) =>
      services.runSelf(argv, { SEALSTACK_STATE_DIR: directory }, ending),
    runHook: (argv: readonly string[], env: Readonly<Record<string, string>>, ending: AbortSignal) =>
      services.runTool(argv[0] ?? "", argv.slice(1), { env, signal: ending }),
    stateDirectory: directory,
    now,
    signal,
    onBegin: (target: string, step: string) => {
      output.progress(`${target}: ${step}`);
      output.event("info", `${step} begins`, { target, step });
    },
    onEnd: (outcome: StepOutcome) => logEnd(outcome, output),
    onRecord: () => metrics.write(),
    onWarning: (message: string, of: LogFields) => output.warn(message, of),
    notifyPorts: ({ endpointUrl: endpoint = settings.endpoint }: TargetConfig) =>
      notifyPorts({ ...settings, endpoint }),
    host: hostname(),
  };
  const outcomes: StepOutcome[] = [];
  for (const target of chosen) outcomes.push(...(await runTarget(target, options, surroundings)));
  const { columns } = io.stdout;
  if (dryRun) return report(outcomes, { dryRun, now: now(), partly: false, columns });
  await metrics.write();
  const problems = [metrics.problem, await tellCloudwatch(all, outcomes, directory, io)].filter(
    (problem) => problem !== undefined,
  );
  for (const { message } of problems)
    output.warn(`metrics are not written, and what watches them sees old ones: ${message}`);
  return report(outcomes, { dryRun, now: now(), partly: problems.length > 0, columns });
}

/** @returns why it was not told. */
async function tellCloudwatch(
  { targets, cloudwatch }: Targets,
  outcomes: readonly StepOutcome[],
  directory: string,
  { now, signal, output }: CommandIo,
): Promise<OperatorError | undefined> {
  if (cloudwatch === undefined) return undefined;
  const { namespace, host = hostname(), to } = cloudwatch;
  const ran = (target: string, step: string): boolean =>
    outcomes.some((one) => one.target === target && one.step === step && one.status !== undefined);
  const recordOf = (target: string) => readTargetRecord(directory, target);
  const lines = emfLines(targets, recordOf, { namespace, host, now: now(), ran });
  if (to === STDERR) for (const line of lines) output.logLine(line);
  else
    try {
      await handOver(lines, to, signal);
    } catch (error) {
      if (error instanceof OperatorError) return error;
      throw error;
    }
  return undefined;
}

function logEnd(
  { target, step, status = 0, seconds, message, hint, outcome }: StepOutcome,
  output: Output,
): void {
  const exit = exitNameOf(status);
  const fields = { target, step, ...(exit && { exit }), status, ...(seconds !== undefined && { seconds }) };
  if (outcome === "ok") output.event("info", `${step} ended`, fields);
  else
    output.event("error", `${step} failed: ${message ?? "without a reason"}`, {
      ...fields,
      ...(hint && { hint }),
    });
}

function choose({ targets }: Targets, names: readonly string[], config: string): readonly TargetConfig[] {
  const unknown = names.filter((name) => !targets.some(({ target }) => target === name));
  if (unknown.length > 0)
    throw new OperatorError("usage", `${config} has no target '${unknown[0]}'`, {
      hint: `choose among ${targets.map(({ target }) => target).join(", ")}`,
    });
  return names.length === 0 ? targets : targets.filter(({ target }) => names.includes(target));
}

interface ReportOptions {
  readonly dryRun: boolean;
  readonly now: Date;
  /** Whether something besides steps failed. */
  readonly partly: boolean;
  /** Of the terminal. */
  readonly columns: number | undefined;
}

function report(outcomes: readonly StepOutcome[], { dryRun, now, partly, columns }: ReportOptions): Report {
  const failed = outcomes.filter(({ outcome }) => outcome === "failed");
  const rows = outcomes.map(({ target, step, outcome, due, seconds, status, message, backup }) => [
    target,
    step,
    outcome === "failed" ? `failed (${status})` : outcome,
    outcome === "not due"
      ? `due in ${formatAge(now, due)}`
      : (message ?? backup ?? (seconds === undefined ? "" : formatDuration(seconds * 1000))),
  ]);
  return {
    data: { dryRun, steps: outcomes.map((each) => ({ ...each, due: each.due.toISOString() })) },
    lines: [
      ...formatTable([["TARGET", "STEP", "OUTCOME", ""], ...rows], columns),
      ...failed.flatMap(({ target, step, hint }) =>
        hint === undefined ? [] : [`${target} ${step}: ${hint}`],
      ),
    ],
    ...((partly || failed.length > 0) && { exit: "partly" as const }),
  };
}
