/** A report in figures, for people and in JSON. */
import type { ReportSums } from "../../core/fleet/report/summary";
import { formatTable } from "../format";

export const sumsData = (sums: ReportSums) => ({
  succeeded: sums.succeeded,
  failed: sums.failed,
  causes: sums.sums,
});

/** @param columns of the terminal, where it is one */
export function sumsLines({ sums }: Pick<ReportSums, "sums">, columns: number | undefined): string[] {
  if (sums.length === 0) return [];
  const rows = sums.map(({ status, cause, count, example }) => [
    status,
    cause,
    String(count),
    example.key,
    example.message,
  ]);
  return formatTable([["status", "cause", "objects", "the first", "and its result"], ...rows], columns);
}
