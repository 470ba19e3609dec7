/** Who can do what, as lines of a terminal. */
import { type AccessReport, isGain, type StackAccess } from "../../../access/render/report";
import { accessTables, changeRows } from "../../../access/render/table";
import { counted } from "../../../access/render/words";
import { formatTable } from "../format";

export function accessLines({ stacks, changes }: AccessReport): string[] {
  // Compared, only what changed is told.
  if (changes !== undefined)
    return [
      ...(changes.length === 0 ? ["nothing changed in who can do what"] : formatTable(changeRows(changes))),
      "",
      ...stacks.flatMap((stack) => findingLines(stack)),
      changes.some(isGain) ? "new access: somebody can do more than before, or may" : "no new access",
    ];
  return stacks.flatMap((stack) => [...stackLines(stack), ""]).slice(0, -1);
}

function stackLines(stack: StackAccess): string[] {
  const { model } = stack;
  return [
    `${model.stack} (${model.region}, account ${model.account}): ${counted(model.principals.length, "principal")}, ${counted(model.resources.length, "resource")}`,
    "",
    ...accessTables(stack).flatMap(({ heading, rows }) => [
      heading,
      ...formatTable(rows).map((line) => `  ${line}`),
      "",
    ]),
    ...findingLines(stack),
  ];
}

function findingLines({ model, findings }: StackAccess): string[] {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const accepted = findings.length - open.length;
  const also = accepted === 0 ? "" : `, and ${accepted} that the stack accepts with a reason`;
  return [
    `findings of ${model.stack}: ${open.length === 0 ? "none" : open.length}${also}`,
    ...open.flatMap(({ severity, rule, problem, fix }) => [
      `  ${severity}: ${problem} (${rule})`,
      `    fix: ${fix}`,
    ]),
  ];
}
