import type { DrillCheck } from "../../core/drill/checks/check";
import type { Evidence } from "../../core/drill/evidence/evidence";
import type { ExitName, OperatorError } from "../../errors";
import { EXIT } from "../../errors";
import type { Report } from "../../output/output";
import { type Fact, formatAge, formatBytes, formatDuration, formatFacts, formatTable } from "../format";
import type { Task } from "./choose";

/** What became of one backup that was chosen. */
export type Outcome =
  | {
      readonly id: string;
      readonly record: Evidence;
      /** Of the evidence, once it is stored. */
      readonly key?: string;
      /** Why not all of it is. */
      readonly notStored?: OperatorError;
    }
  /** No drill took place. */
  | { readonly id: string; readonly error: OperatorError };

export const describe = ({ name, result, detail }: DrillCheck): string =>
  `${name}: ${result}${detail === undefined ? "" : ` (${detail})`}`;

export function reportDrills(outcomes: readonly Outcome[], store: string): Report {
  return {
    data: { store, drills: outcomes.map(data) },
    lines: outcomes.flatMap((outcome) => lines(outcome, store)),
    exit: exitOf(outcomes),
  };
}

/** Which backups would be drilled. */
export function reportPlan(
  tasks: readonly Task[],
  store: string,
  { now, columns }: { readonly now: Date; readonly columns: number | undefined },
): Report {
  const rows = tasks.map(({ backup, choice }) => [
    backup.id,
    formatAge(backup.createdAt, now),
    choice.by === "id" ? "by its id" : `${choice.by}, of ${choice.candidates}`,
  ]);
  return {
    data: {
      store,
      dryRun: true,
      drills: tasks.map(({ backup, choice }) => ({ id: backup.id, choice })),
    },
    lines: [
      "nothing was drilled: --dry-run",
      ...formatTable([["WOULD DRILL", "AGE", "CHOSEN"], ...rows], columns),
    ],
  };
}

/** A drill that failed is worse than one that did not take place, and that is worse than evidence that is not stored. */
function exitOf(outcomes: readonly Outcome[]): ExitName {
  if (outcomes.some((outcome) => "record" in outcome && outcome.record.result === "failed"))
    return "drillFailed";
  const errors = outcomes.map((outcome) => ("error" in outcome ? outcome.error : undefined));
  const lost = outcomes.map((outcome) => ("record" in outcome ? outcome.notStored : undefined));
  return [...errors, ...lost].find((error) => error !== undefined)?.exit ?? "ok";
}

function data(outcome: Outcome): Record<string, unknown> {
  if ("error" in outcome) return { id: outcome.id, result: "not drilled", error: errorData(outcome.error) };
  const { record, key, notStored } = outcome;
  return {
    ...record,
    ...(key === undefined ? {} : { evidenceKey: key }),
    ...(notStored === undefined ? {} : { evidenceError: errorData(notStored) }),
  };
}

const errorData = ({ exit, message, hint }: OperatorError) => ({
  exit,
  status: EXIT[exit].status,
  message,
  hint,
});

function lines(outcome: Outcome, store: string): string[] {
  if ("error" in outcome)
    return formatFacts(`not drilled: ${outcome.id}`, [["because", outcome.error.message.split("\n")]]);
  const { record } = outcome;
  const { backup, checks, durationSeconds } = record;
  const from = backup.source === undefined ? "" : ` on ${backup.host} from ${backup.source}`;
  const facts: Fact[] = [
    [
      "made",
      `${backup.createdAt}${from}, ${formatAge(new Date(backup.createdAt), new Date(record.startedAt))} before the drill`,
    ],
    [
      "took",
      `${formatDuration(durationSeconds * 1000)}${backup.ciphertextBytes === undefined ? "" : `, for ${formatBytes(backup.ciphertextBytes)}`}`,
    ],
    ["checks", checks.flatMap(checkLines)],
    ["evidence", whereEvidenceIs(outcome, store)],
    ...(record.result === "passed" ? [] : [["next", NEXT(backup.id)] as const]),
  ];
  return formatFacts(`drill ${record.result}: ${backup.id}`, facts);
}

const NEXT = (id: string): string[] => [
  "find out whether the backup is bad, or its key, or this host; if it is the backup:",
  `sealstack quarantine ${id} --reason TEXT`,
];

function whereEvidenceIs({ key, notStored }: Extract<Outcome, { record: unknown }>, store: string): string[] {
  if (notStored === undefined) return [key === undefined ? "not stored" : `${store}/${key}`];
  return [
    ...`not all of it is stored: ${notStored.message}`.split("\n"),
    "give --evidence FILE and --no-store where it cannot be stored",
  ];
}

/** The detail on a line of its own: together they would not fit. */
const checkLines = ({ name, result, detail }: DrillCheck): string[] => [
  `${result.padEnd(7)}  ${name}`,
  ...(detail === undefined ? [] : [`${"".padEnd(7)}    ${detail}`]),
];
