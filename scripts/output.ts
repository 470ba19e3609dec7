/**
 * The only writer of the terminal. Its rules:
 * - stdout is data: the report of a command, or the bytes asked for with `--out -`.
 * - If stdout carries bytes, the report goes to stderr.
 * - Everything else is stderr: `sealstack: error: …`, then `sealstack: hint: …`; lower case, no full stop.
 * - With `--json` the report is one JSON object, and so is an error (on stderr, one line).
 * - Progress only on a terminal, never with `--json` or `--quiet`.
 * - What it writes is {@link printable}: no text from outside moves the cursor, or makes a line of its own.
 */
import type { Writable } from "node:stream";
import { printable, printableJson } from "../modules/printable";
import { EXIT, type ExitName, exitStatus, OperatorError } from "./errors";

/** What a command did: `data` for `--json`, `lines` for people. */
export interface Report {
  readonly data: Readonly<Record<string, unknown>>;
  /** One line each. */
  readonly lines: readonly string[];
  /** Whether stdout already carries the bytes that the user asked for. */
  readonly stdoutIsPayload?: boolean;
  /**
   * How the command ends: a report can be the answer, and yet not what one hoped for.
   * @default "ok"
   */
  readonly exit?: ExitName;
}

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

export class Output {
  private progressShown = false;
  constructor(
    private readonly stdout: Writable,
    private readonly stderr: Writable & { isTTY?: boolean },
    private readonly options: OutputOptions,
  ) {}

  report(report: Report): void {
    this.clearProgress();
    const target = report.stdoutIsPayload === true ? this.stderr : this.stdout;
    if (this.options.json) writeLines(target, [printableJson(report.data)]);
    else if (!(this.options.quiet && target === this.stderr)) writeLines(target, report.lines);
  }

  /** A remark that does not change the outcome. */
  warn(message: string): void {
    this.clearProgress();
    const line = this.options.json ? printableJson({ warning: message }) : `sealstack: warning: ${message}`;
    writeLines(this.stderr, [line]);
  }

  /** A line of a server's log, which has a form of its own. */
  logLine(line: string): void {
    writeLines(this.stderr, [line]);
  }

  error(error: unknown): void {
    this.clearProgress();
    const lines = this.options.json ? [printableJson({ error: errorData(error) })] : errorLines(error);
    writeLines(this.stderr, lines);
  }

  /** Replaces the progress line. */
  progress(text: string): void {
    if (this.stderr.isTTY !== true || this.options.json || this.options.quiet) return;
    this.stderr.write(`\r\x1b[2K${printable(text)}`);
    this.progressShown = true;
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

function writeLines(target: Writable, lines: readonly string[]): void {
  if (lines.length > 0) target.write(`${lines.map(printable).join("\n")}\n`);
}
