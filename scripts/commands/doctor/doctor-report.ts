/** What `doctor` says: what is wrong first. */
import type { Check, Result } from "../../core/doctor/check";
import type { Report } from "../../output/output";

const ORDER: readonly Result[] = ["problem", "warning", "unknown", "not allowed", "ok"];

export function doctorReport(checks: readonly Check[], role: string | undefined): Report {
  const count = (result: Result): number => checks.filter((each) => each.result === result).length;
  const width = Math.max(...checks.map(({ result }) => result.length));
  const lines = checks
    .toSorted((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result))
    .flatMap(({ name, result, detail, mend }) => [
      `${result.padEnd(width)}  ${name}: ${detail}`,
      ...(mend === undefined || result === "ok" ? [] : [`${" ".repeat(width)}    ${mend}`]),
    ]);
  const [problems, warnings] = [count("problem"), count("warning")];
  const sum = `${problems} ${problems === 1 ? "problem" : "problems"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}, ${count("ok")} as it must be`;
  return {
    data: { role, problems, warnings, checks },
    lines: [
      ...(role === undefined ? [] : [`these are the credentials of the stack's ${role}`]),
      ...lines,
      sum,
    ],
    ...(problems > 0 && { exit: "problems" as const }),
  };
}
