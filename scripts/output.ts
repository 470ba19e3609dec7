/**
 * The only writer of the terminal. Its rules:
 * - stdout is data: the report of a command, or the bytes asked for with `--out -`.
 * - If stdout carries bytes, the report goes to stderr.
 * - Everything else is stderr: `sealstack: error: …`, then `sealstack: hint: …`; lower case, no full stop.
 * - With `--json` the report is one JSON object, and so is an error (on stderr, one line).
 * - Progress only on a terminal, never with `--json` or `--quiet`.
 */
import type { Writable } from "node:stream";
import { EXIT, exitStatus, OperatorError } from "./errors";

/** What a command did: `data` for `--json`, `text` for people. */
export interface Report {
  readonly data: Readonly<Record<string, unknown>>;
  /** Lines without a final newline. */
  readonly text: string;
  /** Whether stdout already carries the bytes that the user asked for. */
  readonly stdoutIsPayload?: boolean;
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
    if (this.options.json) target.write(`${JSON.stringify(report.data)}\n`);
    else if (report.text !== "" && !(this.options.quiet && target === this.stderr))
      target.write(`${report.text}\n`);
  }

  /** A remark that does not change the outcome. */
  warn(message: string): void {
    this.clearProgress();
    const line = this.options.json ? JSON.stringify({ warning: message }) : `sealstack: warning: ${message}`;
    this.stderr.write(`${line}\n`);
  }

  /** A line of a server's log, which has a form of its own. */
  logLine(line: string): void {
    this.stderr.write(`${line}\n`);
  }

  error(error: unknown): void {
    this.clearProgress();
    this.stderr.write(
      this.options.json ? `${JSON.stringify({ error: errorData(error) })}\n` : errorText(error),
    );
  }

  /** Replaces the progress line. */
  progress(text: string): void {
    if (this.stderr.isTTY !== true || this.options.json || this.options.quiet) return;
    this.stderr.write(`\r\x1b[2K${text}`);
    this.progressShown = true;
  }

  private clearProgress(): void {
    if (this.progressShown) this.stderr.write("\r\x1b[2K");
    this.progressShown = false;
  }
}

function errorData(error: unknown): Record<string, unknown> {
  if (!(error instanceof OperatorError))
    return { exit: "bug", status: exitStatus(error), message: String(error) };
  return { exit: error.exit, status: exitStatus(error), message: error.message, hint: error.hint };
}

function errorText(error: unknown): string {
  if (error instanceof OperatorError) {
    const hint = error.hint === undefined ? "" : `sealstack: hint: ${error.hint}\n`;
    return `sealstack: error: ${error.message}\n${hint}`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `sealstack: error: ${EXIT.bug.meaning}\n${stack}\n`;
}
