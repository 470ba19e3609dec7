/** What every command that speaks to AWS does when something is wrong with it: the one table that the tests try and docs/faults.md shows. */
import { EXIT, type ExitName } from "../../../scripts/errors";
import { FAULTS, type Fault } from "./faults";
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

export function faultsDocument(): string {
  const faults = Object.keys(FAULTS) as Fault[];
  const cell = (name: ExitName | undefined): string =>
    name === undefined ? "" : name === "ok" ? "works" : `${EXIT[name].status}`;
  const used = [...new Set(FAULT_ROWS.flatMap((row) => faults.map((fault) => endOf(row, fault))))].filter(
    (name) => name !== undefined && name !== "ok",
  ) as ExitName[];
  return [
    "# When AWS fails",
    "",
    "What each command that speaks to AWS does when something is wrong with it, from the first request on. The tests try every cell that is filled, and write this page",
    "(`UPDATE_GOLDEN=1 npm test -- __tests__/scripts/faults`): the status is the one below, one sentence says why and a hint what to do, nothing is left half-written, and nothing waits for ever.",
    "",
    "| | |",
    "| --- | --- |",
    ...faults.map((fault) => `| ${fault} | ${FAULTS[fault]} |`),
    "",
    `| | ${faults.join(" | ")} |`,
    `| --- |${" --- |".repeat(faults.length)}`,
    ...FAULT_ROWS.map(
      (row) => `| \`${row.command}\` | ${faults.map((fault) => cell(endOf(row, fault))).join(" | ")} |`,
    ),
    "",
    ...used
      .sort((a, b) => EXIT[a].status - EXIT[b].status)
      .map((name) => `- ${EXIT[name].status}: ${EXIT[name].meaning}`),
    "",
    "- A cell that is empty is one where the fault cannot happen: the command asks nothing of that service, reads no listing, or no ETag. Listings of EC2 and CloudTrail cannot be cut, because a token alone says that there is more. `setup-kms` makes a key that has no name",
    "  before KMS answers, so that no answer is one for another key.",
    "- Replies that are wrong in other ways have tests of their own.",
    "- `verify --all`, `drill`, `keys status`, `rewrap`, `reencrypt` and `doctor` go on where they can, and say in their report what failed.",
    "- A backup whose payload S3 has stored, and then says that it failed, has no manifest: `list` shows it as not complete. A listing that cannot be believed keeps no backup from being made: it is a warning, because only what the",
    "  backup says of earlier ones depends on it.",
    "- `run` starts each step as one of these commands; `kms-plugin` answers kube-apiserver with a code of gRPC, see [its page](kms-plugin.md). `access`, `cost`, `init`, `completion` and what only prints ask nobody.",
    "",
  ].join("\n");
}
