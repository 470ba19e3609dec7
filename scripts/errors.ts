/**
 * Exit statuses of `sealstack`. They are part of the interface: `--help` and docs/cli.md are printed from this
 * table, and a number is never given a second meaning.
 */
export const EXIT = {
  ok: { status: 0, meaning: "success" },
  bug: { status: 1, meaning: "unexpected failure: a defect in sealstack; please report it" },
  usage: { status: 2, meaning: "wrong arguments, configuration or outputs file" },
  source: {
    status: 3,
    meaning: "the input is missing, unreadable, changed while it was read, or fails its own checks",
  },
  target: { status: 4, meaning: "the target exists, or cannot be written" },
  notAuthentic: {
    status: 5,
    meaning: "the data is not a message, or is damaged, truncated or followed by other bytes",
  },
  context: { status: 6, meaning: "authentic, but the encryption context is not the expected one" },
  key: { status: 7, meaning: "wrong key or passphrase, or the key is disabled, pending deletion or missing" },
  accessDenied: { status: 8, meaning: "AWS denied the request" },
  credentials: { status: 9, meaning: "no usable AWS credentials or region" },
  notFound: { status: 10, meaning: "no such bucket, object or backup" },
  conflict: { status: 11, meaning: "an object of that name exists; nothing was overwritten" },
  unavailable: { status: 12, meaning: "the endpoint cannot be reached, throttles or fails; try again" },
  tool: { status: 13, meaning: "an external program is missing or failed" },
  refused: {
    status: 14,
    meaning: "the server refused the request, or cannot do it; its own reason is in the message",
  },
  badReply: {
    status: 15,
    meaning:
      "AWS, or what stands in its place, answered something that it never answers; nothing of it was used",
  },
  keyAtRisk: {
    status: 16,
    meaning: "a key that backups need is disabled, going or gone; the report says which",
  },
  partly: {
    status: 17,
    meaning: "some of what was asked for could not be done; each has a line, the rest is done",
  },
  tampered: {
    status: 18,
    meaning:
      "backups are missing before their time, were replaced or put back, or are older than what is remembered; the report says which",
  },
  drillFailed: {
    status: 19,
    meaning: "a restore drill failed: what was restored is not what it must be; its evidence says why",
  },
  unhealthy: {
    status: 20,
    meaning:
      "a series of backups is not as it must be: too old, not complete, or not drilled; the report says which",
  },
  notSafe: {
    status: 21,
    meaning:
      "to delete would not be safe: no versions are kept, a time cannot be right, or nothing is found; nothing was deleted",
  },
  newAccess: {
    status: 22,
    meaning:
      "somebody gains access, or may, or a rule found what --fail-on names; the report says who and what",
  },
  running: { status: 23, meaning: "another run is at the same on this host; nothing was done" },
  problems: {
    status: 24,
    meaning: "`doctor` found a problem; the report says which, and what mends it",
  },
  drift: {
    status: 25,
    meaning:
      "the account is otherwise than the stack says, and nobody gains access by it; the report says what",
  },
  interrupted: { status: 130, meaning: "interrupted; nothing was left half-written" },
} as const;

export type ExitName = keyof typeof EXIT;

/**
 * A failure that the operator can act on. Anything else that is thrown is a bug and keeps its stack.
 *
 * Messages are lower case without a full stop: what, the value received, what is allowed. The hint is one
 * imperative sentence. Neither ever holds plaintext, key material, or a *value* of an encryption context.
 * Where there are several problems, each is one of the details: who shows them gives each a line.
 */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
  readonly hint: string | undefined;
  readonly details: readonly string[];
  constructor(
    readonly exit: Exclude<ExitName, "ok" | "bug">,
    /** The message without the details. */
    readonly summary: string,
    options: {
      readonly hint?: string | undefined;
      readonly details?: readonly string[];
      readonly cause?: unknown;
    } = {},
  ) {
    const { hint, details = [], cause } = options;
    super(
      [summary, ...details.map((each) => `  - ${each}`)].join("\n"),
      cause === undefined ? undefined : { cause },
    );
    this.hint = hint;
    this.details = details;
  }
}

/** A failure after which something is left that could not be removed. */
export class LeftBehindError extends OperatorError {
  /**
   * @param cause what failed before that.
   * @param left what is left, as a clause.
   */
  constructor(
    cause: unknown,
    readonly left: string,
    hint: string,
  ) {
    const known = cause instanceof OperatorError;
    super(known ? cause.exit : "target", `${known ? cause.message : String(cause)}; ${left}`, {
      hint,
      cause,
    });
  }
}

/** The exit status for anything thrown. */
export function exitStatus(error: unknown): number {
  return error instanceof OperatorError ? EXIT[error.exit].status : EXIT.bug.status;
}

/** The name of an exit status; that of another program may have none. */
export const exitNameOf = (status: number): ExitName | undefined =>
  (Object.keys(EXIT) as ExitName[]).find((name) => EXIT[name].status === status);
