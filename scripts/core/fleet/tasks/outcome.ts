/** What becomes of one object, in one word, one sentence, and whether it is worth another try. */
import { type ExitName, OperatorError } from "../../../errors";
import type { ResultCode } from "./invocation";

export interface Outcome {
  readonly resultCode: ResultCode;
  /** `Word: sentence`. */
  readonly resultString: string;
}

interface Cause {
  /** For sums: what stands before the colon. */
  readonly word: string;
  readonly resultCode: Exclude<ResultCode, "Succeeded">;
}

const temporary = (word: string): Cause => ({ word, resultCode: "TemporaryFailure" });
const permanent = (word: string): Cause => ({ word, resultCode: "PermanentFailure" });

/**
 * By what an error means to an operator, which is the table that exit statuses come from. What another try may mend is temporary: throttling,
 * what does not answer, credentials that have run out, an object that was replaced while it was read.
 */
const CAUSES: Readonly<Partial<Record<ExitName, Cause>>> = {
  notAuthentic: permanent("Damaged"),
  context: permanent("WrongContext"),
  key: permanent("KeyNotUsable"),
  accessDenied: permanent("AccessDenied"),
  notFound: permanent("Gone"),
  source: temporary("ReplacedMeanwhile"),
  conflict: temporary("ReplacedMeanwhile"),
  unavailable: temporary("Unavailable"),
  credentials: temporary("Credentials"),
  badReply: temporary("BadReply"),
  running: temporary("Busy"),
  interrupted: temporary("Interrupted"),
};

/** Every word with which a failure can begin, besides those of {@link TaskFailure}. */
const OTHER = permanent("Refused");
const ARCHIVED = permanent("Archived");

/** Bytes of a result: what S3 Batch Operations keeps of it in a report. */
const MAX_RESULT_BYTES = 1024;

/** A failure that only work on many objects has. */
export class TaskFailure extends Error {
  override readonly name = "TaskFailure";
  constructor(
    readonly word:
      | "NotABackup"
      | "WithPassphrase"
      | "BadTask"
      | "Superseded"
      | "Locked"
      | "TooLong"
      | "Usage",
    readonly sentence: string,
  ) {
    super(sentence);
  }
}

export const succeeded = (word: string, sentence: string): Outcome => ({
  resultCode: "Succeeded",
  resultString: clip(`${word}: ${sentence}`),
});

/**
 * @param error what one object failed with.
 * @returns `undefined` for a defect, of which nothing is told: its words may be anything.
 */
export function outcomeOf(error: unknown): Outcome | undefined {
  if (error instanceof TaskFailure)
    return { resultCode: "PermanentFailure", resultString: clip(`${error.word}: ${error.sentence}`) };
  if (!(error instanceof OperatorError)) return undefined;
  const { word, resultCode } = causeOf(error);
  const hint = error.hint === undefined ? "" : `; ${error.hint}`;
  return { resultCode, resultString: clip(`${word}: ${error.summary}${hint}`) };
}

function causeOf(error: OperatorError): Cause {
  const { name } = (error.cause ?? {}) as Partial<Error>;
  return name === "InvalidObjectState" ? ARCHIVED : (CAUSES[error.exit] ?? OTHER);
}

/** One line, of no more bytes than are kept, without a broken character at its end. */
function clip(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  const bytes = Buffer.from(line);
  if (bytes.length <= MAX_RESULT_BYTES) return line;
  return new TextDecoder().decode(bytes.subarray(0, MAX_RESULT_BYTES - 3), { stream: true }).concat("…");
}
