/** What every command that speaks to AWS does when something is wrong with it: the one table that the tests try and docs/faults.md shows. */
import type { ExitName } from "../../../scripts/errors";
import type { Fault } from "./faults";
import { type FaultRow, STOPS } from "./row";
import { BACKUP_ROWS } from "./rows-of-backups";
import { KEY_ROWS } from "./rows-of-keys";

export const FAULT_ROWS: readonly FaultRow[] = [...BACKUP_ROWS, ...KEY_ROWS];

/** How a command ends under a fault; `undefined` where that is not tried. */
export function endOf(row: FaultRow, fault: Fault): ExitName | undefined {
  const { works = "ok" } = row;
  const harmless = fault === "slow" || row.harmless?.includes(fault) === true;
  return row.ends?.[fault] ?? STOPS[fault] ?? (harmless ? works : undefined);
}
