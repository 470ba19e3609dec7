/**
 * The only writer of the terminal. Its rules:
 * - stdout is data: the report of a command, or the bytes asked for with `--out -`.
 * - If stdout carries bytes, the report goes to stderr.
 * - Everything else is stderr: `sealstack: error: …`, then `sealstack: hint: …`; lower case, no full stop.
 * - With `--json` the report is one JSON object, and so is an error (on stderr, one line).
 * - With `--log-format json`, every line of stderr is an object of {@link LOG_SCHEMA}; stdout is as it was. Servers' logs have a form of their own.
 * - Progress only on a terminal, never with `--json`, `--quiet` or structured logs.
 * - What it writes is {@link printable}: no text from outside moves the cursor, or makes a line of its own.
 */
import type { Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { printable, printableJson } from "../../modules/printable";
import { EXIT, type ExitName, exitStatus, OperatorError } from "../errors";
import type { LogFields, LogFormat } from "./log-format";
import { inPieces, jsonTexts, lineTexts } from "./report-text";

/** What a command did: `data` for `--json`, `lines` for people. */
export interface Report {
  /** A long list in it is a {@link LazyList}. */
  readonly data: Readonly<Record<string, unknown>>;
  /** One line each; made while they are written, where they are many. */
  readonly lines: Iterable<string>;
  /** Whether stdout already carries the bytes that the user asked for. */
  readonly stdoutIsPayload?: boolean;
  /**
   * How the command ends: a report can be the answer, and yet not what one hoped for.
   * @default "ok"
   */
  readonly exit?: ExitName;
  /** Frees what `data` and `lines` are made of, when they are written or cannot be. */
  close?(): Promise<void>;
}

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  /** @default - what {@link Output.preferLogFormat} says, else text */
  readonly logFormat?: LogFormat | undefined;
  /** For structured logs. @default - the time of the system */
  readonly now?: () => Date;
}

export class Output {
  /** What runs, for structured logs. */
  command: string | undefined;
  private progressShown = false;
  private structured: boolean;
  constructor(
    private readonly stdout: Writable,
    private readonly stderr: Writable & { isTTY?: boolean },
    private readonly options: OutputOptions,
  ) {
    this.structured = options.logFormat === "json";
  }

  /** Of a file: the command line and the environment go before it. */
  preferLogFormat(format: LogFormat): void {
    if (this.options.logFormat === undefined) this.structured = format === "json";
  }

  /**
   * Writes it piece by piece, each when the one before it is written.
   * @param signal ends it between two pieces; a report of one is written whole.
   * @throws whatever stdout fails with. That stderr is gone is no reason not to end well.
   */
  async report(report: Report, signal?: AbortSignal): Promise<void> {
    try {
      await this.pieces(report, signal);
    } finally {
      await report.close?.();
    }
  }

  private async pieces(report: Report, signal?: AbortSignal): Promise<void> {
    this.clearProgress();
    const { json, quiet } = this.options;
    const isAside = report.stdoutIsPayload === true;
    if (isAside && this.structured) return this.event("info", "done", { report: report.data });
    if (isAside && quiet && !json) return;
    const target = isAside ? this.stderr : this.stdout;
    let isFirst = true;
    for (const piece of inPieces(json ? jsonTexts(report.data) : lineTexts(report.lines))) {
      if (!isFirst) {
        await setImmediate(); // pipes and terminals are written to at once: a signal would never be heard
        signal?.throwIfAborted();
      }
      isFirst = false;
      const writing = written(target, piece);
      await (isAside ? writing.catch(() => {}) : writing);
    }
  }

  /** For structured logs only: what happens, and how it ended. */
  event(level: "info" | "error", message: string, fields: LogFields = {}): void {
    if (this.structured && !(level === "info" && this.options.quiet)) this.log(level, message, fields);
  }

  /** A remark that does not change the outcome. */
  warn(message: string, fields: LogFields = {}): void {
    this.clearProgress();
    if (this.structured) this.log("warn", message, fields);
    else if (this.options.json) writeLines(this.stderr, [printableJson({ warning: message })]);
    else writeLines(this.stderr, [`sealstack: warning: ${message}`]);
  }

  /** A line of a server's log, which has a form of its own. */
  logLine(line: string): void {
    writeLines(this.stderr, [line]);
  }

  error(error: unknown): void {
    this.clearProgress();
    if (this.structured) this.log("error", ...logOf(error));
    else if (this.options.json) writeLines(this.stderr, [printableJson({ error: errorData(error) })]);
    else writeLines(this.stderr, errorLines(error));
  }

  /** Replaces the progress line. */
  progress(text: string): void {
    if (this.stderr.isTTY !== true || this.options.json || this.options.quiet || this.structured) return;
    this.stderr.write(`\r\x1b[2K${printable(text)}`);
    this.progressShown = true;
  }

  private log(level: "info" | "warn" | "error", message: string, fields: LogFields): void {
    const { now = () => new Date() } = this.options;
    const { command } = this;
    writeLines(this.stderr, [
      printableJson({ time: now().toISOString(), level, message, ...(command && { command }), ...fields }),
    ]);
  }

  private clearProgress(): void {
    if (this.progressShown) this.stderr.write("\r\x1b[2K");
    this.progressShown = false;
  }
}

function errorData(error: unknown): Record<string, unknown> {
  if (!(error instanceof OperatorError))
    return { exit: "bug", status: exitStatus(error), message: wordsOf(error) };
  return { exit: error.exit, status: exitStatus(error), message: error.message, hint: error.hint };
}

function logOf(error: unknown): [string, LogFields] {
  const status = exitStatus(error);
  if (!(error instanceof OperatorError))
    return [`${EXIT.bug.meaning}: ${wordsOf(error)}`, { exit: "bug", status, stack: stackOf(error) }];
  const { exit, summary, details, hint } = error;
  return [
    summary,
    { exit, status, ...(details.length > 0 && { details }), ...(hint !== undefined && { hint }) },
  ];
}

function errorLines(error: unknown): string[] {
  if (error instanceof OperatorError) {
    const hint = error.hint === undefined ? [] : [`sealstack: hint: ${error.hint}`];
    return [`sealstack: error: ${error.summary}`, ...error.details.map((each) => `  - ${each}`), ...hint];
  }
  return [`sealstack: error: ${EXIT.bug.meaning}`, wordsOf(error), ...stackOf(error)];
}

/** A parser quotes what it was given, which may be a secret. The name is asked for: the class may be of another realm. */
function wordsOf(error: unknown): string {
  const { name } = (error ?? {}) as Partial<Error>;
  return name === "SyntaxError" ? "SyntaxError: (its words are those of what was parsed)" : String(error);
}

/** Where it was thrown. The message stands before that, and may have lines that look like anything. */
function stackOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const after = stack.startsWith(String(error)) ? stack.slice(String(error).length) : stack;
  return after.split("\n").filter((line) => /^ +at /.test(line));
}

const written = (target: Writable, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    target.write(text, (error) => (error == null ? resolve() : reject(error)));
  });

function writeLines(target: Writable, lines: readonly string[]): void {
  if (lines.length > 0) target.write(`${lines.map(printable).join("\n")}\n`);
}
