/** Who can do what, as lines of a terminal. */
import type { Drift } from "../../../access/live/live";
import {
  type AccessReport,
  driftTexts,
  hasDrift,
  isGain,
  type StackAccess,
} from "../../../access/render/report";
import { accessTables, changeRows } from "../../../access/render/table";
import { counted } from "../../../access/render/words";
import { formatTable } from "../format";

/** @param columns of the terminal, where it is one */
export function accessLines({ stacks, changes, drift }: AccessReport, columns?: number): string[] {
  // Compared, only what changed is told.
  if (changes !== undefined)
    return [
      ...(changes.length === 0
        ? ["nothing changed in who can do what"]
        : formatTable(changeRows(changes), columns)),
      "",
      ...(drift ?? []).flatMap(driftLines),
      ...stacks.flatMap((stack) => findingLines(stack)),
      ...(drift === undefined
        ? []
        : [
            hasDrift({ changes, drift })
              ? "drift: the account is otherwise than the stack says"
              : "no drift in what was read",
          ]),
      changes.some(isGain) ? "new access: somebody can do more than before, or may" : "no new access",
    ];
  return stacks.flatMap((stack) => [...stackLines(stack, columns), ""]).slice(0, -1);
}

function driftLines(drift: Drift): string[] {
  const { differs, open } = driftTexts(drift);
  return [
    `differences of ${drift.stack}: ${differs.length === 0 ? "none" : differs.length}`,
    ...[...differs, ...open].map((line) => `  ${line}`),
    "",
  ];
}

function stackLines(stack: StackAccess, columns: number | undefined): string[] {
  const { model } = stack;
  return [
    `${model.stack} (${model.region}, account ${model.account}): ${counted(model.principals.length, "principal")}, ${counted(model.resources.length, "resource")}`,
    "",
    ...accessTables(stack).flatMap(({ heading, rows }) => [
      heading,
      ...formatTable(rows, columns, { indent: 2 }),
      "",
    ]),
    ...findingLines(stack),
  ];
}

function findingLines({ model, findings }: StackAccess): string[] {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const accepted = findings.length - open.length;
  const also = accepted === 0 ? "" : `, and ${accepted} that the stack accepts with a reason`;
  const reasons = findings.flatMap((each) =>
    each.accepted === undefined
      ? []
      : [`  accepted: ${each.problem} (${each.rule})`, `    because ${each.accepted}`],
  );
  return [
    `findings of ${model.stack}: ${open.length === 0 ? "none" : open.length}${also}`,
    ...open.flatMap(({ severity, rule, problem, fix }) => [
      `  ${severity}: ${problem} (${rule})`,
      `    fix: ${fix}`,
    ]),
    ...reasons,
  ];
}
