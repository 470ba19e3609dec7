/** One thing that is looked at, and what came of it. */
import { OperatorError } from "../../errors";

/**
 * - `ok`: as it must be.
 * - `problem`: something does not work, or will not.
 * - `warning`: it works, and somebody should look.
 * - `not allowed`: these credentials may not do it; whether they must depends on whose they are.
 * - `unknown`: it could not be looked at.
 */
export type Result = "ok" | "problem" | "warning" | "not allowed" | "unknown";

/** What a check is about: what a role must be able to do is told by it. */
export type Subject =
  | "credentials"
  | "metadata"
  | "endpoint"
  | "policy"
  | "key"
  | "rotation"
  | "quota"
  | "backups"
  | "versioning"
  | "clock"
  | "object lock"
  | "lifecycle"
  | "settings"
  | "uploads"
  | "seal"
  | "open"
  | "program"
  | "run";

export interface Check {
  readonly subject: Subject;
  /** What was looked at, as a noun. */
  readonly name: string;
  readonly result: Result;
  /** What was found, as a clause; of a failure its cause. */
  readonly detail: string;
  /** What mends it: a sentence, or a command. */
  readonly mend?: string;
  /** Of a failure that is about no one thing, such as missing credentials: its name in the table of exit statuses. */
  readonly cause?: string;
}

export type Found = Omit<Check, "name" | "subject">;

/**
 * Does one look; whatever the operator can act on becomes an answer.
 * @throws what is a defect
 */
export async function look(subject: Subject, name: string, work: () => Promise<Found>): Promise<Check> {
  try {
    return { subject, name, ...(await work()) };
  } catch (error) {
    if (!(error instanceof OperatorError) || error.exit === "interrupted") throw error;
    const denied = error.exit === "accessDenied";
    return {
      subject,
      name,
      result: denied ? "not allowed" : "problem",
      detail: [error.summary, ...error.details].join("; "),
      ...(error.hint !== undefined && { mend: error.hint }),
      ...(OF_ALL.has(error.exit) && { cause: error.exit }),
    };
  }
}

/** What, where it is wrong, is wrong for every call. */
const OF_ALL: ReadonlySet<string> = new Set(["credentials", "unavailable"]);

/** Says a cause once: what failed later for the same reason as a problem did is `unknown`. */
export function causesOnce(checks: readonly Check[]): readonly Check[] {
  const first = new Map<string, string>();
  return checks.map((check) => {
    const { subject, name, cause, detail } = check;
    if (cause === undefined) return check;
    const reason = `${cause}: ${detail.split(": ").slice(1).join(": ")}`;
    const before = first.get(reason);
    if (before === undefined) {
      if (check.result === "problem") first.set(reason, name);
      return check;
    }
    return { subject, name, result: "unknown", detail: `it failed as '${before}' did` };
  });
}
