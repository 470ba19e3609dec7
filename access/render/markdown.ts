/** A report as Markdown for a pull request: what changed first, then what the rules find; all access is folded away. */
import type { AccessChange } from "../compare/compare";
import type { Finding } from "../rules/rule";
import { type AccessReport, driftTexts, hasDrift, isGain, type StackAccess } from "./report";
import { accessTables } from "./table";
import { counted, requestText, throughText } from "./words";

export function markdown({ stacks, changes, drift }: AccessReport): string {
  const blocks = [
    "## Access",
    ...(changes === undefined ? [] : changed(changes)),
    ...(drift === undefined ? [] : drifted({ changes: changes ?? [], drift })),
    ...stacks.flatMap((stack) => found(stack)),
    ...stacks.flatMap((stack) => folded(stack)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function changed(changes: readonly AccessChange[]): readonly string[] {
  const gained = changes.filter(isGain);
  const lost = changes.filter((each) => !isGain(each));
  const title =
    gained.length === 0
      ? "**No new access.**"
      : `> [!WARNING]\n> **New access: ${counted(gained.length, "change")} ${gained.length === 1 ? "lets" : "let"} in more than before.**`;
  return [title, ...listOf("Gained", gained), ...listOf("Lost", lost)];
}

function drifted(report: Required<Pick<AccessReport, "changes" | "drift">>): readonly string[] {
  const lists = report.drift.map((drift) => {
    const { differs, open } = driftTexts(drift);
    const lines = [...differs, ...open].map((line) => `- ${text(line)}`);
    return `### ${text(drift.stack)} and its account\n\n${lines.join("\n") || "The same, statement by statement."}`;
  });
  return [
    hasDrift(report) ? "**Drift: the account is otherwise than the stack says.**" : "**No drift.**",
    ...lists,
  ];
}

function listOf(heading: string, changes: readonly AccessChange[]): readonly string[] {
  if (changes.length === 0) return [];
  const rows = changes.map(({ kind, principal, action, resource, request, through, dependsOn, stack }) => [
    `${kind === "maybe" ? "perhaps " : ""}${code(principal.name)}`,
    code(action),
    `${resource.kind} ${code(resource.name)}`,
    text(requestText(request)),
    text(
      kind === "maybe"
        ? `depends on ${dependsOn.join(", ") || "what is not known"}`
        : throughText(through) || stack,
    ),
  ]);
  return [`### ${heading}`, table([["Who", "May", "On", "By", "Through"], ...rows])];
}

function found({ model, findings }: StackAccess): readonly string[] {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const title = `### ${text(model.stack)}: ${open.length === 0 ? "no findings" : counted(open.length, "finding")}`;
  const accepted = findings.flatMap(({ rule, problem, accepted: reason }) =>
    reason === undefined ? [] : [`- accepted, ${code(rule)}: ${text(problem)}, because ${text(reason)}`],
  );
  const reasons = accepted.length === 0 ? [] : [accepted.join("\n")];
  if (open.length === 0) return [title, ...reasons];
  const rows = open.map(({ severity, rule, problem, fix }: Finding) => [
    severity,
    code(rule),
    text(problem),
    text(fix),
  ]);
  return [title, table([["", "Rule", "What", "Fix"], ...rows]), ...reasons];
}

function folded(stack: StackAccess): readonly string[] {
  const { model } = stack;
  const tables = accessTables(stack).flatMap(({ heading, rows }) => [
    `**${text(heading)}**`,
    ...(rows.length === 0 ? [] : [table(rows.map((row, at) => (at === 0 ? row : row.map(code))))]),
  ]);
  return [
    `<details><summary>All access of ${text(model.stack)}: ${counted(model.principals.length, "principal")}, ${counted(model.resources.length, "resource")}</summary>`,
    ...tables,
    "</details>",
  ];
}

function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}

/** Text that is nothing but text: no HTML, no link, no mention, no new line of a table. */
function text(value: string): string {
  return oneLine(value)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_[\]|~#!@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** As it stands, in a box. A bar would end the cell, inside of a box too. */
function code(value: string): string {
  if (value === "-" || value === "") return value;
  const inner = oneLine(value).replaceAll("|", "\\|");
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `\`${inner}\`` : `${fence} ${inner} ${fence}`;
}

function oneLine(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
  return value.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ");
}
