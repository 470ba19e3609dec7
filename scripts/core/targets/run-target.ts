/** Does what is due for one target, step by step. A step that fails is remembered, and what does not depend on it goes on. */
import { EXIT, OperatorError } from "../../errors";
import { hostLock } from "../lock/host-lock";
import type { StepEnd } from "../notify/event";
import { Notifier, type NotifyPorts } from "../notify/notifier";
import type { Channel } from "../notify/section";
import type { HostLock } from "../ports";
import { type Attempt, attemptOf, type ProgramEnd, TOOL_STATUS, warningsOf, withJson } from "./attempt";
import { type RunHook, runHooks } from "./hooks";
import type { TargetConfig } from "./schema";
import { type Step, stepsOf } from "./steps";
import {
  failuresOf,
  readTargetRecord,
  type StepName,
  type StepRecord,
  type TargetRecord,
  writeTargetRecord,
} from "./target-record";

export interface RunSurroundings {
  /** Runs `sealstack` itself with these arguments, in a process of its own. */
  readonly runSelf: (argv: readonly string[], signal: AbortSignal) => Promise<ProgramEnd>;
  readonly runHook: RunHook;
  readonly stateDirectory: string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly onBegin: (target: string, step: StepName) => void;
  readonly onEnd: (outcome: StepOutcome) => void;
  /** Told that what is remembered has changed; waited for. */
  readonly onRecord: () => Promise<void>;
  /** Told what does not change how the run ends. */
  readonly onWarning: (message: string, of: { readonly target: string; readonly step?: string }) => void;
  readonly notifyPorts: (target: TargetConfig) => NotifyPorts;
  /** Name of this host. */
  readonly host: string;
}

export interface RunChoice {
  /** Whether steps run that are not due. */
  readonly force: boolean;
  /** Whether nothing runs, and only is told. */
  readonly dryRun: boolean;
}

export interface StepOutcome {
  readonly target: string;
  readonly step: StepName;
  readonly outcome: "ok" | "failed" | "skipped" | "not due" | "due";
  /** When it is due again, or was due. */
  readonly due: Date;
  /** Exit status; of what ran. */
  readonly status?: number;
  readonly seconds?: number;
  /** Why it failed or was skipped. */
  readonly message?: string;
  readonly hint?: string;
  /** Id of the backup that was made, or still holds everything. */
  readonly backup?: string;
}

export async function runTarget(
  target: TargetConfig,
  { force, dryRun }: RunChoice,
  surroundings: RunSurroundings,
): Promise<readonly StepOutcome[]> {
  const memory = new Memory(target.target, surroundings);
  const now = surroundings.now();
  const steps = stepsOf(target, memory.record, now);
  const isDue = ({ due }: Step): boolean => force || due <= now;
  const said = ({ name, due }: Step, outcome: StepOutcome["outcome"]): StepOutcome => ({
    target: target.target,
    step: name,
    outcome,
    due,
  });
  if (dryRun && memory.unreadable !== undefined) throw memory.unreadable;
  if (dryRun) return steps.map((step) => said(step, isDue(step) ? "due" : "not due"));
  const outcomes: StepOutcome[] = [];
  /** What a full or read-only state directory keeps from being done. Others are to hear of it, and the targets behind this one have their turn. */
  const failRest = (error: unknown): void => {
    if (!(error instanceof OperatorError) || surroundings.signal.aborted) throw error;
    const { summary: message, hint } = error;
    for (const step of steps.filter(isDue).filter(({ name }) => outcomes.every((each) => each.step !== name)))
      outcomes.push({
        ...said(step, "failed"),
        status: EXIT[error.exit].status,
        message,
        ...(hint !== undefined && { hint }),
      });
  };
  const { notifyPorts, signal } = surroundings;
  const notifier = new Notifier({ notify: target.notify, ports: notifyPorts(target), signal });
  const before = memory.record;
  const runSteps = async (): Promise<void> => {
    if (steps.some(isDue)) notifier.start();
    for (const step of steps) {
      const failed = outcomes.find(({ step: name, outcome }) => name === "backup" && outcome === "failed");
      if (!isDue(step)) outcomes.push(said(step, "not due"));
      // What is kept is chosen among what is there: without the newest, that would be one too few.
      else if (step.name === "prune" && failed !== undefined)
        outcomes.push({ ...said(step, "skipped"), message: "the backup failed" });
      else outcomes.push(await runStep(target, step, memory, surroundings));
    }
  };
  let lock: HostLock | string | undefined;
  try {
    if (memory.unreadable !== undefined) throw memory.unreadable;
    lock = lockOf(target.target, surroundings);
  } catch (error) {
    failRest(error);
  }
  if (typeof lock === "string") {
    const message = lock;
    return steps.map((step) => ({ ...said(step, "skipped"), message }));
  }
  try {
    if (lock !== undefined) await runSteps().catch(failRest);
    const ends = endsOf(outcomes, before, memory.record);
    if (ends.length > 0) await tell(notifier, ends, memory, surroundings);
  } catch (error) {
    failRest(error);
  } finally {
    lock?.release();
  }
  return outcomes;
}

/** Of the steps that ran. */
const endsOf = (
  outcomes: readonly StepOutcome[],
  before: TargetRecord | undefined,
  after: TargetRecord | undefined,
): readonly StepEnd[] =>
  outcomes.flatMap(({ step, status }) => {
    if (status === undefined) return [];
    const record = after?.steps[step];
    return {
      ...{ step, status, failedBefore: failuresOf(before?.steps[step]), failedAttempts: failuresOf(record) },
      ...(record?.lastSuccess !== undefined && { lastSuccess: record.lastSuccess }),
    };
  });

async function tell(
  notifier: Notifier,
  ends: readonly StepEnd[],
  memory: Memory,
  { host, now, onWarning }: RunSurroundings,
): Promise<void> {
  const told = await notifier.end(ends, { host, target: memory.target, time: now().toISOString() });
  const used = Object.entries(told) as readonly (readonly [Channel, string | undefined])[];
  for (const [channel, problem] of used)
    if (problem !== undefined)
      onWarning(`${memory.target}: nobody was told by ${channel}: ${problem}`, { target: memory.target });
  if (used.length > 0)
    await memory.putTold(used.map(([channel, problem]) => [channel, problem !== undefined]));
}

/** @returns why not, where another run is at the target: what that does would look like a failure of this one. */
function lockOf(target: string, { stateDirectory }: RunSurroundings): HostLock | string {
  try {
    return hostLock(stateDirectory, ["target", target], `the target ${target}`);
  } catch (error) {
    if (error instanceof OperatorError && error.exit === "running") return error.summary;
    throw error;
  }
}

/** What is remembered of a target; written whenever it changes. */
class Memory {
  record: TargetRecord | undefined;
  /** Why nobody knows what was done before. */
  readonly unreadable: unknown;
  constructor(
    readonly target: string,
    private readonly surroundings: RunSurroundings,
  ) {
    try {
      this.record = readTargetRecord(surroundings.stateDirectory, target);
    } catch (error) {
      this.unreadable = error;
    }
  }

  put(step: StepName, value: StepRecord): Promise<void> {
    return this.write({ steps: { ...this.record?.steps, [step]: value } });
  }

  /** @param failed channels, and whether nobody was told by them. */
  putTold(failed: readonly (readonly [Channel, boolean])[]): Promise<void> {
    const notificationFailed = { ...this.record?.notificationFailed, ...Object.fromEntries(failed) };
    return this.write({ notificationFailed });
  }

  private async write(change: Partial<TargetRecord>): Promise<void> {
    const { stateDirectory, signal, onRecord } = this.surroundings;
    this.record = { steps: {}, ...this.record, ...change, schemaVersion: 1, target: this.target };
    await writeTargetRecord(stateDirectory, this.record, signal);
    await onRecord();
  }
}

async function runStep(
  target: TargetConfig,
  step: Step,
  memory: Memory,
  surroundings: RunSurroundings,
): Promise<StepOutcome> {
  const { now, onBegin, onEnd, signal } = surroundings;
  onBegin(target.target, step.name);
  const began = now();
  const before = memory.record?.steps[step.name];
  const failures = failuresOf(before);
  const known = { lastAttempt: began.toISOString(), ...lastGood(before) };
  await memory.put(step.name, { ...known, ...(failures > 0 && { failures }) });
  const end = await attempt(target, step, surroundings);
  signal.throwIfAborted();
  const ended = now();
  const good = end.status === 0;
  const record: StepRecord = {
    ...known,
    ...(good ? { lastSuccess: ended.toISOString() } : { failures: failures + 1 }),
    ...end,
    durationSeconds: Math.max(0, (ended.getTime() - began.getTime()) / 1000),
  };
  await memory.put(step.name, record);
  const hooks = good ? (step.name === "backup" ? target.hooks.after : []) : target.hooks.onFailure;
  const problem = await runHooks(hooks, target, step.name, end, surroundings);
  if (hooks.length > 0) await memory.put(step.name, { ...record, hookFailed: problem !== undefined });
  const outcome = good ? "ok" : "failed";
  const message = [end.message, problem].filter((text) => text !== undefined).join("; ");
  const said: StepOutcome = {
    target: target.target,
    step: step.name,
    outcome: problem === undefined ? outcome : "failed",
    due: step.due,
    status: good && problem !== undefined ? TOOL_STATUS : end.status,
    seconds: record.durationSeconds ?? 0,
    ...(message !== "" && { message }),
    ...(end.hint !== undefined && { hint: end.hint }),
    ...(end.backup !== undefined && { backup: end.backup }),
  };
  onEnd(said);
  return said;
}

/** What stays true whatever becomes of the next attempt. */
const lastGood = ({ lastSuccess, bytes }: Partial<StepRecord> = {}): Partial<StepRecord> => ({
  ...(lastSuccess !== undefined && { lastSuccess }),
  ...(bytes !== undefined && { bytes }),
});

async function attempt(target: TargetConfig, step: Step, surroundings: RunSurroundings): Promise<Attempt> {
  if (step.name === "backup") {
    const problem = await runHooks(target.hooks.before, target, step.name, undefined, surroundings);
    if (problem !== undefined) return { status: TOOL_STATUS, message: `${problem}; nothing was backed up` };
  }
  const end = await surroundings.runSelf(withJson(step.argv), surroundings.signal);
  for (const warning of warningsOf(end))
    surroundings.onWarning(`${target.target} ${step.name}: ${warning}`, {
      target: target.target,
      step: step.name,
    });
  return attemptOf(end);
}
