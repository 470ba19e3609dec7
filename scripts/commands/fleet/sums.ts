/** A report in figures, for people and in JSON. */
import type { ReportSums } from "../../core/fleet/report/summary";
import { formatTable } from "../format";

export const sumsData = (sums: ReportSums) => ({
  succeeded: sums.succeeded,
  failed: sums.failed,
  causes: sums.sums,
});

export function sumsLines({ sums }: Pick<ReportSums, "sums">): string[] {
  if (sums.length === 0) return [];
  const rows = sums.map(({ status, cause, count, example }) => [
    status,
    cause,
    String(count),
    example.key,
    example.message,
  ]);
  return formatTable([["status", "cause", "objects", "the first", "and its result"], ...rows]);
}
