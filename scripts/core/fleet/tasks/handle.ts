/** One invocation of the function: every task has its result, whatever becomes of it. */
import { OperatorError } from "../../../errors";
import type { DataKeyMover } from "../../key-life/ports";
import type { ObjectStore } from "../../ports";
import { decodedKey } from "../object-key-text";
import { type OperationArguments, type OperationSettings, parseArguments } from "../operations";
import type { OuterKeys } from "../outer-keys";
import {
  bucketOf,
  type InvocationResponse,
  type InvocationTask,
  parseInvocation,
  type TaskResult,
} from "./invocation";
import { type Outcome, outcomeOf, TaskFailure } from "./outcome";
import { type CipherFor, perform } from "./perform";

export interface HandlerSurroundings {
  readonly store: (bucket: string) => ObjectStore;
  /** @throws OperatorError `refused` where the server is none that has it. */
  readonly outerKeys: (bucket: string) => OuterKeys;
  readonly cipher: CipherFor;
  readonly kms: DataKeyMover;
  readonly now: () => Date;
  /** Arguments where the job brings none: events of schema version 1.0 never do. */
  readonly defaults: OperationArguments;
  /** Hears of defects, for the log; nothing of them stands in a result. */
  readonly onDefect: (error: unknown) => void;
}

/** What ends a task before its time, and what to say then. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** How long the work may take, for people; `undefined` where nothing but the end of the process ends it. */
  readonly seconds: number | undefined;
}

/** The function, however it is called. Nothing but what is no event, or the reason of a signal that is no deadline, is thrown. */
export type Invoke = (event: unknown, deadline: Deadline) => Promise<InvocationResponse>;

/**
 * @param event of S3 Batch Operations, schema version 1.0 or 2.0.
 * @throws OperatorError `usage` for what is no such event, and the reason of a signal that is no deadline.
 */
export async function handleInvocation(
  event: unknown,
  deps: HandlerSurroundings,
  deadline: Deadline,
): Promise<InvocationResponse> {
  const { invocationSchemaVersion, invocationId, job, tasks } = parseInvocation(event);
  const results: TaskResult[] = [];
  for (const task of tasks) {
    const given = job.userArguments ?? {};
    const outcome = await resultOf(task, { ...deps.defaults, ...given }, deps, deadline);
    results.push({ taskId: task.taskId, ...outcome });
  }
  return { invocationSchemaVersion, treatMissingKeysAs: "PermanentFailure", invocationId, results };
}

async function resultOf(
  task: InvocationTask,
  given: OperationArguments,
  deps: HandlerSurroundings,
  { signal, seconds }: Deadline,
): Promise<Outcome> {
  try {
    if (signal.aborted) throw tooLong(seconds);
    const bucket = bucketOf(task);
    const key = decodedKey(task.s3Key);
    if (bucket === undefined) throw new TaskFailure("BadTask", "the task names no bucket");
    if (key === undefined) throw new TaskFailure("BadTask", "the key of the task is not URL-encoded");
    const settings = judged(given);
    const object = { key, versionId: task.s3VersionId || undefined };
    return await perform(object, settings, {
      ...deps,
      store: deps.store(bucket),
      outerKeys: () => deps.outerKeys(bucket),
      signal,
    });
  } catch (error) {
    if (signal.aborted && seconds === undefined) throw error;
    const outcome = outcomeOf(signal.aborted ? tooLong(seconds) : error);
    if (outcome !== undefined) return outcome;
    deps.onDefect(error);
    return { resultCode: "PermanentFailure", resultString: "Defect: unexpected failure; see the log" };
  }
}

function judged(given: OperationArguments): OperationSettings {
  try {
    return parseArguments(given);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    throw new TaskFailure("Usage", [error.summary, ...error.details].join("; "));
  }
}

const tooLong = (seconds: number | undefined): TaskFailure =>
  new TaskFailure(
    "TooLong",
    `it takes longer than the ${Math.round(seconds ?? 0)} seconds that the function has; give it more memory, or run it with --driver local`,
  );
