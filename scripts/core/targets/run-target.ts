/** Does what is due for one target, step by step. A step that fails is remembered, and what does not depend on it goes on. */
import { EXIT, OperatorError } from "../../errors";
import { hostLock } from "../lock/host-lock";
import type { HostLock } from "../ports";
import { spanSeconds, type TargetConfig } from "./schema";
import { type Step, stepsOf } from "./steps";
import {
  readTargetRecord,
  type StepName,
  type StepRecord,
  type TargetRecord,
  writeTargetRecord,
} from "./target-record";

/** How a program ended. */
export interface ProgramEnd {
  /** `undefined` when it could not be started. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunSurroundings {
  /** Runs `sealstack` itself with these arguments, in a process of its own. */
  readonly runSelf: (argv: readonly string[], signal: AbortSignal) => Promise<ProgramEnd>;
  /** Runs a hook. */
  readonly runHook: (
    argv: readonly string[],
    env: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<ProgramEnd>;
  readonly stateDirectory: string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Told what begins. */
  readonly onProgress: (line: string) => void;
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

/** Of what could not be started or took too long. */
const TOOL_STATUS = EXIT.tool.status;

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
  if (dryRun) return steps.map((step) => said(step, isDue(step) ? "due" : "not due"));
  const lock = lockOf(target.target, surroundings);
  if (typeof lock === "string") return steps.map((step) => ({ ...said(step, "skipped"), message: lock }));
  const outcomes: StepOutcome[] = [];
  try {
    for (const step of steps) {
      const failed = outcomes.find(({ step: name, outcome }) => name === "backup" && outcome === "failed");
      if (!isDue(step)) outcomes.push(said(step, "not due"));
      // What is kept is chosen among what is there: without the newest, that would be one too few.
      else if (step.name === "prune" && failed !== undefined)
        outcomes.push({ ...said(step, "skipped"), message: "the backup failed" });
      else outcomes.push(await runStep(target, step, memory, surroundings));
    }
  } finally {
    lock.release();
  }
  return outcomes;
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
  constructor(
    private readonly target: string,
    private readonly surroundings: RunSurroundings,
  ) {
    this.record = readTargetRecord(surroundings.stateDirectory, target);
  }

  async put(step: StepName, value: StepRecord): Promise<void> {
    const { stateDirectory, signal } = this.surroundings;
    this.record = {
      schemaVersion: 1,
      target: this.target,
      steps: { ...this.record?.steps, [step]: value },
    };
    await writeTargetRecord(stateDirectory, this.record, signal);
  }
}

async function runStep(
  target: TargetConfig,
  step: Step,
  memory: Memory,
  surroundings: RunSurroundings,
): Promise<StepOutcome> {
  const { now, onProgress, signal } = surroundings;
  onProgress(`${target.target}: ${step.name}`);
  const began = now();
  const { lastSuccess } = memory.record?.steps[step.name] ?? {};
  await memory.put(step.name, { lastAttempt: began.toISOString(), ...(lastSuccess && { lastSuccess }) });
  const end = await attempt(target, step, surroundings);
  signal.throwIfAborted();
  const ended = now();
  const durationSeconds = Math.max(0, (ended.getTime() - began.getTime()) / 1000);
  await memory.put(step.name, {
    lastAttempt: began.toISOString(),
    ...(end.status === 0 ? { lastSuccess: ended.toISOString() } : lastSuccess && { lastSuccess }),
    ...end,
    durationSeconds,
  });
  const hooks =
    end.status === 0 ? (step.name === "backup" ? target.hooks.after : []) : target.hooks.onFailure;
  const problem = await runHooks(hooks, target, step.name, end, surroundings);
  const outcome = end.status === 0 ? "ok" : "failed";
  const message = [end.message, problem].filter((text) => text !== undefined).join("; ");
  return {
    target: target.target,
    step: step.name,
    outcome: problem === undefined ? outcome : "failed",
    due: step.due,
    status: end.status === 0 && problem !== undefined ? TOOL_STATUS : end.status,
    seconds: durationSeconds,
    ...(message !== "" && { message }),
    ...(end.hint !== undefined && { hint: end.hint }),
    ...(end.backup !== undefined && { backup: end.backup }),
  };
}

/** How a step ended. */
interface Attempt {
  readonly status: number;
  readonly message?: string;
  readonly hint?: string;
  readonly backup?: string;
  readonly bytes?: number;
}

async function attempt(target: TargetConfig, step: Step, surroundings: RunSurroundings): Promise<Attempt> {
  if (step.name === "backup") {
    const problem = await runHooks(target.hooks.before, target, step.name, undefined, surroundings);
    if (problem !== undefined) return { status: TOOL_STATUS, message: `${problem}; nothing was backed up` };
  }
  return attemptOf(await surroundings.runSelf([...withJson(step.argv)], surroundings.signal));
}

/** Before `--`, behind which another program's arguments stand. */
const withJson = ([command = "", ...rest]: readonly string[]): readonly string[] => [
  command,
  "--json",
  ...rest,
];

function attemptOf({ status, stdout, stderr }: ProgramEnd): Attempt {
  const report = json(stdout);
  const error = stderr
    .split("\n")
    .map((line) => objectOf(json(line)?.error))
    .findLast((found) => found !== undefined);
  const { id, unchanged, ciphertextBytes } = report ?? {};
  const backup = textOf(id) ?? textOf(unchanged);
  return {
    status: status ?? TOOL_STATUS,
    ...(status !== 0 && { message: textOf(error?.message) ?? `ended with ${status ?? "no"} status` }),
    ...(textOf(error?.hint) !== undefined && { hint: textOf(error?.hint) ?? "" }),
    ...(backup !== undefined && { backup }),
    ...(typeof ciphertextBytes === "number" && { bytes: ciphertextBytes }),
  };
}

/** @returns what went wrong; the programs after one that failed do not run. */
async function runHooks(
  hooks: readonly (readonly string[])[],
  target: TargetConfig,
  step: StepName,
  end: Attempt | undefined,
  { runHook, signal }: RunSurroundings,
): Promise<string | undefined> {
  const env = {
    SEALSTACK_TARGET: target.target,
    SEALSTACK_STEP: step,
    SEALSTACK_STATUS: end === undefined ? "" : String(end.status),
    SEALSTACK_BACKUP: end?.backup ?? "",
  };
  const seconds = spanSeconds(target.hooks.timeout) ?? 0;
  for (const argv of hooks) {
    const late = AbortSignal.timeout(seconds * 1000);
    const ended = await runHook(argv, env, AbortSignal.any([signal, late])).catch((error: unknown) => {
      signal.throwIfAborted();
      if (late.aborted) return undefined;
      throw error;
    });
    const name = `the hook '${argv[0]}'`;
    if (ended === undefined) return `${name} was ended after ${target.hooks.timeout}`;
    if (ended.status === undefined) return `${name} cannot be started`;
    if (ended.status !== 0) return `${name} failed with exit status ${ended.status}`;
  }
  return undefined;
}

function json(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
