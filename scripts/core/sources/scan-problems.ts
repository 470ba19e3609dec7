import { OperatorError } from "../../errors";
import { quotePath } from "../archive/member";

/** Problems shown in one message; the rest is counted. */
const SHOWN_PROBLEMS = 10;

/** What stands against a backup; all of it is told at once. */
export class ScanProblems {
  /** Paths that were left out because that was asked for. */
  readonly skipped: string[] = [];
  private readonly found: string[] = [];
  private couldSkip = 0;
  constructor(private readonly skipUnsupported: boolean) {}

  add(path: string, problem: string): void {
    this.found.push(`${quotePath(path)} ${problem}`);
  }

  /** Likewise of what an archive cannot hold, and what may be left out. */
  unsupported(path: string, problem: string): void {
    if (this.skipUnsupported) {
      this.skipped.push(path);
      return;
    }
    this.couldSkip += 1;
    this.add(path, problem);
  }

  /** @throws OperatorError `source` when there are any. */
  assertNone(root: string): void {
    const { length } = this.found;
    if (length === 0) return;
    const shown = this.found.slice(0, SHOWN_PROBLEMS);
    const rest = length - shown.length;
    throw new OperatorError("source", `${root} cannot be backed up:`, {
      details: [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])],
      hint: this.hint(),
    });
  }

  private hint(): string {
    if (this.couldSkip === this.found.length)
      return "move these away, or leave them out with --skip-unsupported";
    const first = "make these readable, or rename or move them";
    return this.couldSkip === 0 ? first : `${first}; only sockets, devices and outside links can be left out`;
  }
}
