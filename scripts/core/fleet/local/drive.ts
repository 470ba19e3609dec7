/** The local driver: what S3 Batch Operations does with a manifest and a function, on one host. */
import { setMaxListeners } from "node:events";
import { createReadStream, existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { OperatorError } from "../../../errors";
import { writeStateFile } from "../../files/state-file";
import { hostLock } from "../../lock/host-lock";
import { forEachConcurrently } from "../../store/concurrently";
import { checkManifest, type ManifestFacts, type ManifestRow, manifestRows } from "../manifest";
import { formatArguments, kmsCallsOf, type OperationArguments, type OperationSettings } from "../operations";
import { REPORT_MANIFEST } from "../report/folder";
import type { ReportRow } from "../report/rows";
import type { Invoke } from "../tasks/handle";
import type { Invocation, InvocationResponse } from "../tasks/invocation";
import { finishReport } from "./finish";
import { cannotWrite, type Journal, openJournal } from "./journal";
import { tokenBucket } from "./token-bucket";

/** How the result of a task begins that had no usable credentials. */
const NO_CREDENTIALS = "Credentials: ";

/** Times that a task is tried that fails for a while. */
const ATTEMPTS = 5;
const FIRST_WAIT_MS = 1_000;

export interface DriveRequest {
  /** File with the manifest. */
  readonly manifest: string;
  /** Directory of the report; made where it is missing. */
  readonly report: string;
  readonly settings: OperationSettings;
  /** Objects that are worked on at a time. */
  readonly concurrency: number;
  /** Requests to KMS a second, at most. */
  readonly kmsRate: number;
}

export interface DriveSurroundings {
  /** The function: the same that Lambda runs. */
  readonly invoke: Invoke;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Hears of how many of how many rows have a result. */
  readonly onDone?: (done: number, of: number) => void;
  /** What the user should know, and what does not change the outcome. */
  readonly onRemark?: (remark: string) => void;
  /** Of a task that fails for a while. @default 1000 */
  readonly firstWaitMs?: number;
}

export interface Driven extends ManifestFacts {
  /** Rows that an earlier run had done. */
  readonly before: number;
}

/** @throws OperatorError `source` for a manifest that is none, before anything is done; `target` where the report is of another run. */
export async function drive(request: DriveRequest, deps: DriveSurroundings): Promise<Driven> {
  const { manifest, report, settings } = request;
  const facts = await checkManifest(createReadStream(manifest, { signal: deps.signal }), manifest);
  makeDirectory(report);
  const lock = hostLock(report, ["fleet", realpathSync(report)], report);
  try {
    if (lock.remark !== undefined) deps.onRemark?.(lock.remark);
    await claim(report, { manifestSha256: facts.sha256, arguments: formatArguments(settings) }, deps.signal);
    if (existsSync(join(report, REPORT_MANIFEST))) return { ...facts, before: facts.rows };
    const place = join(report, "progress.csv");
    const journal = await openJournal(place);
    await work(request, facts, journal, deps);
    const { signal } = deps;
    await finishReport(place, report, { bucket: facts.bucket ?? "", now: deps.now(), signal });
    rmSync(place); // all of it stands in the report now
    return { ...facts, before: journal.rows };
  } finally {
    lock.release();
  }
}

function makeDirectory(place: string): void {
  try {
    mkdirSync(place, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw cannotWrite(place, cause);
  }
}

interface Claim {
  readonly manifestSha256: string;
  readonly arguments: OperationArguments;
}

/** Binds a directory to one manifest and one operation. */
async function claim(report: string, run: Claim, signal: AbortSignal): Promise<void> {
  const place = join(report, "run.json");
  const text = JSON.stringify(run);
  if (!existsSync(place)) return writeStateFile(place, run, signal);
  if (JSON.stringify(parsed(readFileSync(place, "utf8"))) === text) return;
  throw new OperatorError(
    "target",
    `${report} has the report of another run: of another manifest, or operation`,
    {
      hint: "name another directory with --report",
    },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function work(
  { manifest, settings, concurrency, kmsRate }: DriveRequest,
  { rows }: ManifestFacts,
  journal: Journal,
  deps: DriveSurroundings,
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([deps.signal, stop.signal]);
  setMaxListeners(0, signal); // each request on its way listens
  const tokens = tokenBucket(kmsRate);
  const calls = kmsCallsOf(settings);
  const userArguments = formatArguments(settings);
  let done = journal.rows;
  const todo = async function* () {
    let number = 0;
    for await (const row of manifestRows(createReadStream(manifest, { signal }), manifest)) {
      if (number >= journal.rows) {
        await journal.room(number);
        yield { number, row };
      }
      number += 1;
    }
    if (number !== rows)
      throw new OperatorError("source", `${manifest} was changed while it was read`, {
        hint: "run the same command again, with the manifest that it began with",
      });
  };
  const one = async ({ number, row }: { readonly number: number; readonly row: ManifestRow }) => {
    const result = await attempts(eventOf(row, number, userArguments), {
      ...deps,
      signal,
      turn: () => tokens.take(calls, signal),
    });
    journal.put(number, resultRow(row, result));
    done += 1;
    deps.onDone?.(done, rows);
  };
  try {
    await forEachConcurrently(todo(), concurrency, one, () => stop.abort());
  } finally {
    await journal.close();
  }
}

interface Attempts extends Pick<DriveSurroundings, "invoke" | "signal" | "firstWaitMs"> {
  readonly turn: () => Promise<void>;
}

/** @throws OperatorError `credentials`: what one object fails with, all others do, too. */
async function attempts(
  event: Invocation,
  { invoke, signal, firstWaitMs = FIRST_WAIT_MS, turn }: Attempts,
): Promise<InvocationResponse["results"][number]> {
  for (let attempt = 1; ; attempt += 1) {
    await turn();
    const { results } = await invoke(event, { signal, seconds: undefined });
    const [result] = results;
    if (result === undefined) throw new Error("the function answered nothing");
    if (result.resultString.startsWith(NO_CREDENTIALS))
      throw new OperatorError("credentials", result.resultString.slice(NO_CREDENTIALS.length), {
        hint: "mend the credentials, and run the same command again: it goes on where it was",
      });
    if (result.resultCode !== "TemporaryFailure" || attempt === ATTEMPTS) return result;
    await wait(firstWaitMs * 2 ** (attempt - 1), undefined, { signal });
  }
}

const eventOf = (row: ManifestRow, number: number, userArguments: OperationArguments): Invocation => ({
  invocationSchemaVersion: "2.0",
  invocationId: `local-${number}`,
  job: { id: "local", userArguments },
  tasks: [
    { taskId: String(number), s3Key: row.key, s3VersionId: row.versionId ?? null, s3Bucket: row.bucket },
  ],
});

function resultRow(
  row: ManifestRow,
  { resultCode, resultString }: InvocationResponse["results"][number],
): ReportRow {
  const failed = resultCode !== "Succeeded";
  return {
    ...row,
    status: failed ? "failed" : "succeeded",
    code: failed ? resultCode : "",
    message: resultString,
  };
}
