/** Access as rows of tables, for a terminal. */
import type { AccessChange } from "../compare/compare";
import type { Cell } from "../matrix/judge";
import { cellsOf } from "../matrix/matrix";
import type { StackAccess } from "./report";
import { requestText, throughText } from "./words";

export interface Table {
  readonly heading: string;
  /** The first row has the names of the columns. */
  readonly rows: readonly (readonly string[])[];
}

/** One table a resource: who may do what. Who may do nothing is counted. */
export function accessTables(stack: StackAccess): readonly Table[] {
  return stack.model.resources.map((resource) => {
    const rows = stack.model.principals.flatMap((who) => {
      const cells = cellsOf(stack, who.id, resource.id);
      const of = (effect: Cell["effect"]) =>
        cells
          .filter((cell) => cell.effect === effect)
          .map(({ action }) => shortAction(action))
          .join(" ");
      const row = [of("allowed"), of("conditional"), of("unknown")];
      return row.every((cell) => cell === "") ? [] : [[who.name, ...row]];
    });
    const others = stack.model.principals.length - rows.length;
    const columns = [3, 2, 1].filter((at) => rows.every((row) => row[at] === ""));
    const shown = (row: readonly string[]) =>
      row.filter((_, at) => !columns.includes(at)).map((cell) => cell || "-");
    return {
      heading: `${resource.kind} ${resource.name}${others === 0 ? "" : `: nothing for ${others === stack.model.principals.length ? "anybody" : `the other ${others}`}`}`,
      rows:
        rows.length === 0
          ? []
          : [["who", "may", "may where conditions hold", "not known"], ...rows].map(shown),
    };
  });
}

export function shortAction(action: string): string {
  return action.slice(action.indexOf(":") + 1);
}

const LABEL = { gained: "GAINED", maybe: "GAINED?", lost: "lost" } as const;

export function changeRows(changes: readonly AccessChange[]): readonly (readonly string[])[] {
  return [
    ["", "who", "action", "on", "by", "through"],
    ...changes.map(({ kind, principal, action, resource, request, through, dependsOn }) => [
      LABEL[kind],
      principal.name,
      action,
      `${resource.kind} ${resource.name}`,
      requestText(request),
      kind === "maybe" ? `depends on ${dependsOn.join(", ") || "what is not known"}` : throughText(through),
    ]),
  ];
}
