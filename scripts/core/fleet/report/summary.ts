/** A report in figures: how many of what, and one of each. */
import type { ReportRow } from "./rows";

export interface CauseSum {
  /** The word that a result begins with; else the code of S3. */
  readonly cause: string;
  readonly status: ReportRow["status"];
  /** `TemporaryFailure`, `PermanentFailure`, or a code of S3; empty of what succeeded. */
  readonly code: string;
  readonly count: number;
  /** The first of them. */
  readonly example: { readonly key: string; readonly message: string };
}

/** Causes that are told apart; messages of others may be anything. */
const MAX_CAUSES = 200;
const OTHERS = "Others";

export class ReportSums {
  succeeded = 0;
  failed = 0;
  private readonly causes = new Map<string, CauseSum>();

  add({ status, code, key, message }: ReportRow): void {
    if (status === "succeeded") this.succeeded += 1;
    else this.failed += 1;
    const word = /^([A-Z][A-Za-z]{1,39}): /.exec(message)?.[1];
    const named = word ?? (code === "" ? "Done" : code);
    const id = [status, code, named].join();
    const known = this.causes.has(id) || this.causes.size < MAX_CAUSES;
    const [place, cause] = known ? [id, named] : [[status, OTHERS].join(), OTHERS];
    const found = this.causes.get(place) ?? { cause, status, code, count: 0, example: { key, message } };
    this.causes.set(place, { ...found, count: found.count + 1 });
  }

  /** The most frequent first; what failed before what succeeded. */
  get sums(): readonly CauseSum[] {
    const order = (sum: CauseSum): number => (sum.status === "failed" ? 0 : 1);
    return [...this.causes.values()].sort((a, b) => order(a) - order(b) || b.count - a.count);
  }
}
